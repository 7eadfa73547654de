import { useMutation, useQueryClient } from '@tanstack/react-query'
import { KeyRound, Pause, Play, Send } from 'lucide-react'
import { useState } from 'react'
import { post, read } from '../../../api/client.ts'
import { useCommand } from '../../../api/commands.ts'
import { RecordPage } from '../../../records/page.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import type { Call, Webhook } from '../webhook.entry.ts'
import { webhook } from '../webhook.tsx'
import { Condition } from './condition.tsx'
import { DeliveryLog } from './deliveries.tsx'
import { Secret } from './secret.tsx'
import { HowFar } from './standing.tsx'

/** A webhook: what it was told, exactly, telling it again, and the secret it checks that by (INT-06). */
export function WebhookPage({ id }: { id: string }) {
  const [secret, setSecret] = useState<string>()
  const queries = useQueryClient()
  const shown = useMutation({
    mutationFn: () => read<{ secret: string }>(`/webhooks/${id}/secret`),
    onSuccess: ({ secret: told }) => setSecret(told),
    onError: (error) => failed('The secret is not shown', error),
  })
  const tested = useMutation({
    mutationFn: () => post<Call>(`/webhooks/${id}/test`, {}),
    onSuccess: ({ status, error, ms }) =>
      error
        ? failed('It did not arrive', new Error(error))
        : done(`It was answered with ${status} after ${ms} ms`),
    onError: (error) => failed('Nothing was sent', error),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['webhook'] }),
  })
  return (
    <RecordPage<Webhook>
      resource={webhook}
      id={id}
      actions={(row) => (
        <>
          <WriteButton
            variant="default"
            permission="webhook.change"
            leftSection={<Send size={14} />}
            loading={tested.isPending}
            onClick={() => tested.mutate()}
          >
            Send a test
          </WriteButton>
          <WriteButton
            variant="default"
            permission="webhook.change"
            leftSection={<KeyRound size={14} />}
            loading={shown.isPending}
            onClick={() => shown.mutate()}
          >
            Secret
          </WriteButton>
          <Switch row={row} />
          {secret && (
            <Secret id={id} secret={secret} onRenewed={setSecret} onClose={() => setSecret(undefined)} />
          )}
        </>
      )}
      aside={(row) => (
        <>
          <HowFar row={row} />
          <Condition row={row} />
          <DeliveryLog row={row} />
        </>
      )}
    />
  )
}

function Switch({ row }: { row: Webhook }) {
  const command = useCommand()
  const isActive = row.status === 'active'
  const verb = isActive ? 'pause' : 'resume'
  if (row.archived) return null
  return (
    <WriteButton
      variant="default"
      permission={`webhook.${verb}`}
      leftSection={isActive ? <Pause size={14} /> : <Play size={14} />}
      loading={command.isPending}
      onClick={() =>
        command.mutate(
          { method: 'POST', path: `/webhooks/${row.id}/${verb}`, touches: ['webhook'] },
          { onError: (error) => failed(isActive ? 'It goes on' : 'It does not go on', error) },
        )
      }
    >
      {isActive ? 'Pause' : 'Resume'}
    </WriteButton>
  )
}
