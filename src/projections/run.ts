import { setTimeout as sleep } from 'node:timers/promises'
import type { EventCodec } from '../platform/log/codec.ts'
import { positionOf } from '../platform/log/event-store.ts'
import { follow } from '../platform/log/follow.ts'
import { isAboutData, type Pg, whileAway } from '../platform/pg/pg.ts'
import type { Clock } from '../platform/process/clock.ts'
import { condition } from '../platform/process/condition.ts'
import type { Log as Logger } from '../platform/process/log.ts'
import { mutex } from '../platform/process/mutex.ts'
import { RowCache } from './cache.ts'
import { type Checkpoint, isCurrent, isTakenOver, reread, TakenOver, type Turn } from './checkpoint.ts'
import {
  feedOf,
  foldAll,
  type Live,
  type Outcome,
  refused,
  running,
  standingAfter,
  writeAll,
} from './commit.ts'
import { type Entry, nothing } from './fold.ts'
import type { Lost } from './lost.ts'
import type { Aside } from './quarantine.ts'
import { entriesOf, type Log } from './store.ts'
import type { Model } from './tables.ts'
import type { Change } from './write.ts'

/** What one transaction has made readable. */
export interface Commit {
  position: bigint
  changes: readonly Change[]
}

export interface Context {
  pg: Pg
  store: Log
  codec: EventCodec
  /** The events that are set aside, as the log had them when it was last looked. */
  aside: readonly Aside[]
  log: Logger
  clock: Clock
  /** Rows of each model that the worker keeps in memory. */
  cachedRows: number
  /** Rows that a rebuild keeps in memory, of all models together. */
  rebuildRows: number
  onTakenOver: (() => void) | undefined
}

/** Events of one transaction at most: more are taken only when the worker is behind. */
const batchSize = 1_000

/** The one worker that folds the log into the models; everything that writes to them goes through its lock. */
export class Worker {
  readonly context: Context
  readonly lives: readonly Live[]
  /** Held by whoever moves the models on. */
  readonly lock = mutex()
  /** Held for rebuilding and resuming, one at a time. */
  readonly repair = mutex()
  readonly #stop = new AbortController()
  readonly #listeners = new Set<(commit: Commit) => void>()
  readonly #progress = condition()
  #checkpoint: Checkpoint = { epoch: 0, position: undefined, recordedAt: '' }
  #following: Promise<void> = Promise.resolve()
  /** Of each model, the records that the log no longer has; a rebuild has dropped them. */
  lost: ReadonlyMap<string, Lost> = new Map()
  /** Why nothing moves, while that is so. */
  trouble: string | undefined
  /** Whether the end of the log was reached once. */
  live = false
  following = false

  constructor(context: Context, models: readonly Model[]) {
    this.context = context
    this.lives = models.map((model) => ({
      model,
      standing: running,
      cache: new RowCache(context.cachedRows),
      removes: true,
      rebuilding: false,
      inPlace: false,
    }))
  }

  get checkpoint(): Readonly<Checkpoint> {
    return this.#checkpoint
  }

  get signal(): AbortSignal {
    return this.#stop.signal
  }

  /** Sets where the turn begins, as the database has it. */
  begin({ checkpoint, known, removing, lost }: Turn): void {
    this.#checkpoint = checkpoint
    this.lost = lost
    for (const live of this.lives) {
      const before = known.find(({ name }) => name === live.model.name)
      live.inPlace = isCurrent(live.model, before)
      if (before && live.inPlace) live.standing = before
      live.removes = removing.has(live.model.name)
    }
  }

  /** Takes note of where the database now stands. */
  moved(position: number, recordedAt: string): void {
    this.#checkpoint = { ...this.#checkpoint, position, recordedAt }
    this.#progress.changed()
  }

  follow(): void {
    this.following = true
    this.#following = this.#follow()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#following
    await this.lock.run(async () => {})
    this.#progress.end()
  }

  /** Whether everything up to this position is readable, at the latest after this time. */
  async waitFor(position: bigint, timeoutMs: number): Promise<boolean> {
    return this.#progress.until(() => (this.#checkpoint.position ?? -1) >= Number(position), timeoutMs)
  }

  /** Calls the listener after each commit, in order. */
  onCommitted(listener: (commit: Commit) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #announce(commit: Commit): void {
    for (const listener of this.#listeners) {
      try {
        listener(commit)
      } catch (error) {
        this.context.log.error({ error }, 'a listener of the read models failed')
      }
    }
  }

