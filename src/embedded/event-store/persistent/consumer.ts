import type { CallError } from '../grpc.ts'
import type { RecordedEvent } from '../model.ts'
import type { ConnectionInfo } from './settings.ts'

/** An event on its way through a group. */
export interface Message {
  /** Absent: a link whose target is gone. */
  event: RecordedEvent | undefined
  link: RecordedEvent | undefined
  /** The event itself, or the link to it: what acknowledgements name and checkpoints count. */
  original: RecordedEvent
  retries: number
  done: boolean
  /** Whether it comes from the stream of parked messages; `link` is the link there. */
  replayed: boolean
}

/** One connection to a group. */
export class Consumer {
  readonly name: string
  readonly inFlight = new Map<string, { message: Message; sent: number }>()
  private total = 0
  private measured = { total: 0, at: performance.now(), rate: 0, since: 0 }
  private readonly latencies: number[] = []
  private readonly who: { from: string; username: string }
  private readonly slots: number
  private readonly deliver: (message: Message) => void
  /** Ends the connection. */
  readonly drop: (reason: CallError) => void

  constructor(options: {
    name: string
    from: string
    username: string
    slots: number
    deliver: (message: Message) => void
    drop: (reason: CallError) => void
  }) {
    this.name = options.name
    this.who = { from: options.from, username: options.username }
    this.slots = options.slots
    this.deliver = options.deliver
    this.drop = options.drop
  }

  get free(): number {
    return this.slots - this.inFlight.size
  }

  send(message: Message): void {
    this.inFlight.set(message.original.id, { message, sent: performance.now() })
    this.total++
    this.deliver(message)
  }

  /** Takes back a message that this consumer has answered, or that it took too long for. */
  take(id: string): Message | undefined {
    const entry = this.inFlight.get(id)
    if (entry === undefined) return undefined
    this.inFlight.delete(id)
    this.latencies.push(performance.now() - entry.sent)
    if (this.latencies.length > 1000) this.latencies.shift()
    return entry.message
  }

  measure(): void {
    const now = performance.now()
    const { total, at } = this.measured
    const since = this.total - total
    this.measured = {
      total: this.total,
      at: now,
      rate: Math.round((since * 1000) / Math.max(1, now - at)),
      since,
    }
  }

  info(extraStatistics: boolean): ConnectionInfo {
    return {
      ...this.who,
      name: this.name,
      averagePerSecond: this.measured.rate,
      total: this.total,
      sinceLast: this.measured.since,
      measurements: extraStatistics ? distribution(this.latencies) : [],
      availableSlots: this.free,
      inFlight: this.inFlight.size,
    }
  }
}

/** In whole milliseconds, under the names EventStoreDB gives them. */
function distribution(values: readonly number[]): [string, number][] {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (fraction: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? 0
  const mean = sorted.reduce((sum, value) => sum + value, 0) / Math.max(1, sorted.length)
  const figures: [string, number][] = [
    ['Mean', mean],
    ['Median', at(0.5)],
    ['Fastest', at(0)],
    ...[1, 2, 3, 4, 5].map((index): [string, number] => [`Quintile ${index}`, at(index / 5)]),
    ...[90, 95, 99, 99.5, 99.9].map((percent): [string, number] => [`${percent}%`, at(percent / 100)]),
    ['Highest', at(1)],
  ]
  return figures.map(([key, value]) => [key, Math.round(value)])
}

/** Picks the consumer for a message; undefined: it has to wait. */
export type Strategy = (message: Message, consumers: readonly Consumer[]) => Consumer | undefined

/** `overtake`: whether the messages behind one that has to wait may go first. */
export function strategyOf(name: string): { choose: Strategy; overtake: boolean } {
  if (name === 'DispatchToSingle') {
    return { choose: (_, consumers) => consumers.find(({ free }) => free > 0), overtake: false }
  }
  if (name === 'Pinned')
    return { choose: pinned(({ original, event }) => (event ?? original).stream), overtake: true }
  if (name === 'PinnedByCorrelation') return { choose: pinned(correlationOf), overtake: true }
  let turn = 0
  return {
    overtake: false,
    choose(_, consumers) {
      for (let tried = 0; tried < consumers.length; tried++) {
        const consumer = consumers[turn++ % consumers.length]
        if (consumer !== undefined && consumer.free > 0) return consumer
      }
      return undefined
    },
  }
}

/** Messages with the same key go to the same consumer, in order, for as long as it is connected. */
function pinned(keyOf: (message: Message) => string): Strategy {
  return (message, consumers) => {
    const consumer = consumers[hash(keyOf(message)) % consumers.length]
    return consumer !== undefined && consumer.free > 0 ? consumer : undefined
  }
}

function correlationOf({ event, original }: Message): string {
  try {
    const metadata: unknown = JSON.parse((event ?? original).metadata.toString('utf8'))
    if (typeof metadata === 'object' && metadata !== null && '$correlationId' in metadata) {
      return String(metadata.$correlationId)
    }
  } catch {
    // No JSON: the stream has to do.
  }
  return (event ?? original).stream
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return value >>> 0
}
