import { useQuery } from '@tanstack/react-query'
import { derivedQuery } from '../../../api/queries.ts'
import { ChoiceTag } from '../../../records/choice-tag.tsx'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { Quiet } from '../../../ui/screen.tsx'
import type { Webhook, WebhookStanding } from '../webhook.entry.ts'
import { statuses } from '../webhook.tsx'

/** How far a webhook was told, and what went wrong last. */
export function HowFar({ row }: { row: Webhook }) {
  const { data } = useQuery({
    ...derivedQuery<WebhookStanding>('webhook', `/webhooks/${row.id}/standing`, {}, null),
    refetchInterval: 15_000,
  })
  if (!data) return null
  return (
    <Panel title="Telling" aside={<ChoiceTag choices={statuses} value={row.status} />}>
      {row.disabledBecause && <p>{row.disabledBecause}</p>}
      {data.failures > 0 ? (
        <p>
          {data.error} It has failed {data.failures === 1 ? 'once' : `${data.failures} times in a row`}
          {data.nextAt && (
            <>
              ; it is tried again after <InstantValue at={data.nextAt} />
            </>
          )}
          .
        </p>
      ) : (
        <Quiet>Everything up to position {data.position ?? '0'} of the log is told.</Quiet>
      )}
    </Panel>
  )
}
