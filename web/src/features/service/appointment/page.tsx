import { useState } from 'react'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { hours } from '../../../ui/format.ts'
import { Table } from '../../../ui/screen.tsx'
import { Tag } from '../../../ui/values.tsx'
import type { Appointment } from '../appointment.entry.ts'
import { appointment } from '../appointment.tsx'

/** An appointment, and of a group why it is this one's. */
export function AppointmentPage({ id }: { id: string }) {
  const [cancelling, setCancelling] = useState(false)
  return (
    <RecordPage
      resource={appointment}
      id={id}
      actions={(row) =>
        !row.cancelled && (
          <>
            <WriteButton
              variant="default"
              permission="appointment.cancel"
              onClick={() => setCancelling(true)}
            >
              Cancel appointment
            </WriteButton>
            {cancelling && (
              <CommandDialog
                title="Cancel this appointment"
                path={`/appointments/${row.id}/cancel`}
                fields={[{ key: 'reason', label: 'Why?', kind: 'text' }]}
                submit="Cancel appointment"
                grave
                touches={['appointment']}
                onClose={() => setCancelling(false)}
              />
            )}
          </>
        )
      }
    >
      {(row) => row.choice && <Choice choice={row.choice} chosen={row.resourceId} />}
    </RecordPage>
  )
}

const words = {
  taken: 'Was taken',
  closed: 'Does not work then',
  unskilled: 'Cannot do it',
  archived: 'Is planned no more',
} as const

function Choice({
  choice,
  chosen,
}: {
  choice: NonNullable<Appointment['choice']>
  chosen: string | undefined
}) {
  return (
    <Panel title="Why this one">
      <Table label="Who could have got it" head={['Resource', 'Booked that week', 'Chosen']}>
        {choice.candidates.map(({ resourceId, minutes, passed }) => (
          <tr key={resourceId}>
            <td>
              <Reference model="resource" id={resourceId} />
            </td>
            <td>{hours(minutes)}</td>
            <td>
              {resourceId === chosen ? (
                <Tag tone="good">Had least to do</Tag>
              ) : passed ? (
                words[passed]
              ) : (
                'Had more to do'
              )}
            </td>
          </tr>
        ))}
      </Table>
    </Panel>
  )
}
