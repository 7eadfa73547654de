import type { RecordedEvent } from './model.ts'
import { sizeOf } from './model.ts'

/** The newest events of the log, bounded in bytes: what live subscriptions and fresh readers want. */
export class Tail {
  private events: RecordedEvent[] = []
  private first = 0
  private bytes = 0
  private readonly limit: number
  /** Every event above this position is here. */
  floor: number

  constructor(floor: number, limit: number) {
    this.floor = floor
    this.limit = limit
  }

  push(event: RecordedEvent): void {
    this.events.push(event)
    this.bytes += cost(event)
    while (this.bytes > this.limit) this.drop()
  }

  /** Up to `limit` events above `position`; undefined when some of them are only in the database. */
  after(position: number, limit: number): RecordedEvent[] | undefined {
    if (position < this.floor) return undefined
    const start = this.indexAfter(position)
    return this.events.slice(start, start + limit)
  }

  /** Whether an event has this position; undefined when only the database knows. */
  has(position: number): boolean | undefined {
    if (position <= this.floor) return undefined
    return this.events[this.indexAfter(position) - 1]?.position === position
  }

  private indexAfter(position: number): number {
    let low = this.first
    let high = this.events.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.events[middle]?.position ?? 0) <= position) low = middle + 1
      else high = middle
    }
    return low
  }

  private drop(): void {
    const oldest = this.events[this.first]
    if (oldest === undefined) return
    this.first++
    this.bytes -= cost(oldest)
    this.floor = oldest.position
    if (this.first > 1024 && this.first * 2 > this.events.length) {
      this.events = this.events.slice(this.first)
      this.first = 0
    }
  }
}

// The objects around the bytes, roughly.
const cost = (event: RecordedEvent): number => sizeOf(event) + 300
