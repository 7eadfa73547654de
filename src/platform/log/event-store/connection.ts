import { EventStoreDBClient, NotLeaderError, type ResolvedEvent } from '@eventstore/db-client'
import { OtherLog, type StoredEvent } from './contract.ts'
import { positionOf } from './position.ts'

/** Streams on a connection at once; a server allows 100, and lets further calls wait without a word. */
export const [mostCalls, mostSubscriptions] = [64, 32]
/** Appends under way at once on the stream that they share. */
export const mostAppends = 256

/**
 * A client that can be replaced. The client keeps a failed look-up of the server's features for ever, and a stream
 * on which the server no longer answers: after an error that is no answer, a fresh one is the only sure way on.
 */
export class Connection {
  /** Those of the URL; over an unencrypted connection the client sends none, and any will do. */
  readonly credentials: { username: string; password: string }
  /** Taken by whoever opens a stream that ends by itself. */
  readonly calls = slots(mostCalls)
  subscriptions = 0
  /** Taken by whoever appends on the stream that appends share. */
  readonly appends = slots(mostAppends)
  appendStreams = 0
  private readonly url: string
  private readonly vet: (client: EventStoreDBClient) => Promise<void>
  private current: EventStoreDBClient
  private replacing: Promise<void> | undefined
  private vetted: Promise<void> | undefined
  private closed = false
  private readonly replaced: () => void

  /**
   * @param parts.vet is asked of each new client before anybody gets it, and again after `distrust`; what it throws is
   * thrown to them.
   */
  constructor(
    url: string,
    parts: { vet: (client: EventStoreDBClient) => Promise<void>; replaced?: () => void },
  ) {
    this.url = withAllHosts(withThrowingAppends(url))
    this.vet = parts.vet
    this.replaced = parts.replaced ?? (() => {})
    this.current = EventStoreDBClient.connectionString(this.url)
    const [, username = 'none', password = 'none'] = /^[^:]+:\/\/([^:@/]*):([^@/]*)@/.exec(url) ?? []
    this.credentials = { username: decodeURIComponent(username), password: decodeURIComponent(password) }
  }

  /** Streams that are open now. */
  get streams(): number {
    return this.calls.taken + this.subscriptions + this.appendStreams
  }

  /**
   * Waits for a replacement that is under way: errors of the old client's streams reach into the new one's.
   * @throws OtherLog
   */
  async client(): Promise<EventStoreDBClient> {
    await this.replacing
    if (this.closed) throw new Error('The connection to the event store is closed.')
    const client = this.current
    this.vetted ??= this.vet(client)
    const vetting = this.vetted
    try {
      await vetting
    } catch (error) {
      if (this.vetted === vetting) this.vetted = undefined
      // What a look that was cut did not find may well be there.
      if (error instanceof OtherLog && this.isCut(client)) return this.client()
      if (!(error instanceof OtherLog)) await this.failed(client, error)
      throw error
    }
    return client === this.current ? client : this.client()
  }

  /** Lets the client be vetted again before it is used. */
  distrust(): void {
    this.vetted = undefined
  }

  /** After an error that is no answer. A client that was told who leads goes there by itself. */
  async failed(client: EventStoreDBClient, error: unknown): Promise<void> {
    if (!(error instanceof NotLeaderError)) return this.replace(client)
    this.distrust()
    this.replaced()
  }

  /** Replaces the client unless that has happened since `failed` was handed out. */
  private async replace(failed: EventStoreDBClient): Promise<void> {
    if (failed === this.current && this.replacing === undefined && !this.closed) {
      this.replacing = disposeOf(failed).finally(() => {
        this.current = EventStoreDBClient.connectionString(this.url)
        this.vetted = undefined
        this.replacing = undefined
      })
      this.replaced()
    }
    await this.replacing
  }

  /**
   * After a read has ended: replacing the client cancels whatever is under way on it, and that the client reports as the
   * proper end. @throws Cut when this may have happened, so that what was read may be the beginning only.
   */
  assertUncut(client: EventStoreDBClient): void {
    if (this.isCut(client)) throw new Cut()
  }

  private isCut(client: EventStoreDBClient): boolean {
    return client !== this.current || this.replacing !== undefined || this.closed
  }

  async close(): Promise<void> {
    this.closed = true
    await this.replacing
    await disposeOf(this.current)
  }
}

/** With `throwOnAppendFailure=false` the client reports wrong revisions. */
function withThrowingAppends(url: string): string {
  return url.replace(/([?&])throwOnAppendFailure=[^&]*&?/i, '$1').replace(/[?&]$/, '')
}

/** Told to discover, the client asks the first host only; of a list it asks all. */
function withAllHosts(url: string): string {
  return url.replace(/^(\w+)\+discover(:\/\/[^/?#]*,)/, '$1$2')
}

async function disposeOf(client: EventStoreDBClient): Promise<void> {
  await withTimeout(client.dispose(), 2000).catch(() => {})
}

export class TimedOut extends Error {}

class Cut extends Error {
  constructor() {
    super('the connection was replaced during the read')
  }
}

export async function withTimeout<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimedOut(`no answer within ${milliseconds} ms`)), milliseconds)
  })
  try {
    return await Promise.race([promise, timeout])
  } finally {
    clearTimeout(timer)
  }
}

/** Undefined for what is no event, such as a link whose target is gone. */
export function toStored(resolved: ResolvedEvent): StoredEvent | undefined {
  const { event } = resolved
  const position = event?.position?.commit ?? resolved.commitPosition
  if (event === undefined || position === undefined) return undefined
  return {
    id: event.id,
    type: event.type,
    stream: event.streamId,
    revision: event.revision,
    position: positionOf(position),
    created: event.created.toISOString(),
    data: event.data,
    metadata: event.metadata,
  }
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : String(error)

export interface Slots {
  readonly taken: number
  take(): Promise<void>
  release(): void
}

function slots(count: number): Slots {
  let taken = 0
  const waiting: (() => void)[] = []
  return {
    get taken() {
      return taken
    },
    async take() {
      if (taken < count) taken++
      else await new Promise<void>((resolve) => waiting.push(resolve))
    },
    release() {
      const next = waiting.shift()
      if (next === undefined) taken--
      else next()
    },
  }
}
