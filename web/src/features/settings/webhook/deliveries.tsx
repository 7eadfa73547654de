import { Anchor, Code, Group, Modal, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post } from '../../../api/client.ts'
import { useCommand } from '../../../api/commands.ts'
import { derivedQuery } from '../../../api/queries.ts'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import { ChoiceTag } from '../../../records/choice-tag.tsx'
import type { Choice } from '../../../records/field.ts'
import { Panel } from '../../../records/panel.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { exactly } from '../../../ui/format.ts'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import type { Call, Deliveries, Delivery, DeliveryDetail, Webhook } from '../webhook.entry.ts'

const states: readonly Choice[] = [
  { value: 'delivered', label: 'Delivered', tone: 'good' },
  { value: 'failing', label: 'Failing', tone: 'warn' },
  { value: 'given-up', label: 'Given up', tone: 'bad' },
]

/** What a webhook was told, the last first, and telling it again: one event, or all from a position on. */
export function DeliveryLog({ row }: { row: Webhook }) {
  const [open, setOpen] = useState<Delivery>()
  const [replaying, setReplaying] = useState(false)
  const command = useCommand()
  const { data } = useQuery({
    ...derivedQuery<Deliveries>('webhook', `/webhooks/${row.id}/deliveries`, { limit: 50 }, null),
    refetchInterval: 15_000,
  })
  return (
    <Panel
      title="Deliveries"
      aside={
        <WriteButton
          size="compact-xs"
          variant="default"
          permission="webhook.replay"
          refusal={row.status === 'active' ? undefined : 'It is not active: resume it first.'}
          onClick={() => setReplaying(true)}
        >
          Tell again…
        </WriteButton>
      }
    >
      {data?.items.length === 0 && <Quiet>Nothing was told yet.</Quiet>}
      {data && data.items.length > 0 && (
        <Table label="Deliveries" head={['When', 'Event', 'Outcome', 'Calls']}>
          {data.items.map((one) => (
            <tr key={one.id}>
              <td>{exactly(one.lastAt)}</td>
              <td>
                <Anchor component="button" type="button" onClick={() => setOpen(one)}>
                  {one.type}
                </Anchor>
              </td>
              <td>
                <ChoiceTag choices={states} value={one.state} />
              </td>
              <td>{one.attempts}</td>
            </tr>
          ))}
        </Table>
      )}
      {open && <Sent webhookId={row.id} delivery={open} onClose={() => setOpen(undefined)} />}
      {replaying && (
        <AskDialog
          title="Tell again"
          fields={[
            {
              key: 'after',
              label: 'Everything after position',
              kind: 'text',
              required: true,
              hint: 'Of the log, as it stands beside an event and in every delivery',
            },
          ]}
          submit="Tell again"
          onClose={() => setReplaying(false)}
          onSubmit={async ({ after }) => {
            await command.mutateAsync({
              method: 'POST',
              path: `/webhooks/${row.id}/replay`,
              body: { after },
              ifMatch: row.revision,
              touches: ['webhook'],
            })
            done('It is told again')
          }}
        >
          Each event comes under the id it had, so that who is told twice knows.
        </AskDialog>
      )}
    </Panel>
  )
}

/** Exactly what was sent of one event, and what was answered each time. */
function Sent({
  webhookId,
  delivery,
  onClose,
}: {
  webhookId: string
  delivery: Delivery
  onClose: () => void
}) {
  const queries = useQueryClient()
  const path = `/webhooks/${webhookId}/deliveries/${delivery.id}`
  const { data } = useQuery(derivedQuery<DeliveryDetail>('webhook', path, {}, null))
  const resent = useMutation({
    mutationFn: () => post<Call>(`${path}/resend`, {}),
    onSuccess: ({ status, error }) =>
      error ? failed('It did not arrive', new Error(error)) : done(`It was answered with ${status}`),
    onError: (error) => failed('It was not sent again', error),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['webhook'] }),
  })
  const last = data?.calls[0]
  return (
    <Modal
      opened
      onClose={onClose}
      title={delivery.type}
      size="xl"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap={12}>
        <Group gap={8}>
          <WriteButton
            variant="default"
            permission="webhook.change"
            loading={resent.isPending}
            onClick={() => resent.mutate()}
          >
            Send again
          </WriteButton>
          <Quiet>
            Position {delivery.position}, id {delivery.id}
          </Quiet>
        </Group>
        {data && (
          <Table label="Calls" head={['When', 'Took', 'Answer', 'Why']}>
            {data.calls.map((call) => (
              <tr key={call.at}>
                <td>{exactly(call.at)}</td>
                <td>{call.ms} ms</td>
                <td>{call.status ?? 'None'}</td>
                <td>{call.error ?? call.cause}</td>
              </tr>
            ))}
          </Table>
        )}
        {last && (
          <>
            <Code block aria-label="Headers that were sent">
              {Object.entries(last.headers)
                .map(([name, value]) => `${name}: ${value}`)
                .join('\n')}
            </Code>
            <Code block aria-label="Body that was sent">
              {last.body ?? 'It is not kept any more: the record was erased.'}
            </Code>
          </>
        )}
      </Stack>
    </Modal>
  )
}
