import { refuse } from '../domain/error.ts'
import type { RecordedEvent } from '../domain/event.ts'
import { BoundedMap } from '../platform/process/bounded-map.ts'
import { type Entry, fold } from './fold.ts'
import type { AnyProjection } from './projection.ts'
import { type Model, modelOf, type Row } from './tables.ts'

/**
 * Holds decided events against the columns of every projection they will reach, before they are written: what the log
 * has once taken stays, and one event that no table can hold would stop a read model for everybody. `before` reads what
 * the record's stream holds already. Pure but for that. @throws DomainError naming the column that cannot hold it.
 */
export type Fit = (
  events: readonly RecordedEvent[],
  before: () => Promise<readonly RecordedEvent[]>,
) => Promise<void>

/** The rows that one stream alone makes, by model and key, up to a revision. */
interface Known {
  revision: number
  rows: Map<Model, Map<string, Row>>
}

/** `capacity`: streams whose rows are remembered, those used last; of others the stream is read again. */
export function createFit(projections: readonly AnyProjection[], capacity = 4096): Fit {
  const models = projections.map(modelOf)
  const remembered = new BoundedMap<string, Known>(capacity)
  const reached = new Map<string, readonly Model[]>()

  /** The few of all models that an event of this kind changes anything in. */
  function reachedBy({ type, aggregate }: RecordedEvent): readonly Model[] {
    const known =
      reached.get(type) ?? models.filter(({ projection, own }) => type in projection.on || own.has(aggregate))
    reached.set(type, known)
    return known
  }

  /** Folds on; returns the misfit of the first event that has one. Rows of other streams are not known, and not judged. */
  function advance(known: Known, events: readonly RecordedEvent[]) {
    let misfit: { field: string; error: string } | undefined
    for (const event of events) {
      for (const model of reachedBy(event)) {
        const rows = known.rows.get(model) ?? new Map<string, Row>()
        known.rows.set(model, rows)
        const folded = fold(model, [entryOf(event)], {
          row: (id) => rows.get(id),
          removedAt: () => undefined,
        })
        const { field, error } = folded.failure ?? {}
        if (field !== undefined && error !== undefined) misfit ??= { field, error }
        for (const [id, row] of folded.rows) {
          if (row) rows.set(id, row)
          else rows.delete(id)
        }
      }
      known.revision = event.revision
    }
    return misfit
  }

  return async (events, before) => {
    const [first] = events
    if (!first) return
    const name = `${first.aggregate}-${first.aggregateId}`
    let known = remembered.get(name)
    if (known?.revision !== first.revision - 1) {
      known = { revision: -1, rows: new Map() }
      // What stands in the log already is no reason to refuse what comes.
      if (first.revision > 0) advance(known, await before())
    }
    remembered.delete(name)
    const misfit = advance(known, events)
    if (misfit)
      refuse('command.does-not-fit', `This cannot be kept: ${misfit.error}.`, { field: misfit.field })
    remembered.set(name, known)
  }
}

function entryOf(event: RecordedEvent): Entry {
  const { id, type, aggregate, aggregateId, recordedAt } = event
  const stream = `${aggregate}-${aggregateId}`
  return { position: 0, recordedAt, id, type, stream, event, unreadable: undefined }
}
