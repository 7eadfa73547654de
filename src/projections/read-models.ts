import type { RecordedEvent } from '../domain/event.ts'
import type { EventCodec } from '../platform/log/codec.ts'
import type { Position } from '../platform/log/event-store.ts'
import { noMasks, type Principal } from '../platform/people/permissions.ts'
import { type Pg, snake, whileAway } from '../platform/pg/pg.ts'
import type { Database } from '../platform/pg/readers.ts'
import { type Clock, systemClock } from '../platform/process/clock.ts'
import type { Log as Logger } from '../platform/process/log.ts'
import { changesAfter, pruneChanges } from './changes.ts'
import { takeOver } from './checkpoint.ts'
import { hasHad } from './event-index.ts'
import { dropMaskedViews, isMissingView, maskedViews, type Side } from './masks.ts'
import type { AnyProjection } from './projection.ts'
import { readQuarantine } from './quarantine.ts'
import type { Progress } from './rebuild.ts'
import { refold } from './refold.ts'
import { renew } from './renew.ts'
import { resume } from './resume.ts'
import { type Commit, Worker } from './run.ts'
import { migrateReadModels } from './schema.ts'
import { createSqlAccess, type SqlAccess } from './sql-access.ts'
import { type ReadModelsStatus, statusOf } from './status.ts'
import type { Log } from './store.ts'
import { modelOf } from './tables.ts'
import type { Change } from './write.ts'

export interface ReadModelsOptions {
  pg: Pg
  store: Log
  codec: EventCodec
  projections: readonly AnyProjection[]
  log: Logger
  clock?: Clock
  /** How many changes are kept for those who come back; 100,000 unless told. */
  keepChanges?: number
  /** Rows of each model that are kept in memory for the next event; 2,000 unless told. */
  cachedRows?: number
  /** Rows that a rebuild keeps in memory, of all models together; 120,000 unless told. */
  rebuildRows?: number
  /** Told when another worker moves the read models on in our place. */
  onTakenOver?: (() => void) | undefined
}

export interface ReadOptions {
  /** ISO-8601 UTC; undefined: now. */
  asOf?: string | undefined
  /** Whether `asOf` means what had happened by then, or what was known by then. */
  basis?: 'occurred' | 'recorded' | undefined
}

export interface ReadModels {
  /**
   * Migrates, takes over from any other worker, rebuilds what has a new version, and follows the log.
   * @throws WrongLog when the read models belong to another event store or to a later state of this one.
   */
  start(options?: { onProgress?: (progress: Progress) => void }): Promise<void>
  stop(): Promise<void>
  /** Whether everything up to the position is readable, at the latest after this time. */
  waitFor(position: bigint, timeoutMs: number): Promise<boolean>
  /** What is announced is readable. Returns how to stop listening. */
  onCommitted(listener: (commit: Commit) => void): () => void
  /** The position up to which everything is readable; undefined while the log is empty. */
  position(): bigint | undefined
  status(): Promise<ReadModelsStatus>
  /** The ids of the records that lack what an event said, because this model passes over it. */
  incomplete(model: string): ReadonlySet<string>
  /** Of these models, those that do not show what the log holds, and up to which position they do. */
  stale(models: readonly string[]): readonly { model: string; position: bigint }[]
  /** Lets a failed projection go on. @throws when there is none of that name. */
  resume(name: string): Promise<ReadModelsStatus['projections'][number]>
  /** Builds projections anew from the log, all of them unless named, while the old tables serve. */
  rebuild(names?: readonly string[], onProgress?: (progress: Progress) => void): Promise<void>
  /**
   * Folds anew what these events have made, now and in the past, and takes out what those made that are gone from these
   * positions of the log; returns the tables in `rm` that it changed.
   */
  refold(events: readonly RecordedEvent[], gone?: readonly Position[]): Promise<string[]>
  /** Runs queries as this reader, now or as of an instant; names are camelCase. */
  read<T>(
    principal: Pick<Principal, 'keys'> & Partial<Pick<Principal, 'masks'>>,
    options: ReadOptions,
    work: (db: Database) => Promise<T>,
  ): Promise<T>
  /** Who reads in SQL of their own. */
  sql: SqlAccess
  /** Told when tables were made anew, and what stood on them is gone. Returns how to stop listening. */
  onRebuilt(listener: () => void): () => void
  /** @throws ResumeTooOld */
  changesAfter(position: bigint, limit: number): Promise<Change[]>
}

const pruneEvery = 10_000

