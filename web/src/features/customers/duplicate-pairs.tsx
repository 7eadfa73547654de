import { Button, SegmentedControl } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { read } from '../../api/client.ts'
import type { Replies } from '../../api/types.gen.ts'
import { Reference } from '../../records/field-value.tsx'
import { percent } from '../../ui/format.ts'
import { Quiet, Screen, Table } from '../../ui/screen.tsx'
import { Failure, Waiting } from '../../ui/states.tsx'
import { MergeDialog, type MergedKind } from './merge-dialog.tsx'
import { likenessWords } from './merge-words.ts'

type Pairs = Replies['/contacts/duplicates']
type Pair = Pairs['items'][number]

type Kind = Exclude<MergedKind, 'ticket'>

const paths: Readonly<Record<Kind, string>> = { contact: 'contacts', account: 'accounts' }
const kinds = [
  { value: 'contact', label: 'Contacts' },
  { value: 'account', label: 'Accounts' },
]

/** Pairs that may be the same, the likeliest first, to be gone through by the one who tidies up (CUS-22). */
export function DuplicatePairs() {
  const [kind, setKind] = useState<Kind>('contact')
  const [pair, setPair] = useState<Pair>()
  const path = paths[kind]
  const query = useInfiniteQuery({
    queryKey: [kind, 'derived', 'pairs'],
    queryFn: ({ pageParam, signal }) =>
      read<Pairs>(`/${path}/duplicates`, {
        parameters: { limit: 50, cursor: pageParam },
        view: null,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  })
  const pairs = query.data?.pages.flatMap(({ items }) => items)
  return (
    <Screen
      title="Duplicates"
      about="Pairs that have an address, a telephone or a name in common, as far as you see them."
      actions={
        <SegmentedControl
          data={kinds}
          value={kind}
          onChange={(value) => setKind(value as Kind)}
          aria-label="Of what"
        />
      }
    >
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !pairs ? (
        <Waiting rows={8} />
      ) : pairs.length === 0 ? (
        <Quiet>No two {path} that you see look like the same one.</Quiet>
      ) : (
        <Table label="Pairs" head={['One', 'The other', 'Alike', 'What they have in common', '']}>
          {pairs.map((each) => (
            <tr key={`${each.one.id} ${each.other.id}`}>
              <td>
                <Reference model={kind} id={each.one.id} name={each.one.name ?? null} />
              </td>
              <td>
                <Reference model={kind} id={each.other.id} name={each.other.name ?? null} />
              </td>
              <td>{percent(each.score)}</td>
              <td>{likenessWords(each.reasons)}</td>
              <td>
                <Button size="compact-xs" variant="default" onClick={() => setPair(each)}>
                  Compare
                </Button>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {query.hasNextPage && (
        <Button variant="subtle" onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
      {pair && (
        <MergeDialog
          kind={kind}
          path={path}
          one={pair.one.id}
          other={pair.other.id}
          onClose={() => setPair(undefined)}
        />
      )}
    </Screen>
  )
}