  #follow(): Promise<void> {
    const { store, log, onTakenOver } = this.context
    return follow({
      feed: store,
      signal: this.signal,
      maxBatch: batchSize,
      after: () => {
        const { position } = this.#checkpoint
        return position === undefined ? undefined : positionOf(position)
      },
      take: async ({ events, live }) => {
        await this.lock.run(() => this.#advance(entriesOf(this.context, events, this.#checkpoint)))
        this.live = live
        this.trouble = undefined
      },
      interrupted: (error) => {
        this.trouble = error instanceof Error ? error.message : String(error)
        if (!isTakenOver(error)) {
          log.warn({ error: this.trouble }, 'following the log was interrupted')
          return true
        }
        log.fatal('another worker has taken over the read models; this one stops')
        this.#stop.abort()
        this.#progress.end()
        onTakenOver?.()
        return false
      },
    })
  }

  /** Folds the next entries into all running models. */
  async #advance(entries: readonly Entry[]): Promise<void> {
    const { pg, log } = this.context
    const to = entries.at(-1)?.position
    if (to === undefined) return
    for (let pause = 50; ; pause = Math.min(pause * 2, 5_000)) {
      let outcomes: Outcome[] = []
      try {
        outcomes = await whileAway(() => foldAll(pg, this.#running(), entries), { signal: this.signal })
        await this.#commit(outcomes, entries)
        return
      } catch (error) {
        if (isTakenOver(error) || this.signal.aborted) throw error
        this.#forget()
        if (isAboutData(error)) return await this.#isolate(entries, outcomes)
        // The outcome may be unknown: what the database says counts.
        const at = await whileAway(() => reread(pg.owner, this.#checkpoint.epoch), { signal: this.signal })
        if (at === to) return this.#committed(outcomes, feedOf(outcomes, this.#resets(), entries), entries)
        if (at !== this.#checkpoint.position) throw new TakenOver()
        this.trouble = error instanceof Error ? error.message : String(error)
        log.warn({ error: this.trouble }, 'a batch could not be written; it is tried again')
        await sleep(pause, undefined, { signal: this.signal })
      }
    }
  }

  /** Postgres refuses something in this batch: one event at a time shows which projection fails on which. */
  async #isolate(entries: readonly Entry[], outcomes: readonly Outcome[]): Promise<void> {
    const [first, ...others] = entries
    if (first && others.length === 0) {
      const { pg } = this.context
      const tried = await whileAway(() => refused(pg, this.#checkpoint.epoch, outcomes, first))
      return this.#commit(tried, entries)
    }
    for (const entry of entries) await this.#advance([entry])
  }

  async #commit(outcomes: readonly Outcome[], entries: readonly Entry[]): Promise<void> {
    const last = entries.at(-1)
    if (!last) return
    const resets = this.#resets()
    const feed = feedOf(outcomes, resets, entries)
    const parts = outcomes.map((outcome) => ({
      ...outcome,
      standing: standingAfter(outcome, entries, this.#checkpoint),
    }))
    const told = resets
      .filter((live) => !parts.some((part) => part.live === live && part.standing))
      .map((live) => ({ live, folded: nothing(), standing: { ...live.standing, reset: false } }))
    const { epoch, position: from } = this.#checkpoint
    const guard = { epoch, from, to: last.position, recordedAt: last.recordedAt }
    await writeAll(this.context.pg, guard, [...parts, ...told], feed)
    this.#committed(outcomes, feed, entries)
  }

  #committed(outcomes: readonly Outcome[], changes: readonly Change[], entries: readonly Entry[]): void {
    const last = entries.at(-1)
    if (!last) return
    for (const live of this.lives) if (live.standing.reset) live.standing = { ...live.standing, reset: false }
    for (const outcome of outcomes) {
      const { live, folded } = outcome
      for (const [id, row] of folded.rows) live.cache.set(id, row)
      if (folded.removed.size > 0) live.removes = true
      const standing = standingAfter(outcome, entries, this.#checkpoint)
      if (standing) {
        live.standing = standing
        const { failure } = standing
        this.context.log.error(
          { projection: live.model.name, failure },
          'a projection has stopped; the others go on',
        )
      }
    }
    this.moved(last.position, last.recordedAt)
    if (changes.length > 0) this.#announce({ position: BigInt(last.position), changes })
  }

  #running(): Live[] {
    return this.lives.filter(({ standing }) => standing.state === 'running')
  }

  #resets(): Live[] {
    return this.lives.filter(({ standing }) => standing.reset)
  }

  #forget(): void {
    for (const { cache } of this.lives) cache.clear()
  }
}
