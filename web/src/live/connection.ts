import { post } from '../api/client.ts'
import { Problem } from '../api/problem.ts'
import type {
  ChangesMessage,
  ErrorMessage,
  JobProgress,
  LogProgress,
  PositionMessage,
  ProgressMessage,
  StatusMessage,
  SubscribedMessage,
  SubscribeMessage,
  UnsubscribedMessage,
  UnsubscribeMessage,
  Writers,
  WritersMessage,
  WritingMessage,
} from '../api/types.gen.ts'

type Heard =
  | SubscribedMessage
  | UnsubscribedMessage
  | ChangesMessage
  | ProgressMessage
  | StatusMessage
  | WritersMessage
  | PositionMessage
  | ErrorMessage

export type LiveState =
  | { state: 'off' }
  | { state: 'connecting' }
  | { state: 'live' }
  | { state: 'waiting'; until: number }

export interface LiveHandlers {
  onMessage: (message: ChangesMessage) => void
  /** A topic is on from this position, where the server could not tell what was missed before. */
  onSubscribed: (topic: string, resumed: boolean) => void
  onProgress: (progress: JobProgress) => void
  onStatus: (status: LogProgress) => void
  onWriters: (writers: Writers) => void
  /** The session is over; there is no use in trying again. */
  onSignedOut: () => void
}

const firstPause = 500
const longestPause = 30_000
/** The server's close code for a session that ended. */
const signedOut = 4401

/**
 * One WebSocket for the whole app. After a cut it comes back with growing pauses and asks each topic to go on after
 * the last position seen, so nothing is missed and nothing is shown twice.
 */
export class LiveConnection {
  state: LiveState = { state: 'off' }
  private socket: WebSocket | undefined
  private readonly topics = new Map<string, { users: number; position: string | undefined }>()
  private readonly listeners = new Set<() => void>()
  private readonly handlers: LiveHandlers
  private failures = 0
  private timer: number | undefined
  private stopped = true

  constructor(handlers: LiveHandlers) {
    this.handlers = handlers
  }

  start(): void {
    if (!this.stopped) return
    this.stopped = false
    window.addEventListener('online', this.hurry)
    void this.connect()
  }

  stop(): void {
    this.stopped = true
    window.removeEventListener('online', this.hurry)
    window.clearTimeout(this.timer)
    this.socket?.close(1000)
    this.socket = undefined
    this.become({ state: 'off' })
  }

  /** @returns the way to leave the topic again. */
  follow(topic: string): () => void {
    const known = this.topics.get(topic)
    if (known) {
      known.users += 1
    } else {
      this.topics.set(topic, { users: 1, position: undefined })
      this.say({ subscribe: topic })
    }
    return () => {
      const left = this.topics.get(topic)
      if (!left) return
      left.users -= 1
      if (left.users > 0) return
      this.topics.delete(topic)
      this.say({ unsubscribe: topic })
    }
  }

  /** Says that the person writes about a record that is followed, or does no more. */
  write(topic: string, on: boolean): void {
    this.say({ writing: topic, on })
  }

  onState = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Tries at once instead of waiting: the network is back, or a person asked. */
  hurry = (): void => {
    if (this.state.state !== 'waiting') return
    window.clearTimeout(this.timer)
    void this.connect()
  }

  private async connect(): Promise<void> {
    this.become({ state: 'connecting' })
    try {
      const { ticket } = await post<{ ticket: string }>('/live/ticket', {})
      if (this.stopped) return
      const url = new URL('/api/live', window.location.href)
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
      url.searchParams.set('ticket', ticket)
      const socket = new WebSocket(url)
      this.socket = socket
      socket.onopen = () => {
        this.failures = 0
        for (const [topic, { position }] of this.topics) {
          this.say(position === undefined ? { subscribe: topic } : { subscribe: topic, after: position })
        }
        this.become({ state: 'live' })
      }
      socket.onmessage = ({ data }) => this.hear(JSON.parse(String(data)) as Heard)
      socket.onclose = ({ code }) => {
        if (this.socket !== socket) return
        // A new session may be on its way, as after a change of one's own password: the next ticket says whether it is.
        if (code === signedOut) this.failures = Math.max(this.failures, 1)
        this.retry()
      }
    } catch (error) {
      if (error instanceof Problem && error.status === 401) this.leave()
      else this.retry()
    }
  }

  private leave(): void {
    this.stop()
    this.handlers.onSignedOut()
  }

  private retry(): void {
    this.socket = undefined
    if (this.stopped) return
    const longest = Math.min(longestPause, firstPause * 2 ** this.failures)
    // Spread out, or all browsers come back in the same instant after a restart.
    const pause = longest * (0.5 + Math.random() / 2)
    this.failures += 1
    this.become({ state: 'waiting', until: Date.now() + pause })
    this.timer = window.setTimeout(() => void this.connect(), pause)
  }

  private say(message: SubscribeMessage | UnsubscribeMessage | WritingMessage): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message))
  }

  private hear(message: Heard): void {
    if ('progress' in message) {
      this.handlers.onProgress(message.progress)
    } else if ('status' in message) {
      this.handlers.onStatus(message.status)
    } else if ('writers' in message) {
      this.handlers.onWriters(message.writers)
    } else if ('error' in message) {
      // What was missed is no longer kept: the next `subscribed` starts anew instead of going on.
      if (message.error.code === 'resume-too-old')
        for (const topic of this.topics.values()) topic.position = undefined
    } else if ('subscribed' in message) {
      const { subscribed, position } = message
      const topic = this.topics.get(subscribed)
      if (!topic) return
      const resumed = topic.position !== undefined
      if (!resumed) topic.position = position
      this.handlers.onSubscribed(subscribed, resumed)
    } else if ('changes' in message) {
      const topic = this.topics.get(message.topic)
      if (!topic) return
      topic.position = message.position
      this.handlers.onMessage(message)
    }
  }

  private become(state: LiveState): void {
    this.state = state
    for (const listener of this.listeners) listener()
  }
}
