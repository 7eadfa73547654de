import { randomUUID } from 'node:crypto'
import { Reader } from '../../../platform/log/event-store/protobuf.ts'
import { readFilter } from '../filter.ts'
import { CallError, status } from '../grpc.ts'
import { linkType, resolveLinks } from '../links.ts'
import type { EventLog } from '../log.ts'
import { headerText } from '../messages.ts'
import { metastreamOf, type RecordedEvent } from '../model.ts'
import { followAll, followStream, type Step } from '../subscription.ts'
import { type Consumer, type Message, strategyOf } from './consumer.ts'
import type { GroupInfo, GroupSettings } from './settings.ts'

export type NackAction = 'park' | 'retry' | 'skip' | 'stop'

export interface GroupOptions {
  log: EventLog
  stream: string
  name: string
  settings: GroupSettings
  /** Everything up to here is settled; undefined before the first checkpoint. */
  checkpoint: number | undefined
  /** Where reading begins without a checkpoint; this one is not included. */
  start: number
  saveCheckpoint: (checkpoint: number) => Promise<void>
  report: (message: string) => void
}

/**
 * A persistent subscription: it reads ahead as far as its buffer allows, hands each message to one consumer at a time,
 * and moves its checkpoint to where everything before is settled. What was not settled comes again after a restart.
 */
export class Group {
  readonly options: GroupOptions
  private readonly strategy: ReturnType<typeof strategyOf>
  private readonly consumers: Consumer[] = []
  /** All messages that are not settled, in the order of the log; settled ones leave at the front. */
  private order: Message[] = []
  private ready: Message[] = []
  private retries: Message[] = []
  private readonly replaying = new Map<number, Message>()
  private replayedTo = 0
  private settled: number
  private saved: number
  private savedAt = performance.now()
  private unsaved = 0
  private lastRead: number | undefined
  private total = 0
  private measured = { total: 0, at: performance.now(), rate: 0, since: 0 }
  private readonly abort = new AbortController()
  private reading = false
  /** Its stream is tombstoned: every consumer is let in and dropped. */
  private ended = false
  private wakeReader = (): void => {}
  private readonly timer: NodeJS.Timeout

  constructor(options: GroupOptions) {
    this.options = options
    this.strategy = strategyOf(options.settings.consumerStrategy)
    this.settled = options.checkpoint ?? options.start
    this.saved = this.settled
    this.timer = setInterval(() => this.tick(), 100)
    this.timer.unref()
  }

  private get parkedStream(): string {
    return `$persistentsubscription-${this.options.stream}::${this.options.name}-parked`
  }

  /** Throws when there is no room for one more consumer. */
  assertRoom(): void {
    const { stream, name, settings } = this.options
    const { maxSubscriberCount } = settings
    if (maxSubscriberCount === 0 || this.consumers.length < maxSubscriberCount) return
    throw groupError(
      status.failedPrecondition,
      'maximum-subscribers-reached',
      stream,
      name,
      `Maximum subscriptions reached for subscription group ${name} on stream ${stream}.`,
    )
  }

  connect(consumer: Consumer): void {
    if (this.ended) {
      consumer.drop(this.dropped())
      return
    }
    this.consumers.push(consumer)
    if (!this.reading) {
      this.reading = true
      this.read().catch((error: unknown) => this.fail(error))
    }
    this.pump()
  }

  /** What the consumer did not answer goes to the others, as one more try. */
  disconnect(consumer: Consumer): void {
    const index = this.consumers.indexOf(consumer)
    if (index < 0) return
    this.consumers.splice(index, 1)
    for (const { message } of consumer.inFlight.values()) this.tryAgain(message)
    consumer.inFlight.clear()
    this.pump()
    if (this.consumers.length === 0) this.save()
  }

  ack(consumer: Consumer, ids: readonly string[]): void {
    for (const id of ids) {
      const message = consumer.take(id)
      if (message !== undefined) this.settle(message)
    }
    this.pump()
  }

  nack(consumer: Consumer, ids: readonly string[], action: NackAction, reason: string): void {
    for (const id of ids) {
      const message = consumer.take(id)
      if (message === undefined) continue
      if (action === 'park') void this.park(message, `Client explicitly NAK'ed message.\n${reason}`)
      else if (action === 'retry') this.retry(message)
      else this.settle(message)
    }
    this.pump()
  }

