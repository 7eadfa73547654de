import type { RecordedEvent } from '../domain/event.ts'
import type { Kept } from './projection.ts'
import type { Model } from './tables.ts'
import { instantOf, isUuid, normalised } from './values.ts'

/** A row as the machine holds it: the declared columns and what is kept beside them. */
export type Row = Record<string, unknown> & Kept

/** One event of the log on its way into the models. */
export interface Entry {
  position: number
  /** When it was recorded; never earlier than the entry before. */
  recordedAt: string
  id: string
  type: string
  stream: string
  /** In its newest shape; undefined when it is not ours or cannot be read. */
  event: RecordedEvent | undefined
  /** Why it cannot be read. */
  unreadable?: string
}

/** A version that another one has replaced. */
export interface Superseded {
  row: Row
  occurredTo: string
  recordedTo: string
}

/** What one event did to one row. */
export interface RowChange {
  position: number
  model: string
  id: string
  op: 'upsert' | 'remove'
  /** The row after; undefined when it is gone. */
  row: Row | undefined
  /** Who saw the row before or sees it now. */
  grants: string[]
  recordedAt: string
  event: RecordedEvent
}

/** Where and why a projection stopped. */
export interface Failure {
  event: { id: string; type: string; stream: string; position: number }
  error: string
}

/** What a run of events makes of the rows of one model. */
export interface Folded {
  /** The rows touched, as they are now; null: removed. */
  rows: Map<string, Row | null>
  past: Superseded[]
  /** When removed rows ended, by occurrence. */
  removed: Map<string, string>
  changes: RowChange[]
  /** Set when an event could not be folded: nothing from that event on is included. */
  failure?: Failure
}

/** What no events make of any model. */
export function nothing(): Folded {
  return { rows: new Map(), past: [], removed: new Map(), changes: [] }
}

/** The rows before, by id, and when rows that are no more ended. */
export interface Before {
  row: (id: string) => Row | undefined
  removedAt: (id: string) => string | undefined
}

/**
 * The ids of the rows that an event may touch in this model: by its fold, and by moving the revision of the row of
 * its own aggregate.
 */
export function touched({ projection, own }: Model, event: RecordedEvent): ReadonlySet<string> {
  const keyed = projection.on[event.type]
  const found = keyed?.key(event as never)
  const keys = new Set(typeof found === 'string' ? [found] : found)
  for (const key of keys)
    if (!isUuid(key)) throw new TypeError(`the key ${JSON.stringify(key)} is not a UUID; derive one from it`)
  if (own.has(event.aggregate)) keys.add(event.aggregateId)
  return keys
}

/** Folds events, in the order of the log, into the rows of one model. Pure; stops before an event that fails. */
export function fold(model: Model, entries: readonly Entry[], before: Before): Folded {
  const folded = nothing()
  for (const entry of entries) {
    try {
      if (entry.unreadable !== undefined) {
        if (concerns(model, entry.type)) throw new Error(entry.unreadable)
      } else if (entry.event) {
        for (const step of stepsOf(model, entry, entry.event, folded, before)) apply(model, folded, step)
      }
    } catch (error) {
      const { id, type, stream, position } = entry
      folded.failure = {
        event: { id, type, stream, position },
        error: error instanceof Error ? error.message : String(error),
      }
      break
    }
  }
  return folded
}

/** Whether the model folds events of this type as stored (`quote.accepted.v1`). */
function concerns({ projection, own }: Model, wireType: string): boolean {
  const type = wireType.replace(/\.v\d+$/, '')
  return type in projection.on || own.has(type.slice(0, type.indexOf('.')))
}

interface Step {
  id: string
  before: Row | undefined
  /** null: removed. */
  after: Row | null
  /** Only the revision moved: no new version. */
  moved: boolean
  entry: Entry
  event: RecordedEvent
  occurredAt: string
}

/** All of an event's steps before any is applied, so that an event that fails half-way leaves nothing. */
function stepsOf(model: Model, entry: Entry, event: RecordedEvent, folded: Folded, known: Before): Step[] {
  const keyed = model.projection.on[event.type]
  if (!keyed && !model.own.has(event.aggregate)) return []
  const steps: Step[] = []
  for (const id of touched(model, event)) {
    const current = folded.rows.get(id)
    const before = current === null ? undefined : (current ?? known.row(id))
    const isOwn = id === event.aggregateId
    const after =
      keyed && keyOf(keyed.key(event as never), id)
        ? keyed.fold(before as never, event as never, id)
        : undefined
    if (after === undefined || after === before) {
      if (isOwn && before && before.revision < event.revision)
        steps.push(stepTo({ ...before, revision: event.revision }, true))
    } else if (after !== null || before) {
      const occurredAt = latest(
        instantOf(event.occurredAt) ?? entry.recordedAt,
        before?.updatedAt ?? folded.removed.get(id) ?? known.removedAt(id),
      )
      const row =
        after === null
          ? null
          : rowOf(model, after as Readonly<Record<string, unknown>>, {
              id,
              before,
              entry,
              event,
              isOwn,
              occurredAt,
            })
      steps.push(stepTo(row, false, occurredAt))
    }

    function stepTo(row: Row | null, moved: boolean, occurredAt = ''): Step {
      return { id, before, after: row, moved, entry, event, occurredAt }
    }
  }
  return steps
}

function keyOf(keys: string | readonly string[] | undefined, id: string): boolean {
  return typeof keys === 'string' ? keys === id : (keys?.includes(id) ?? false)
}

function latest(instant: string, other: string | undefined): string {
  return other !== undefined && other > instant ? other : instant
}

function rowOf(
  model: Model,
  values: Readonly<Record<string, unknown>>,
  {
    id,
    before,
    entry,
    event,
    isOwn,
    occurredAt,
  }: Pick<Step, 'id' | 'before' | 'entry' | 'event' | 'occurredAt'> & { isOwn: boolean },
): Row {
  const row: Row = {
    id,
    revision: isOwn ? event.revision : (before?.revision ?? 0),
    position: entry.position,
    createdAt: before?.createdAt ?? occurredAt,
    updatedAt: occurredAt,
    recordedAt: entry.recordedAt,
    grants: [],
  }
  for (const column of model.declared) row[column.name] = normalised(column, values[column.name])
  row.grants = [...new Set(model.projection.grants(row as never))]
  return row
}

function apply(
  { name }: Model,
  folded: Folded,
  { id, before, after, moved, entry, event, occurredAt }: Step,
) {
  folded.rows.set(id, after)
  if (moved) return
  const { position, recordedAt } = entry
  if (before) folded.past.push({ row: before, occurredTo: occurredAt, recordedTo: recordedAt })
  if (after) folded.removed.delete(id)
  else folded.removed.set(id, occurredAt)
  folded.changes.push({
    position,
    model: name,
    id,
    op: after ? 'upsert' : 'remove',
    row: after ?? undefined,
    grants:
      before && after ? [...new Set([...before.grants, ...after.grants])] : ((after ?? before)?.grants ?? []),
    recordedAt,
    event,
  })
}
