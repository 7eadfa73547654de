import { setTimeout as sleep } from 'node:timers/promises'
import {
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  type EventStoreDBClient,
  eventTypeFilter,
  excludeSystemEvents,
  type Filter,
  type Position,
  START,
  streamNameFilter,
} from '@eventstore/db-client'
import { type Connection, mostSubscriptions, toStored } from './connection.ts'
import type { Batch, StoredEvent, SubscribeOptions, SubscriptionFilter } from './contract.ts'
import { type Checkpoint, checkpointAt, compareCheckpoints } from './position.ts'
import { reasonOf } from './reason.ts'

const defaultBatch = 500
// Checkpoints come after 32 windows of 32 events that were looked at.
const checkpointInterval = 32
const longestPause = 2000

/** Follows the log for as long as the signal lets it; every cut is answered by a new subscription from the checkpoint. */
export async function* subscribe(
  connection: Connection,
  options: SubscribeOptions,
  tell: { log: (message: string) => void; trouble: (reason: string | undefined) => void },
): AsyncGenerator<Batch> {
  const { signal } = options
  const { after } = options
  let checkpoint = typeof after === 'bigint' ? checkpointAt(after) : after
  let pause = 20
  while (!signal.aborted) {
    let client: EventStoreDBClient | undefined
    if (connection.subscriptions >= mostSubscriptions)
      throw new Error(
        `${mostSubscriptions} subscriptions are open on this connection, and a server serves few more.`,
      )
    connection.subscriptions++
    try {
      client = await connection.client()
      const inbox = new Inbox(checkpoint, options.maxBatch ?? defaultBatch)
      const subscription = client.subscribeToAll({
        fromPosition: checkpoint ?? START,
        requiresLeader: true,
        filter: serverFilter(options.filter, (position) => inbox.checkpointed(position)),
      })
      for await (const batch of inbox.read(subscription, signal)) {
        pause = 20
        tell.trouble(undefined)
        checkpoint = batch.checkpoint
        yield batch
      }
    } catch (error) {
      const reason = reasonOf(error)
      tell.log(`The subscription is made again: ${reason}`)
      tell.trouble(reason)
      if (client) await connection.failed(client, error)
    } finally {
      connection.subscriptions--
    }
    // Also after an end without an error: the server has closed it.
    if (!signal.aborted) await sleep(pause, undefined, { signal }).catch(() => {})
    pause = Math.min(longestPause, pause * 2)
  }
}

function serverFilter(
  filter: SubscriptionFilter | undefined,
  checkpointReached: (position: Position) => void,
): Filter {
  // What this calls must not throw: the client would stop delivering without a word.
  const options = {
    checkpointInterval,
    checkpointReached: (_: unknown, position: Position) => checkpointReached(position),
  }
  if (filter === undefined) return excludeSystemEvents(options)
  if ('types' in filter) return eventTypeFilter({ ...options, prefixes: [...filter.types] })
  return streamNameFilter({ ...options, prefixes: [...filter.streams] })
}

/** Gathers what arrives on one subscription into batches. */
class Inbox {
  private events: StoredEvent[] = []
  private checkpoint: Checkpoint | undefined
  private announced: Checkpoint | undefined
  private live = false
  private liveChanged = false
  private failure: Error | undefined
  private ended = false
  private wake = (): void => {}
  private delivered = 0
  /** Notices overtake the events in the client's buffer: they hold once so many have come out of it. */
  private readonly notices: { after: number; position: Checkpoint | undefined }[] = []
  private subscription: AllStreamSubscription | undefined
  private readonly maxBatch: number

  constructor(after: Checkpoint | undefined, maxBatch: number) {
    this.checkpoint = after
    this.announced = after
    this.maxBatch = maxBatch
  }

  checkpointed(position: Position): void {
    // EventStoreDB 24.6 says (2^64-1, 2^64-1) where nothing was looked at yet.
    if (position.commit < 2n ** 63n) this.notice({ commit: position.commit, prepare: position.prepare })
  }

  async *read(subscription: AllStreamSubscription, signal: AbortSignal): AsyncGenerator<Batch> {
    this.subscription = subscription
    subscription.on('data', (event: AllStreamResolvedEvent) => this.arrived(event))
    subscription.on('caughtUp', () => this.notice(undefined))
    subscription.on('error', (error: Error) => {
      this.failure = error
      this.wake()
    })
    const end = (): void => {
      this.ended = true
      this.wake()
    }
    subscription.on('end', end)
    signal.addEventListener('abort', end)
    try {
      for (;;) {
        const batch = this.take()
        if (signal.aborted) return
        if (batch !== undefined) yield batch
        else if (this.failure !== undefined) throw this.failure
        else if (this.ended) return
        else {
          await new Promise<void>((resolve) => {
            this.wake = resolve
          })
        }
      }
    } finally {
      signal.removeEventListener('abort', end)
      await subscription.unsubscribe().catch(() => {})
    }
  }

  private arrived(resolved: AllStreamResolvedEvent): void {
    this.delivered++
    const event = toStored(resolved)
    if (event !== undefined) {
      this.events.push(event)
      this.checkpoint = resolved.event?.position ?? checkpointAt(event.position)
    }
    this.applyNotices()
    if (this.events.length >= this.maxBatch) this.subscription?.pause()
    this.wake()
  }

  private notice(position: Checkpoint | undefined): void {
    this.notices.push({ after: this.delivered + (this.subscription?.readableLength ?? 0), position })
    this.applyNotices()
    this.wake()
  }

  private applyNotices(): void {
    while (this.notices[0] !== undefined && this.notices[0].after <= this.delivered) {
      const position = this.notices.shift()?.position
      if (position === undefined) {
        this.liveChanged ||= !this.live
        this.live = true
      } else if (compareCheckpoints(position, this.checkpoint) > 0) this.checkpoint = position
    }
  }

  private take(): Batch | undefined {
    const moved = compareCheckpoints(this.checkpoint, this.announced) > 0
    if (this.events.length === 0 && !moved && !this.liveChanged) return undefined
    const batch = { events: this.events, checkpoint: this.checkpoint, live: this.live }
    this.events = []
    this.announced = this.checkpoint
    this.liveChanged = false
    this.subscription?.resume()
    return batch
  }
}
