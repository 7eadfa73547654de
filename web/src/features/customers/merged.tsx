import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { refresh, useCommand } from '../../api/commands.ts'
import { derivedQuery } from '../../api/queries.ts'
import { useMay } from '../../api/session.ts'
import type { Replies } from '../../api/types.gen.ts'
import { Reference } from '../../records/field-value.tsx'
import { Panel } from '../../records/panel.tsx'
import { WriteButton } from '../../time/write.tsx'
import { failed } from '../../ui/notices.ts'
import { Quiet, Table } from '../../ui/screen.tsx'
import type { MergedKind } from './merge-dialog.tsx'
import { mergeWords } from './merge-words.ts'

type Merges = Replies['/merges']

const isUnderWay = ({ status }: Merges['items'][number]) => status === 'running' || status === 'reverting'

/** The merges that a record had to do with, and undoing them. */
export function Merged({ kind, id }: { kind: MergedKind; id: string }) {
  const command = useCommand()
  const may = useMay()
  const { data } = useQuery({
    ...derivedQuery<Merges>(kind, '/merges', { recordId: id }, null),
    enabled: may(kind === 'ticket' ? 'ticket.merge' : 'merge.read'),
    // It goes on in the background, and nothing else tells of its end.
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? 1_000 : false),
  })
  const client = useQueryClient()
  const isGoing = data?.items.some(isUnderWay) ?? false
  // What it moves last is of other records: this one hears nothing of it.
  useEffect(() => {
    if (!isGoing) return
    return () => void refresh(client, [kind])
  }, [client, kind, isGoing])
  if (!data || data.items.length === 0) return null
  const undo = (mergeId: string) =>
    command
      .mutateAsync({ method: 'POST', path: `/merges/${mergeId}/revert`, touches: [kind] })
      .catch((refusal: unknown) => failed('They stay one', refusal))
  return (
    <Panel title="Merged">
      <Table label="Merged" head={['Who', 'What', '']}>
        {data.items.map((merge) => (
          <tr key={merge.id}>
            <td>
              {merge.absorbedId === id ? (
                <Reference model={kind} id={merge.survivorId} name={merge.survivorName} />
              ) : (
                (merge.absorbedName ?? kind)
              )}
            </td>
            <td>{mergeWords(merge)}</td>
            <td>
              {merge.status === 'done' && (
                <WriteButton
                  size="compact-xs"
                  variant="default"
                  permission={kind === 'ticket' ? 'ticket.merge' : 'merge.revert'}
                  onClick={() => void undo(merge.id)}
                >
                  Undo the merge
                </WriteButton>
              )}
            </td>
          </tr>
        ))}
      </Table>
      <Quiet>Undone, both are as they were; what somebody has changed since stays as they want it.</Quiet>
    </Panel>
  )
}
