import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { Batch, insertBatch } from './batch.ts'
import { createClient, isConnectionLoss, select } from './database.ts'
import { decide, streamsOf, type WriteRequest } from './decide.ts'
import { metastreamOf, type Outcome, type RecordedEvent, sizeOf } from './model.ts'
import { migrate } from './schema.ts'
import { isSoftDeleted, RecentIds, StreamStates } from './streams.ts'

export interface WriterOptions {
  databaseUrl: string
  pool: pg.Pool
  log: (message: string) => void
  /** Milliseconds that another process is waited for before it counts as staying. */
  lockPatience: number
  /** Called with each committed batch, in log order, before it is acknowledged. */
  written: (events: readonly { event: RecordedEvent; number: number }[]) => void
  /** Another process has taken over the log: this one must end. */
  fenced: (reason: string) => void
}

interface Pending {
  request: WriteRequest
  size: number
  deadline: number
  /** Undefined once it is answered. */
  answer: ((outcome: Outcome) => void) | undefined
}

/** Thrown when another process writes this log. */
export class Fenced extends Error {}

class Unreachable extends Error {}

const lockKey = 7_243_002
const maxBatchRequests = 1000
const maxBatchSize = 4 * 1024 * 1024
const maxBacklog = 64 * 1024 * 1024
const retryDelay = 100

/**
 * The one writer of the log. Writes queue up while a batch commits, and go into the next one (group commit). All
 * answers of a batch, refusals too, are given after its commit: they may rest on what it writes.
 */
export class LogWriter {
  private readonly options: WriterOptions
  private readonly states: StreamStates
  private readonly recent = new RecentIds()
  private queue: Pending[] = []
  private inFlight: Pending[] = []
  private backlog = 0
  private roomWaiters: (() => void)[] = []
  private running: Promise<void> | undefined
  private wanted: string[] = []
  private prefetching: Promise<void> | undefined
  private client: pg.Client | undefined
  private epoch = 0
  private lastPosition = 0
  private lastNumber = 0
  private lastCreated = 0
  /** Whether it was told that the clock is behind the log. */
  private tellsOldTime = false
  private stopped = false
  private readonly sweeper: NodeJS.Timeout

  constructor(options: WriterOptions) {
    this.options = options
    this.states = new StreamStates(options.pool)
    this.sweeper = setInterval(() => this.expire(), 50)
  }

  get position(): number {
    return this.lastPosition
  }

  get epochNumber(): number {
    return this.epoch
  }

  /** Becomes the writer of the log, or throws `Fenced` when another process is and stays it. */
  async open(): Promise<void> {
    const client = await this.whileAway(() => this.connect('any'))
    const { rows } = await select(
      client,
      'log-end',
      `select coalesce(max(position), 0), coalesce((select max(number) from eventstore.stream), 0),
              coalesce((select created from eventstore.event order by position desc limit 1), 0)
       from eventstore.event`,
      [],
    )
    const [position, number, created] = rows[0] ?? []
    this.lastPosition = Number(position)
    this.lastNumber = Number(number)
    this.lastCreated = Number(created)
  }

  /** @param deadline by `performance.now()`. */
  write(request: WriteRequest, deadline = Number.POSITIVE_INFINITY): Promise<Outcome> {
    if (this.stopped) return Promise.resolve({ kind: 'refused', reason: 'The event store is stopping.' })
    const events = request.kind === 'project' ? request.links.map(({ event }) => event) : request.events
    const size = events.reduce((sum, event) => sum + sizeOf(event), 500)
    this.backlog += size
    return new Promise((answer) => {
      this.queue.push({ request, size, deadline, answer })
      if (this.inFlight.length > 0) this.prefetch(request)
      this.running ??= this.run().finally(() => {
        this.running = undefined
      })
    })
  }

  /** Resolves when the backlog is small enough to take more: what makes senders wait while Postgres is away. */
  async room(): Promise<void> {
    while (this.backlog > maxBacklog && !this.stopped) {
      await new Promise<void>((resolve) => this.roomWaiters.push(resolve))
    }
  }

