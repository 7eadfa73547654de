import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCommand } from '../../api/commands.ts'
import { derivedQuery } from '../../api/queries.ts'
import type { Replies } from '../../api/types.gen.ts'
import { Reference } from '../../records/field-value.tsx'
import { Panel } from '../../records/panel.tsx'
import { useView } from '../../time/use-time.ts'
import { WriteButton } from '../../time/write.tsx'
import { percent } from '../../ui/format.ts'
import { failed } from '../../ui/notices.ts'
import { Quiet, Table } from '../../ui/screen.tsx'
import { MergeDialog, type MergedKind } from './merge-dialog.tsx'
import { likenessWords, mergeWords } from './merge-words.ts'

type Candidates = Replies['/contacts/{id}/duplicates']
type Merges = Replies['/merges']

interface DuplicatesProps {
  resource: { model: string; path: string }
  id: string
}

/** What may be the same as a record, and what was merged into it (CUS-22); nothing where there is neither. */
export function Duplicates({ resource: { model, path }, id }: DuplicatesProps) {
  const [comparing, compare] = useState<string>()
  const { data } = useQuery(derivedQuery<Candidates>(model, `/${path}/${id}/duplicates`, {}, useView()))
  const kind = model as MergedKind
  const items = data?.items.filter(({ archived }) => !archived) ?? []
  return (
    <>
      {items.length > 0 && (
        <Panel title="May be the same">
          <Table label="May be the same" head={['Who', 'Alike', 'What they have in common', '']}>
            {items.map(({ id: other, name, score, reasons }) => (
              <tr key={other}>
                <td>
                  <Reference model={model} id={other} name={name ?? null} />
                </td>
                <td>{percent(score)}</td>
                <td>{likenessWords(reasons)}</td>
                <td>
                  <Button size="compact-xs" variant="default" onClick={() => compare(other)}>
                    Compare
                  </Button>
                </td>
              </tr>
            ))}
          </Table>
        </Panel>
      )}
      <Merged kind={kind} id={id} />
      {comparing && (
        <MergeDialog kind={kind} path={path} one={id} other={comparing} onClose={() => compare(undefined)} />
      )}
    </>
  )
}

/** The merges that a record had to do with, and undoing them. */
function Merged({ kind, id }: { kind: MergedKind; id: string }) {
  const command = useCommand()
  const { data } = useQuery({
    ...derivedQuery<Merges>(kind, '/merges', { recordId: id }, null),
    // It goes on in the background, and nothing else tells of its end.
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => status === 'running' || status === 'reverting') ? 1_000 : false,
  })
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
                  permission="merge.revert"
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
