import { SegmentedControl } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { BatchItem } from '../../../api/models.ts'
import { listQuery } from '../../../api/queries.ts'
import type { Row } from '../../../api/shapes.ts'
import { BatchProgress, useBatch } from '../../../records/batch-progress.tsx'
import { batchWords, outcomeWords } from '../../../records/batch-words.ts'
import { entryOf } from '../../../records/entry.ts'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { Quiet, Screen, Table } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'

const sifts = [
  { value: '', label: 'All' },
  { value: 'done', label: 'Done' },
  { value: 'refused', label: 'Refused' },
  { value: 'not-seen', label: 'Not seen' },
  { value: 'waiting', label: 'To go' },
  { value: 'not-undone', label: 'Not undone' },
]

/** A batch: how far it is, what came of each record, and taking it back. */
export function BatchPage({ id }: { id: string }) {
  const batch = useBatch(id)
  const [sift, setSift] = useState('')
  if (!batch) return <Waiting rows={10} />
  return (
    <Screen
      title={batchWords(batch)}
      about={
        <>
          Started by {batch.askerName ?? 'somebody'}, <InstantValue at={batch.createdAt} />
          {batch.undoerName && `; undone by ${batch.undoerName}`}.
        </>
      }
    >
      <BatchProgress batch={batch} />
      <Panel
        title="Records"
        aside={<SegmentedControl size="xs" data={sifts} value={sift} onChange={setSift} aria-label="Which" />}
      >
        <Items id={id} sift={sift} />
      </Panel>
    </Screen>
  )
}

function Items({ id, sift }: { id: string; sift: string }) {
  const query = useInfiniteQuery(
    listQuery<BatchItem & Row>('batch', `/batches/${id}/items`, { result: sift || undefined }, null),
  )
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <Waiting rows={6} />
  const items = query.data.pages.flatMap((page) => page.items)
  if (items.length === 0) return <Quiet>There is none of these.</Quiet>
  return (
    <>
      <Table label="What came of each record" head={['Record', 'What came of it', 'Undone']}>
        {items.map((item) => (
          <tr key={`${item.command} ${item.id}`}>
            <td>
              <RecordLink item={item} />
            </td>
            <td>{outcomeWords(item.result)}</td>
            <td>{item.undo && outcomeWords(item.undo)}</td>
          </tr>
        ))}
      </Table>
      {query.hasNextPage && (
        <button type="button" onClick={() => void query.fetchNextPage()}>
          Show more
        </button>
      )}
    </>
  )
}

function RecordLink({ item: { model, id, name } }: { item: BatchItem }) {
  const entry = entryOf(model)
  if (!entry || name === null) return <>{entry?.one ?? model}</>
  return (
    <Link to="/$path/$id" params={{ path: entry.path, id }}>
      {name}
    </Link>
  )
}
