import { EventStoreDBClient, type ResolvedEvent } from '@eventstore/db-client'
import type { StoredEvent } from './contract.ts'
import { positionOf } from './position.ts'

/**
 * A client that can be replaced. The client keeps a failed look-up of the server's features for ever, and a stream
 * on which the server no longer answers: after an error that is no answer, a fresh one is the only sure way on.
 */
export class Connection {
  /** Those of the URL; over an unencrypted connection the client sends none, and any will do. */
  readonly credentials: { username: string; password: string }
  private readonly url: string
  private current: EventStoreDBClient
  private replacing: Promise<void> | undefined
  private closed = false

  constructor(url: string) {
    this.url = withThrowingAppends(url)
    this.current = EventStoreDBClient.connectionString(this.url)
    const [, username = 'none', password = 'none'] = /^[^:]+:\/\/([^:@/]*):([^@/]*)@/.exec(url) ?? []
    this.credentials = { username: decodeURIComponent(username), password: decodeURIComponent(password) }
  }

  /** Waits for a replacement that is under way: errors of the old client's streams reach into the new one's. */
  async client(): Promise<EventStoreDBClient> {
    await this.replacing
    if (this.closed) throw new Error('The connection to the event store is closed.')
    return this.current
  }

  /** Replaces the client unless that has happened since `failed` was handed out. */
  async replace(failed: EventStoreDBClient): Promise<void> {
    if (failed === this.current && this.replacing === undefined && !this.closed) {
      this.replacing = disposeOf(failed).finally(() => {
        this.current = EventStoreDBClient.connectionString(this.url)
        this.replacing = undefined
      })
    }
    await this.replacing
  }

  /**
   * After a read has ended: replacing the client cancels whatever is under way on it, and that the client reports as the
   * proper end. @throws Cut when this may have happened, so that what was read may be the beginning only.
   */
  assertUncut(client: EventStoreDBClient): void {
    if (client !== this.current || this.replacing !== undefined || this.closed) throw new Cut()
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