  /** Writes what is queued, then ends; waits no longer than `patience` ms for a database that is away. */
  async stop(patience: number): Promise<void> {
    await Promise.race([this.running, sleep(patience, undefined, { ref: false })])
    this.stopped = true
    clearInterval(this.sweeper)
    for (const pending of [...this.inFlight, ...this.queue]) settle(pending, { kind: 'timeout' })
    this.queue = []
    this.makeRoom()
    await this.client?.end().catch(() => {})
  }

  private async run(): Promise<void> {
    // Appends that arrive in the same turn of the event loop share the first batch.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.queue.length > 0 && !this.stopped) {
      try {
        await this.runBatch()
      } catch (error) {
        if (error instanceof Fenced) this.options.fenced(error.message)
        else this.options.log(`A batch failed: ${error instanceof Error ? error.stack : String(error)}`)
        this.finishBatch(() => ({ kind: 'refused', reason: reasonOf(error) }))
      }
    }
  }

  private async runBatch(): Promise<void> {
    this.takeBatch()
    await this.whileAway(() => this.loadStates())
    const batch = new Batch(this.lastPosition, this.lastNumber, this.created(), {
      states: this.states,
      recent: this.recent,
      pool: this.options.pool,
    })
    const outcomes: Outcome[] = []
    for (const [index, pending] of this.inFlight.entries()) {
      const outcome = await this.decide(pending, batch)
      if (outcome === 'later') {
        this.queue.unshift(...this.inFlight.splice(index))
        break
      }
      outcomes.push(outcome)
    }
    try {
      if (batch.entries.length > 0) await this.commit(batch)
    } catch (error) {
      this.states.forget(batch.touched)
      throw error
    }
    this.lastPosition = batch.lastPosition
    this.lastNumber = batch.lastNumber
    this.lastCreated = batch.created
    for (const { event } of batch.entries) this.recent.add(event)
    if (batch.entries.length > 0) this.options.written(batch.entries)
    this.finishBatch((index) => outcomes[index] ?? abandoned)
    this.states.trim()
  }

  /** Microseconds since 1970. Time does not go back in a log, also not when a clock that was wrong is set right. */
  private created(): number {
    const now = Date.now() * 1000
    const behind = Math.round((this.lastCreated - now) / 1_000_000)
    if (behind <= 1) this.tellsOldTime = false
    else if (!this.tellsOldTime) {
      this.tellsOldTime = true
      this.options.log(
        `The clock of this machine, ${isoOf(now)}, is ${behind} s behind the newest event: until it gets there, events ` +
          `are recorded as of ${isoOf(this.lastCreated)}.`,
      )
    }
    return Math.max(this.lastCreated, now)
  }

  /** Of one write; a fault in it is answered to its caller alone, as long as the batch holds nothing of it. */
  private async decide({ answer, request }: Pending, batch: Batch): Promise<Outcome | 'later'> {
    if (answer === undefined) return abandoned
    const { length } = batch.entries
    try {
      return await this.whileAway(() => decide(request, batch))
    } catch (error) {
      if (batch.entries.length > length) throw error
      this.options.log(`A write failed: ${error instanceof Error ? error.stack : String(error)}`)
      return { kind: 'refused', reason: reasonOf(error) }
    }
  }

  /** While one batch commits, looks up the streams of the next one. */
  private prefetch(request: WriteRequest): void {
    this.wanted.push(...streamsOf(request))
    this.prefetching ??= new Promise((resolve) => setImmediate(resolve))
      .then(() => this.states.load(this.wanted.splice(0)))
      // The batch itself will look again, and wait for the database if it must.
      .catch(() => {})
      .finally(() => {
        this.prefetching = undefined
      })
  }

  private takeBatch(): void {
    let size = 0
    let count = 0
    for (const pending of this.queue) {
      if (count > 0 && (count >= maxBatchRequests || size + pending.size > maxBatchSize)) break
      size += pending.size
      count++
    }
    this.inFlight = this.queue.splice(0, count)
  }

  private finishBatch(outcomeOf: (index: number) => Outcome): void {
    for (const [index, pending] of this.inFlight.entries()) {
      this.backlog -= pending.size
      settle(pending, outcomeOf(index))
    }
    this.inFlight = []
    this.makeRoom()
  }

  private makeRoom(): void {
    const waiters = this.roomWaiters
    this.roomWaiters = []
    for (const waiter of waiters) waiter()
  }

  private async loadStates(): Promise<void> {
    await this.prefetching
    const streams = this.inFlight.flatMap(({ request }) => streamsOf(request))
    await this.states.load(streams)
    const deleted = streams.filter((stream) => {
      const state = this.states.known(stream)
      return state !== undefined && isSoftDeleted(state)
    })
    // A stream that is deleted earlier in this same batch loads its metastream already for that.
    if (deleted.length > 0) await this.states.load(deleted.map(metastreamOf))
  }

  /** Commits the batch exactly once, however often the connection is lost on the way. */
  private async commit(batch: Batch): Promise<void> {
    const values = batch.parameters()
    let unsure = false
    await this.whileAway(async () => {
      const client = await this.connect('mine').catch((error: unknown) => {
        // Whatever the reason: as long as it is not known, nobody may be told that nothing was written.
        throw unsure && !(error instanceof Fenced) ? new Unreachable(reasonOf(error)) : error
      })
      // The lock is ours again, so the old session has ended: its commit has happened by now or never will.
      if (unsure && (await batch.isStored(client))) return
      unsure = true
      const { count } = await select(client, 'insert-events', insertBatch, [this.epoch, ...values])
      if (count === 0) throw new Fenced('Another process has taken over the log.')
    })
  }

  /** Repeats until the database can be reached. */
  private async whileAway<T>(action: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await action()
      } catch (error) {
        if (!(isConnectionLoss(error) || error instanceof Unreachable) || this.stopped) throw error
        if (attempt % 50 === 0) this.options.log(`The database is away, waiting for it: ${reasonOf(error)}`)
        await sleep(retryDelay)
      }
    }
  }

  /** The connection that holds the writer's lock, opened again when it was lost. */
  private async connect(epoch: 'any' | 'mine'): Promise<pg.Client> {
    if (this.client !== undefined) return this.client
    const client = createClient(this.options.databaseUrl)
    await client.connect()
    try {
      await takeLock(client, this.options.lockPatience)
      if (epoch === 'any') await migrate(client)
      const { rows } = await select(
        client,
        'next-epoch',
        'update eventstore.store set epoch = epoch + 1 where $1 or epoch = $2 returning epoch',
        [epoch === 'any', this.epoch],
      )
      if (rows[0] === undefined) throw new Fenced('Another process has taken over the log.')
      this.epoch = Number(rows[0][0])
    } catch (error) {
      await client.end().catch(() => {})
      throw error
    }
    client.once('end', () => {
      if (this.client === client) this.client = undefined
    })
    this.client = client
    return client
  }

  private expire(): void {
    const now = performance.now()
    for (const list of [this.inFlight, this.queue]) {
      for (const pending of list) if (pending.deadline <= now) settle(pending, { kind: 'timeout' })
    }
  }
}

const isoOf = (microseconds: number): string => new Date(microseconds / 1000).toISOString()

// Of a write whose caller was told "timeout" before it was tried.
const abandoned: Outcome = { kind: 'timeout' }

function settle(pending: Pending, outcome: Outcome): void {
  pending.answer?.(outcome)
  pending.answer = undefined
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** A process that was just killed may still hold the lock for a moment. */
async function takeLock(client: pg.Client, patience: number): Promise<void> {
  for (let waited = 0; waited <= patience; waited += 100) {
    const { rows } = await select(client, 'lock', 'select pg_try_advisory_lock($1)', [lockKey])
    if (rows[0]?.[0] === true) return
    await sleep(100)
  }
  throw new Fenced('Another event store process serves this database.')
}
