import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { derivedQuery } from '../../api/queries.ts'
import type { Replies } from '../../api/types.gen.ts'
import { Reference } from '../../records/field-value.tsx'
import { Panel } from '../../records/panel.tsx'
import { useView } from '../../time/use-time.ts'
import { percent } from '../../ui/format.ts'
import { Table } from '../../ui/screen.tsx'
import { MergeDialog, type MergedKind } from './merge-dialog.tsx'
import { likenessWords } from './merge-words.ts'
import { Merged } from './merged.tsx'

type Candidates = Replies['/contacts/{id}/duplicates']

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