/** The read side: folds of the log in Postgres, readable by whom they are for, now and as of any instant. */
export function createReadModels(options: ReadModelsOptions): ReadModels {
  const { pg, store, codec, projections, log, clock = systemClock, keepChanges = 100_000 } = options
  const { cachedRows = 2_000, rebuildRows = 120_000 } = options
  const models = projections.map(modelOf)
  const byName = new Map(models.map((model) => [model.name, model]))
  if (new Set(models.map(({ table }) => table)).size < models.length)
    throw new Error('two projections have the same name')
  const { onTakenOver } = options
  const worker = new Worker(
    { pg, store, codec, aside: [], log, clock, cachedRows, rebuildRows, onTakenOver },
    models,
  )
  const lookAside = async () => {
    worker.context.aside = await readQuarantine(store, codec)
  }

  const masked = maskedViews(pg, models)
  const rebuilt = new Set<() => void>()
  let written = 0
  worker.onCommitted(({ changes }) => {
    written += changes.length
    if (written < pruneEvery) return
    written = 0
    pruneChanges(pg, keepChanges).catch((error: unknown) =>
      log.warn({ error }, 'old changes could not be removed'),
    )
  })

  function liveOf(name: string) {
    const live = worker.lives.find(({ model }) => model.name === name)
    if (!live) throw new Error(`there is no projection ${name}`)
    return live
  }

  return {
    async start({ onProgress } = {}) {
      await migrateReadModels(pg)
      await lookAside()
      const last = await store.lastPosition()
      const identity = await store.identity()
      const turn = await whileAway(() =>
        takeOver(pg, {
          identity,
          last: last === undefined ? undefined : Number(last),
          hasHad: (position) => hasHad(pg, store, position),
        }),
      )
      worker.begin(turn)
      await dropMaskedViews(pg)
      await renew(
        worker,
        worker.lives.filter(({ inPlace }) => !inPlace),
        onProgress,
      )
      worker.follow()
    },
    stop: () => worker.stop(),
    waitFor: (position, timeoutMs) => worker.waitFor(position, timeoutMs),
    onCommitted: (listener) => worker.onCommitted(listener),
    position() {
      const { position } = worker.checkpoint
      return position === undefined ? undefined : BigInt(position)
    },
    status: () => statusOf(worker),
    incomplete: (name) => {
      const here = worker.context.aside.filter(({ model }) => model === name)
      return new Set(here.map(({ stream }) => stream.slice(stream.indexOf('-') + 1)))
    },
    stale(names) {
      const { position: reached } = worker.checkpoint
      return worker.lives
        .filter(({ model, standing }) => {
          const isStale = standing.state === 'failed' || worker.trouble !== undefined
          return isStale && names.includes(model.name)
        })
        .map(({ model, standing }) => {
          const position = standing.state === 'failed' ? standing.position : reached
          return { model: model.name, position: BigInt(position ?? -1) }
        })
    },
    async resume(name) {
      const live = liveOf(name)
      await worker.repair.run(async () => {
        await lookAside()
        await resume(worker, live)
      })
      const { projections: all } = await statusOf(worker)
      const found = all.find((one) => one.name === name)
      if (!found) throw new Error(`there is no projection ${name}`)
      return found
    },
    rebuild: (names = models.map(({ name }) => name), onProgress) =>
      worker.repair.run(async () => {
        await lookAside()
        await renew(worker, names.map(liveOf), onProgress)
        for (const listener of rebuilt) listener()
      }),
    sql: createSqlAccess(pg, models),
    onRebuilt(listener) {
      rebuilt.add(listener)
      return () => rebuilt.delete(listener)
    },
    refold: (events, gone) => worker.repair.run(() => refold(worker, events, gone)),
    async read({ keys, masks = noMasks }, { asOf, basis }, work) {
      const side: Side = asOf === undefined ? '' : basis === 'recorded' ? '_asof_recorded' : '_asof'
      const use = async (schema: string) =>
        pg.readers.use({ keys, schema, ...(asOf !== undefined && { asOf }) }, work)
      const schema = await masked.schemaOf(masks, side)
      if (schema === undefined) return use(side === '' ? 'rm' : side.slice(1))
      try {
        return await use(schema)
      } catch (error) {
        if (!isMissingView(error)) throw error
        masked.forget()
        return use((await masked.schemaOf(masks, side)) ?? schema)
      }
    },
    changesAfter: (position, limit) => changesAfter(pg, byName, position, limit),
  }
}

/** One number for all rows of a projection and their history: equal content gives an equal sum. */
export async function checksum(pg: Pg, projection: Pick<AnyProjection, 'name'>): Promise<string> {
  const table = `rm.${snake(projection.name)}`
  const { rows } = await pg.owner.query<{ sum: string }>(
    `select string_agg(part, ' ' order by part) as sum from (
       select 'now ' || count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) from ${table} t
       union all
       select 'past ' || count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) from ${table}_past t
     ) as parts(part)`,
  )
  return rows[0]?.sum ?? ''
}
