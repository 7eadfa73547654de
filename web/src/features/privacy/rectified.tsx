import { useQuery, useQueryClient } from '@tanstack/react-query'
import { post, read } from '../../api/client.ts'
import { refresh } from '../../api/commands.ts'
import type { HistoryPage } from '../../api/types.gen.ts'
import { AskDialog } from '../../records/ask-dialog.tsx'
import { useSensitive } from '../../records/prove-again.tsx'
import type { Resource } from '../../records/resource.ts'
import { exactly } from '../../ui/format.ts'
import { done } from '../../ui/notices.ts'

/** Which change of a record put right what the person said was wrong: its receipt names it. */
export function Rectified({
  resource: { model, path, one },
  id,
  onClose,
}: {
  resource: Pick<Resource, 'model' | 'path' | 'one'>
  id: string
  onClose: () => void
}) {
  const client = useQueryClient()
  const sensitive = useSensitive()
  const query = useQuery({
    queryKey: [model, 'derived', 'rectified', id, null] as const,
    queryFn: ({ signal }) => read<HistoryPage>(`/${path}/${id}/history`, { signal }),
  })
  if (!query.data) return null
  const choices = query.data.items
    .filter(({ revision }) => revision > 0)
    .map(({ revision, title, occurredAt }) => ({
      value: String(revision),
      label: `${title}, ${exactly(occurredAt)}`,
    }))
  return (
    <AskDialog
      title="Note a rectification"
      fields={[{ key: 'revision', label: 'The change', kind: 'choice', choices, required: true }]}
      submit="Make the receipt"
      onSubmit={async ({ revision }) => {
        await sensitive(() =>
          post<unknown>(`/${path}/${id}/privacy/rectify`, { revisions: [Number(revision)] }),
        )
        done('The rectification has its receipt')
        await refresh(client, [model, 'privacyRequest'])
      }}
      onClose={onClose}
    >
      Change the {one} first, as you change any. Then say here which change put right what the person said was
      wrong.
    </AskDialog>
  )
}
