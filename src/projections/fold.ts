import { isDeepStrictEqual } from 'node:util'
import { parseWireType, type RecordedEvent } from '../domain/event.ts'
import { instantOf } from '../domain/values/instant.ts'
import { isUuid } from '../platform/process/ids.ts'
import type { Model, Row } from './tables.ts'
import { Misfit, normalised } from './values.ts'

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
  unreadable: string | undefined
  /** The models that pass over it where they cannot fold it: an operator has set it aside for them. */
  setAside?: ReadonlySet<string> | undefined
}

/** A version that another one has replaced. */
export interface Superseded {
  row: Row
  occurredTo: string
  recordedTo: string
}

/** What one event did to one row; not both sides are undefined. */
export interface RowChange {
  model: string
  id: string
  before: Row | undefined
  after: Row | undefined
  entry: Entry
  event: RecordedEvent
}

/** Where and why a projection stopped. */
export interface Failure {
  event: { id: string; type: string; stream: string; position: number }
  error: string
  /** The column that could not hold what the event says, where that is why. */
  field?: string
}

/** What a run of events makes of the rows of one model. */
export interface Folded {
  /** The rows touched, as they are now; null: removed. */
  rows: Map<string, Row | null>
  past: Superseded[]
  /** When removed rows ended, by occurrence. */
  removed: Map<string, string>
  /** The grants of rows that others see than before: their past versions go with them. */
  regranted: Map<string, readonly string[]>
  changes: RowChange[]
  /** Set when an event could not be folded: nothing from that event on is included. */
  failure?: Failure
}

/** What no events make of any model. */
export function nothing(): Folded {
  return { rows: new Map(), past: [], removed: new Map(), regranted: new Map(), changes: [] }
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
export function touched(model: Model, event: RecordedEvent): readonly string[] {
  const keys = keysOf(model, event)
  return !model.own.has(event.aggregate) || keys.includes(event.aggregateId)
    ? keys
    : [...keys, event.aggregateId]
}

/** The ids of the rows that an event is folded into, each once. */
function keysOf({ projection }: Model, event: RecordedEvent): readonly string[] {
  const keys = projection.on[event.type]?.key(event as never)
  if (keys === undefined) return []
  if (typeof keys === 'string') return [checkedKey(keys, event)]
  return [...new Set(keys)].map((key) => checkedKey(key, event))
}

function checkedKey(key: string, { aggregateId }: RecordedEvent): string {
  if (key !== aggregateId && !isUuid(key))
    throw new TypeError(`the key ${JSON.stringify(key)} is not a UUID; derive one from it`)
  return key
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
      if (entry.setAside?.has(model.name)) {
        passOver(model, entry, folded, before)
        continue
      }
      const { id, type, stream, position } = entry
      folded.failure = {
        event: { id, type, stream, position },
        error: error instanceof Error ? error.message : String(error),
        ...(error instanceof Misfit && { field: error.column }),
      }
      break
    }
  }
  return folded
}

/** The row is left as it is, but for its revision, which is that of its aggregate. */
function passOver(model: Model, entry: Entry, folded: Folded, known: Before): void {
  const { event } = entry
  if (!event) return
  const { aggregateId: id } = event
  const step = moved(model, id, rowBefore(id, folded, known), entry, event)
  if (step) apply(model, folded, step)
}

/** Whether the model folds events of this type as stored (`quote.accepted.v1`). */
function concerns({ projection, own }: Model, wireType: string): boolean {
  const { type } = parseWireType(wireType) ?? {}
  return type !== undefined && (type in projection.on || own.has(type.slice(0, type.indexOf('.'))))
}

interface Step {
  id: string
  before: Row | undefined
  /** Whether there was a row before the last removal. */
  cameAgain: boolean
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
  const keys = keysOf(model, event)
  const steps = keys.map((id) => {
    const before = rowBefore(id, folded, known)
    const after = keyed?.fold(before as never, event as never, id)
    if (after === undefined || after === before || (after === null && !before))
      return moved(model, id, before, entry, event)
    const removedAt = before ? undefined : (folded.removed.get(id) ?? known.removedAt(id))
    const occurredAt = latest(occurredAtOf(event) ?? entry.recordedAt, before?.updatedAt ?? removedAt)
    const row = after && rowOf(model, after as Values, { id, before, entry, event, occurredAt })
    const cameAgain = removedAt !== undefined
    return { id, before, cameAgain, after: row, moved: false, entry, event, occurredAt }
  })
  const { aggregateId } = event
  if (!keys.includes(aggregateId))
    steps.push(moved(model, aggregateId, rowBefore(aggregateId, folded, known), entry, event))
  return steps.filter((step) => step !== undefined)
}

/** Undefined where an event does not say. @throws for an instant that no table could hold. */
function occurredAtOf({ occurredAt }: RecordedEvent): string | undefined {
  const told: unknown = occurredAt
  if (told === undefined || told === null || told === '') return undefined
  const at = typeof told === 'string' ? instantOf(told) : undefined
  if (at === undefined) throw new Misfit('occurredAt', `cannot be ${JSON.stringify(told)}`)
  return at
}

function rowBefore(id: string, folded: Folded, known: Before): Row | undefined {
  const current = folded.rows.get(id)
  return current === null ? undefined : (current ?? known.row(id))
}

function isOwn(model: Model, id: string, { aggregate, aggregateId }: RecordedEvent): boolean {
  return id === aggregateId && model.own.has(aggregate)
}

/** The row's own aggregate has gone on without a change to the row. */
function moved(
  model: Model,
  id: string,
  before: Row | undefined,
  entry: Entry,
  event: RecordedEvent,
): Step | undefined {
  if (!before || !isOwn(model, id, event) || before.revision >= event.revision) return undefined
  const after = { ...before, revision: event.revision }
  return { id, before, cameAgain: false, after, moved: true, entry, event, occurredAt: before.updatedAt }
}

type Values = Readonly<Record<string, unknown>>

function latest(instant: string, other: string | undefined): string {
  return other !== undefined && other > instant ? other : instant
}

function rowOf(
  model: Model,
  values: Values,
  { id, before, entry, event, occurredAt }: Pick<Step, 'id' | 'before' | 'entry' | 'event' | 'occurredAt'>,
): Row {
  // A copy of a row that has all columns, because adding them one by one costs more than all the rest.
  const row: Row = { ...model.blank }
  row.id = id
  row.revision = isOwn(model, id, event) ? event.revision : (before?.revision ?? 0)
  row.position = entry.position
  row.createdAt = before?.createdAt ?? occurredAt
  row.updatedAt = occurredAt
  row.recordedAt = entry.recordedAt
  for (const column of model.declared) {
    const value = values[column.name]
    // What was not changed was checked before.
    row[column.name] = before && value === before[column.name] ? value : normalised(column, value)
  }
  row.grants = [...new Set(model.projection.grants(row as never))]
  return row
}

function apply(
  { name }: Model,
  folded: Folded,
  { id, before, cameAgain, after, moved, entry, event, occurredAt }: Step,
) {
  folded.rows.set(id, after)
  if (moved) return
  if (before) folded.past.push({ row: before, occurredTo: occurredAt, recordedTo: entry.recordedAt })
  if (after) {
    if (before ? !isDeepStrictEqual(before.grants, after.grants) : cameAgain)
      folded.regranted.set(id, after.grants)
    folded.removed.delete(id)
  } else folded.removed.set(id, occurredAt)
  folded.changes.push({ model: name, id, before, after: after ?? undefined, entry, event })
}
