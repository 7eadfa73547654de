import { Reference } from '../../../records/field-value.tsx'
import { Report } from '../../../records/report.tsx'
import { count, hours, percent } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Nothing } from '../../../ui/values.tsx'
import type { ResourceUse } from '../appointment.entry.ts'

/** How much of their hours of work resources are booked (SVC-05). */
export function UseReport({ from, to }: { from: string; to: string }) {
  return (
    <Report<ResourceUse>
      model="appointment"
      title="How much is booked"
      path="/resource-use"
      parameters={{ from, to }}
      lines={({ items }) => [
        ['Resource', 'Appointments', 'Open minutes', 'Booked minutes', 'Outside', 'Share'],
        ...items.map((one) => [
          one.resourceName,
          one.appointments,
          one.open,
          one.booked,
          one.outside,
          one.share,
        ]),
      ]}
    >
      {({ items, method }) =>
        items.length === 0 ? (
          <Quiet>There are no resources yet.</Quiet>
        ) : (
          <>
            <Table
              label="How much is booked"
              head={['Resource', 'Appointments', 'Works', 'Booked', 'Outside hours', 'Share']}
            >
              {items.map((one) => (
                <tr key={one.resourceId}>
                  <td>
                    <Reference model="resource" id={one.resourceId ?? ''} name={one.resourceName ?? null} />
                  </td>
                  <td data-right>{count(one.appointments)}</td>
                  <td data-right>{hours(one.open)}</td>
                  <td data-right>{hours(one.booked)}</td>
                  <td data-right>{one.outside > 0 ? hours(one.outside) : <Nothing />}</td>
                  <td data-right>{one.share === null ? <Nothing /> : percent(one.share)}</td>
                </tr>
              ))}
            </Table>
            <Quiet>{method}</Quiet>
          </>
        )
      }
    </Report>
  )
}