  /**
   * Delivers parked messages again, the oldest first, up to a revision of their stream; they leave it once they are
   * settled.
   */
  async replayParked(stopAt: number): Promise<void> {
    const { log } = this.options
    const state = await log.stream(this.parkedStream)
    const from = Math.max(state.metadata.truncateBefore ?? 0, this.replayedTo)
    this.replayedTo = Math.max(from, Math.min(state.last + 1, stopAt))
    for await (const page of log.ofStream(state, from, 'forwards', this.replayedTo - from)) {
      for (const { event, link } of await resolveLinks(log, page)) {
        const original = link ?? event
        if (original === undefined) continue
        const message = { event, link, original, retries: 0, done: false, replayed: true }
        this.replaying.set(original.revision, message)
        // A target that is gone can no longer be delivered.
        if (event === undefined) this.settle(message)
        else this.retries.push(message)
      }
    }
    this.pump()
  }

  async info(): Promise<GroupInfo> {
    const { stream, name, settings, log } = this.options
    const parked = await log.stream(this.parkedStream)
    const gone = Math.max(parked.metadata.truncateBefore ?? 0, this.replayedTo)
    return {
      stream,
      name,
      settings,
      status: 'Live',
      connections: this.consumers.map((consumer) => consumer.info(settings.extraStatistics)),
      averagePerSecond: this.measured.rate,
      total: this.total,
      sinceLast: this.measured.since,
      checkpoint:
        this.saved === this.options.start && this.options.checkpoint === undefined ? undefined : this.saved,
      lastKnown: this.lastRead,
      readBuffer: this.ready.length,
      retryBuffer: this.retries.length,
      outstanding: this.consumers.reduce((sum, { inFlight }) => sum + inFlight.size, 0),
      parked: Math.max(0, parked.last + 1 - gone),
    }
  }

  /** Ends the group's work, and its consumers' connections with `reason`. */
  stop(reason: CallError = this.dropped()): void {
    this.save()
    clearInterval(this.timer)
    this.abort.abort()
    this.wakeReader()
    for (const consumer of this.consumers.splice(0)) consumer.drop(reason)
  }

  /** The parked messages of a group that is deleted go with it. */
  async forgetParked(): Promise<void> {
    await this.options.log.write({ kind: 'delete', stream: this.parkedStream, expected: 'any', events: [] })
  }

  private async read(): Promise<void> {
    const { settings, log } = this.options
    for await (const step of this.follow()) {
      if (step.kind === 'checkpoint' && this.order.length === 0 && step.place > this.settled) {
        this.settled = Math.floor(step.place)
        this.unsaved++
      }
      if (step.kind !== 'events') continue
      const page = settings.resolveLinks
        ? await resolveLinks(log, step.events)
        : step.events.map((event) => ({ event }))
      for (const { event, link } of page.map((entry) => ({ link: undefined, ...entry }))) {
        while (this.ready.length >= Math.max(1, settings.historyBufferSize) && !this.abort.signal.aborted) {
          await new Promise<void>((resolve) => {
            this.wakeReader = resolve
          })
        }
        const original = link ?? event
        if (original === undefined || this.abort.signal.aborted) return
        this.lastRead = this.placeOf(original)
        const message = { event, link, original, retries: 0, done: false, replayed: false }
        this.order.push(message)
        this.ready.push(message)
      }
      this.pump()
    }
  }

  private async *follow(): AsyncGenerator<Step> {
    for await (const steps of this.source()) yield* steps
  }

  private source(): AsyncGenerator<Step[]> {
    const { stream, settings, log } = this.options
    const { signal } = this.abort
    if (stream !== '$all') return followStream(log, stream, this.settled, signal)
    const filter =
      settings.filter === undefined
        ? undefined
        : readFilter(new Reader(Buffer.from(settings.filter, 'base64')))
    return followAll(log, this.settled, filter, signal)
  }

  private placeOf(event: RecordedEvent): number {
    return this.options.stream === '$all' ? event.position : event.revision
  }

  /** Hands out what consumers have room for. */
  private pump(): void {
    const { choose, overtake } = this.strategy
    for (const queue of [this.retries, this.ready]) {
      for (let index = 0; index < queue.length && this.consumers.some(({ free }) => free > 0); ) {
        const message = queue[index]
        const taken =
          message === undefined || this.consumers.some(({ inFlight }) => inFlight.has(message.original.id))
        const consumer = taken ? undefined : choose(message, this.consumers)
        if (message !== undefined && consumer !== undefined) {
          queue.splice(index, 1)
          consumer.send(message)
          this.total++
        } else if (overtake) index++
        else break
      }
    }
    this.wakeReader()
  }

  private retry(message: Message): void {
    const { maxRetryCount } = this.options.settings
    if (message.retries >= maxRetryCount) void this.park(message, `Reached retry count of ${maxRetryCount}`)
    else this.tryAgain(message)
  }

  /** Replayed messages wait behind the others, which keep the order of the log. */
  private tryAgain(message: Message): void {
    message.retries++
    const place = this.placeOf(message.original)
    const later = this.retries.findIndex(
      ({ original, replayed }) => !replayed && this.placeOf(original) > place,
    )
    if (message.replayed || later < 0) this.retries.push(message)
    else this.retries.splice(later, 0, message)
  }

