import { isAboutData, type Pg } from '../platform/pg/pg.ts'
import type { RowCache } from './cache.ts'
import {
  type Before,
  type Entry,
  type Failure,
  type Folded,
  fold,
  nothing,
  type RowChange,
  touched,
} from './fold.ts'
import type { Model } from './tables.ts'
import {
  type Change,
  feedEvent,
  type Guard,
  load,
  loadRemoved,
  type Part,
  type Standing,
  write,
} from './write.ts'

/** A model with what the worker remembers of it. */
export interface Live {
  model: Model
  standing: Standing
  cache: RowCache
  /** Whether rows of it were ever removed. */
  removes: boolean
  rebuilding: boolean
  /** Whether the tables in use are of this version. */
  inPlace: boolean
}

export const running: Standing = {
  state: 'running',
  position: null,
  recordedAt: null,
  failure: null,
  reset: false,
}

/** What a batch makes of one model. */
export interface Outcome {
  live: Live
  folded: Folded
}

/** Folds a batch into each of these models, with one query a table for the rows that are not at hand. */
export async function foldAll(pg: Pg, lives: readonly Live[], entries: readonly Entry[]): Promise<Outcome[]> {
  const outcomes = await Promise.all(
    lives.map(async (live) => ({
      live,
      folded: fold(live.model, entries, await rowsBefore(pg, live, entries)),
    })),
  )
  return outcomes.filter(({ folded }) => folded.rows.size > 0 || folded.failure)
}

async function rowsBefore(
  pg: Pg,
  { model, cache, removes }: Live,
  entries: readonly Entry[],
): Promise<Before> {
  const wanted = new Set<string>()
  const made = new Set<string>()
  for (const { event } of entries) {
    if (!event) continue
    // A stream's first event makes its row, unless events of other streams may have made it before.
    if (event.revision === 0 && model.plain && !removes && model.own.has(event.aggregate))
      made.add(event.aggregateId)
    try {
      for (const id of touched(model, event)) if (!cache.get(id) && !made.has(id)) wanted.add(id)
    } catch {
      // The fold meets the same error at the same event, and reports it.
      break
    }
  }
  if (wanted.size === 0) return { row: (id) => cache.get(id), removedAt: () => undefined }
  const loaded = new Map((await load(pg.owner, 'rm', model, [...wanted])).map((row) => [row.id, row]))
  const missing = removes ? [...wanted].filter((id) => !loaded.has(id)) : []
  const removed = await loadRemoved(pg.owner, model, missing)
  return { row: (id) => cache.get(id) ?? loaded.get(id), removedAt: (id) => removed.get(id) }
}

/** Where a model stands after a batch: as before, unless it failed on the way. */
export function standingAfter(
  { folded }: Pick<Outcome, 'folded'>,
  entries: readonly Entry[],
  start: { position: number | undefined; recordedAt: string },
): Standing | undefined {
  const { failure } = folded
  if (!failure) return undefined
  const last = entries.findLast(({ position }) => position < failure.event.position)
  return {
    state: 'failed',
    position: last?.position ?? start.position ?? null,
    recordedAt: last?.recordedAt ?? (start.recordedAt || null),
    failure,
    reset: false,
  }
}

/** The changes feed of a batch, in the order of the log; models that are to be read anew come first. */
export function feedOf(
  outcomes: readonly Outcome[],
  resets: readonly Live[],
  entries: readonly Entry[],
): Change[] {
  const first = entries[0]
  const told = first ? resets.map(({ model }) => resetOf(model.name, first)) : []
  const changes = outcomes
    .flatMap(({ folded }) => folded.changes.map(changeOf))
    .sort((a, b) => a.position - b.position)
  const feed = [...told, ...changes]
  let before: Change | undefined
  for (const change of feed) {
    change.ordinal = before?.position === change.position ? before.ordinal + 1 : 0
    before = change
  }
  return feed
}

function changeOf({ model, id, before, after, entry, event }: RowChange): Change {
  return {
    position: entry.position,
    ordinal: 0,
    model,
    id,
    op: after ? 'upsert' : 'remove',
    // Whoever saw the row before has to hear of it as much as whoever sees it now.
    grants: [...new Set([...(before?.grants ?? []), ...(after?.grants ?? [])])],
    event: feedEvent(event),
    recordedAt: entry.recordedAt,
    row: after ?? null,
  }
}

/** Tells those who follow a model that everything in it may have changed. */
function resetOf(model: string, { position, recordedAt }: { position: number; recordedAt: string }): Change {
  const grants = ['everyone']
  return { position, ordinal: 0, model, id: null, op: 'reset', grants, event: null, recordedAt, row: null }
}

/** Writes what was folded; `guard` says for whom. */
export function writeAll(
  pg: Pg,
  guard: Guard,
  outcomes: readonly (Outcome & { standing: Standing | undefined })[],
  feed: readonly Change[],
): Promise<void> {
  const parts = outcomes.map(
    ({ live, folded, standing }): Part => ({ model: live.model, folded, ...(standing && { standing }) }),
  )
  return write(pg.owner, guard, parts, feed)
}

/**
 * Which of the outcomes of one event Postgres refuses, tried one by one in transactions that are rolled back; they
 * are returned as failures of their projections.
 */
export async function refused(
  pg: Pg,
  epoch: number,
  outcomes: readonly Outcome[],
  entry: Entry,
): Promise<Outcome[]> {
  const tried: Outcome[] = []
  for (const outcome of outcomes) {
    const error = await trial(pg, epoch, outcome)
    if (error === undefined) tried.push(outcome)
    else if (!entry.setAside?.has(outcome.live.model.name))
      tried.push({ live: outcome.live, folded: failed(entry, error) })
  }
  return tried
}

async function trial(pg: Pg, epoch: number, { live, folded }: Outcome): Promise<string | undefined> {
  const undo = new Error('only a trial')
  try {
    await pg.transaction(async (client) => {
      await write(client, { epoch }, [{ model: live.model, folded }], [])
      throw undo
    })
  } catch (error) {
    if (error === undo) return undefined
    if (isAboutData(error)) return error instanceof Error ? error.message : String(error)
    throw error
  }
  return undefined
}

function failed({ id, type, stream, position }: Entry, error: string): Folded {
  const failure: Failure = { event: { id, type, stream, position }, error }
  return { ...nothing(), failure }
}
