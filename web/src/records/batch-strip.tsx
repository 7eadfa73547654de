import { CloseButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import type { Batch } from '../api/models.ts'
import { derivedQuery } from '../api/queries.ts'
import { useMe } from '../api/session.ts'
import type { Page } from '../api/shapes.ts'
import { useLive } from '../live/live.tsx'
import classes from './batch.module.css'
import { BatchProgress, useBatch } from './batch-progress.tsx'
import { isRunning } from './batch-words.ts'
import { hideBatch, onShown, showBatch, shownBatches } from './batches-shown.ts'

/** So long what has ended stays to be undone, in ms. It can be undone later as well, from its page. */
const toUndo = 10_000

/** One's own batches that run, also after one has gone elsewhere or come back, and those that have just ended. */
export function BatchStrip() {
  const me = useMe()
  const ids = useSyncExternalStore(onShown, shownBatches)
  useLive('batch')
  const { data } = useQuery(
    derivedQuery<Page<Batch>>('batch', '/batches', { askerId: me.id, status: 'running', limit: 3 }, null),
  )
  useEffect(() => {
    // What makes something of each is shown where that is.
    for (const { id, tasks } of data?.items ?? []) if (!tasks?.every(({ makes }) => makes)) showBatch(id)
  }, [data])
  if (ids.length === 0) return null
  return (
    <section className={classes.strip} aria-label="Batches under way">
      {ids.map((id) => (
        <Shown key={id} id={id} />
      ))}
    </section>
  )
}

function Shown({ id }: { id: string }) {
  const batch = useBatch(id)
  const over = batch !== undefined && !isRunning(batch)
  useEffect(() => {
    if (!over) return
    const timer = window.setTimeout(() => hideBatch(id), toUndo)
    return () => window.clearTimeout(timer)
  }, [over, id])
  if (!batch) return null
  return (
    <div className={classes.shown}>
      <BatchProgress batch={batch} />
      <CloseButton size="xs" aria-label="Show no more" onClick={() => hideBatch(id)} />
    </div>
  )
}
