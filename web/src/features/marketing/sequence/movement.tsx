import { Text } from '@mantine/core'
import { Report } from '../../../records/report.tsx'
import { count } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { exits } from '../enrolment.tsx'
import type { SequenceMovement } from '../sequence.entry.ts'

/** How many entered, where they are, why they left, and how leads moved through the stages. */
export function Movement({ id }: { id: string }) {
  return (
    <Report<SequenceMovement>
      model="enrolment mailingRecipient lead"
      title="How they move"
      path={`/sequences/${id}/movement`}
    >
      {(found) =>
        found.entered === 0 ? (
          <Quiet>Nobody has entered yet.</Quiet>
        ) : (
          <>
            <Text size="sm" role="status">
              {count(found.entered ?? 0)} entered: {count(found.active)} inside, {count(found.paused ?? 0)}{' '}
              paused, {count(found.completed)} through to the end, {count(found.converted)} converted.
            </Text>
            {found.left.length > 0 && (
              <Table label="Who left" head={['Left, because', 'People']}>
                {found.left.map(({ reason, count: many }) => (
                  <tr key={reason}>
                    <td>{exits.find(({ value }) => value === reason)?.label}</td>
                    <td data-right>{count(many)}</td>
                  </tr>
                ))}
              </Table>
            )}
            {found.places.length > 0 && (
              <Table label="By step" head={['Version', 'Step', 'Here', 'Sent', 'Left out', 'Responded']}>
                {found.places.map((one) => (
                  <tr key={`${one.version} ${one.step}`}>
                    <td>{one.version}</td>
                    <td>{one.step + 1}</td>
                    <td data-right>{count(one.here)}</td>
                    <td data-right>{count(one.sent)}</td>
                    <td data-right>{count(one.leftOut)}</td>
                    <td data-right>{count(one.responded)}</td>
                  </tr>
                ))}
              </Table>
            )}
            {found.moves.length > 0 && (
              <Table label="Leads by stage" head={['Came as', 'Now', 'Leads']}>
                {found.moves.map(({ from, to, count: many }) => (
                  <tr key={`${from} ${to}`}>
                    <td>{from}</td>
                    <td>{to}</td>
                    <td data-right>{count(many)}</td>
                  </tr>
                ))}
              </Table>
            )}
          </>
        )
      }
    </Report>
  )
}
