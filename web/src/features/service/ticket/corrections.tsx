import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { useMe } from '../../../api/session.ts'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { Panel } from '../../../records/panel.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import type { TicketDetail } from '../ticket.entry.ts'

/** What is to be done so that what a complaint is about does not come again: tasks, and planning one. */
export function Corrections({ row }: { row: TicketDetail }) {
  const [asking, ask] = useState(false)
  const command = useCommand()
  const { timeZone } = useMe()
  const ids = row.correctionIds ?? []
  if (row.type !== 'complaint' && ids.length === 0) return null
  const post = (path: string, body: object) =>
    command.mutateAsync({ method: 'POST', path, body, touches: ['ticket', 'activity'] })
  const drop = (activityId: string) =>
    void post(`/tickets/${row.id}/drop-correction`, { activityId }).catch((refusal: unknown) =>
      failed('It stays', refusal),
    )
  return (
    <Panel
      title="Corrective actions"
      aside={
        row.type === 'complaint' && (
          <WriteButton
            size="compact-xs"
            variant="default"
            permission="ticket.plan-correction"
            onClick={() => ask(true)}
          >
            Plan one
          </WriteButton>
        )
      }
    >
      {ids.length === 0 ? (
        <Quiet>Nothing is planned so that this does not come again.</Quiet>
      ) : (
        <Table label="Corrective actions" head={['Task', '']}>
          {ids.map((id) => (
            <tr key={id}>
              <td>
                <Reference model="activity" id={id} />
              </td>
              <td>
                <WriteButton
                  size="compact-xs"
                  variant="subtle"
                  permission="ticket.drop-correction"
                  onClick={() => drop(id)}
                >
                  Drop
                </WriteButton>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {asking && (
        <AskDialog
          title="Plan a corrective action"
          fields={[
            { key: 'subject', label: 'What is to be done', kind: 'text', required: true },
            { key: 'assigneeId', label: 'By whom', kind: 'ref', model: 'user' },
            { key: 'due', label: 'Until', kind: 'date' },
          ]}
          submit="Plan it"
          onClose={() => ask(false)}
          onSubmit={async ({ subject, assigneeId, due }) => {
            const task = await post('/activities', {
              kind: 'task',
              subject,
              regarding: [{ model: 'ticket', id: row.id }],
              ...(assigneeId ? { assigneeId } : {}),
              ...(due ? { due: { day: due, time: null, timeZone } } : {}),
            })
            await post(`/tickets/${row.id}/plan-correction`, { activityId: task.id })
            done('A task is planned')
          }}
        >
          <p>
            It becomes a task about this ticket. How many complaints of the same root cause and product came
            before and after it was done stands under Ticket reports.
          </p>
        </AskDialog>
      )}
    </Panel>
  )
}
