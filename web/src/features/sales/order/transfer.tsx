import { useCommand } from '../../../api/commands.ts'
import { ChoiceTag } from '../../../records/choice-tag.tsx'
import type { Choice } from '../../../records/field.ts'
import { Panel } from '../../../records/panel.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { exactly } from '../../../ui/format.ts'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Nothing } from '../../../ui/values.tsx'
import type { Order } from '../order.entry.ts'
import { transferStatuses } from '../order.tsx'

const outcomes: readonly Choice[] = [
  { value: 'accepted', label: 'Accepted', tone: 'good' },
  { value: 'refused', label: 'Refused', tone: 'bad' },
  { value: 'failed', label: 'Failed', tone: 'warn' },
]

/** How far the ERP has an order, every call to it, and asking again (QTC-08). Nothing where no ERP ever was to have it. */
export function Transfer({ row }: { row: Order }) {
  const command = useCommand()
  const { transferStatus, transferAttempts = [], transferNextAt, erpNumber, status } = row
  if (!transferStatus) return null
  const again = () =>
    command.mutate(
      { method: 'POST', path: `/orders/${row.id}/transfer`, ifMatch: row.revision, touches: ['order'] },
      {
        onSuccess: () => done('The ERP is asked again'),
        onError: (error) => failed('The ERP is not asked again', error),
      },
    )
  const mayAgain = transferStatus !== 'accepted' && transferStatus !== 'under-way' && status !== 'cancelled'
  return (
    <Panel
      title="ERP"
      aside={
        <>
          <ChoiceTag choices={transferStatuses} value={transferStatus} />
          {mayAgain && (
            <WriteButton
              size="compact-xs"
              variant="default"
              permission="order.transfer"
              loading={command.isPending}
              onClick={again}
            >
              Try again
            </WriteButton>
          )}
        </>
      }
    >
      {erpNumber && <Quiet>The ERP has it as {erpNumber}.</Quiet>}
      {transferNextAt && <Quiet>Tried again by itself on {exactly(transferNextAt)}.</Quiet>}
      {transferAttempts.length > 0 && (
        <Table label="Calls to the ERP" head={['No.', 'When', 'Outcome', 'Why']}>
          {transferAttempts.map(({ attempt, at, is, reason }) => (
            <tr key={attempt}>
              <td>{attempt}</td>
              <td>{exactly(at)}</td>
              <td>
                <ChoiceTag choices={outcomes} value={is} />
              </td>
              <td>{reason ?? <Nothing />}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  )
}