  /** Writes a link to the message, or to what the link in it points to, to the stream of parked messages. */
  private async park(message: Message, reason: string): Promise<void> {
    const { log, report } = this.options
    const { event: target, original } = message
    const data = target === undefined ? original.data : Buffer.from(`${target.revision}@${target.stream}`)
    const metadata = {
      added: new Date().toISOString(),
      reason,
      ...(original.revision > 0 && { subscriptionEventNumber: original.revision }),
    }
    const event = {
      id: randomUUID(),
      type: linkType,
      json: false,
      data,
      metadata: Buffer.from(JSON.stringify(metadata)),
    }
    const outcome = await log.write({
      kind: 'append',
      stream: this.parkedStream,
      expected: 'any',
      events: [event],
    })
    if (outcome.kind === 'written') this.settle(message)
    else {
      report(`A message could not be parked (${outcome.kind}) and is delivered again.`)
      this.retries.push(message)
    }
    this.pump()
  }

  private settle(message: Message): void {
    message.done = true
    if (message.replayed) {
      this.replaying.delete(message.original.revision)
      if (this.replaying.size === 0) void this.truncateParked()
      return
    }
    let count = 0
    for (const first of this.order) {
      if (!first.done) break
      this.settled = this.placeOf(first.original)
      count++
    }
    this.order.splice(0, count)
    this.unsaved += count
    if (this.unsaved >= Math.max(1, this.options.settings.maxCheckpointCount)) this.save()
  }

  private async truncateParked(): Promise<void> {
    const event = {
      id: randomUUID(),
      type: '$metadata',
      json: true,
      data: Buffer.from(JSON.stringify({ $tb: this.replayedTo })),
      metadata: Buffer.alloc(0),
    }
    const stream = metastreamOf(this.parkedStream)
    await this.options.log.write({ kind: 'append', stream, expected: 'any', events: [event] })
  }

  private tick(): void {
    const { messageTimeout, checkpointAfter, minCheckpointCount } = this.options.settings
    const now = performance.now()
    if (messageTimeout > 0) {
      for (const consumer of this.consumers) {
        for (const [id, { sent }] of consumer.inFlight) {
          if (now - sent < messageTimeout) continue
          const message = consumer.take(id)
          if (message !== undefined) this.retry(message)
        }
      }
      this.pump()
    }
    if (now - this.savedAt >= checkpointAfter && this.unsaved >= Math.max(1, minCheckpointCount)) this.save()
    if (now - this.measured.at >= 1000) {
      const since = this.total - this.measured.total
      const rate = Math.round((since * 1000) / (now - this.measured.at))
      this.measured = { total: this.total, at: now, rate, since }
      for (const consumer of this.consumers) consumer.measure()
    }
  }

  private save(): void {
    this.savedAt = performance.now()
    if (this.settled === this.saved) return
    this.unsaved = 0
    this.saved = this.settled
    this.options.saveCheckpoint(this.settled).catch((error: unknown) => {
      this.options.report(`A checkpoint was not saved: ${String(error)}`)
    })
  }

  private fail(error: unknown): void {
    this.reading = false
    // Reading begins again behind the last settled message.
    this.order = []
    this.ready = []
    this.retries = []
    this.ended = error instanceof CallError && error.details.exception === 'stream-deleted'
    const reason = error instanceof Error ? error.message : String(error)
    this.options.report(`The group ${this.options.name} on ${this.options.stream} failed: ${reason}`)
    for (const consumer of this.consumers.splice(0)) consumer.drop(this.dropped())
  }

  private dropped(): CallError {
    const { stream, name } = this.options
    const message = `Subscription group ${name} on stream ${stream} was dropped.`
    return groupError(status.cancelled, 'persistent-subscription-dropped', stream, name, message)
  }
}

/** An error about a group as the client knows it; the `reason` of a failure is part of it. */
export function groupError(
  code: number,
  exception: string,
  stream: string,
  group: string,
  message: string,
  reason?: string,
): CallError {
  return new CallError(code, message, {
    exception,
    'stream-name': headerText(stream),
    'group-name': headerText(group),
    ...(reason !== undefined && { reason: headerText(reason) }),
  })
}

export const doesNotExist = (stream: string, group: string): CallError =>
  groupError(
    status.notFound,
    'persistent-subscription-does-not-exist',
    stream,
    group,
    `Subscription group ${group} on stream ${stream} does not exist.`,
  )

/** What was asked of a group makes no sense. */
export const groupFailed = (stream: string, group: string, reason: string): CallError =>
  groupError(
    status.internal,
    'persistent-subscription-failed',
    stream,
    group,
    `Subscription group ${group} on stream ${stream} failed: '${reason}'`,
    reason,
  )
