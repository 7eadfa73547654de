import { isRecord } from './problem.ts'

/** What every row of every read model has. Instants are ISO-8601 UTC. */
export interface Row {
  id: string
  revision: number
  createdAt: string
  updatedAt: string
}

export interface Page<T> {
  items: T[]
  next: string | null
  total?: number
  asOf: string | null
}

/** An amount in integer minor units (cents) of an ISO 4217 currency. */
export interface Money {
  amount: number
  currency: string
}

export interface PersonName {
  /** Some people have one name only: it is the last. */
  first: string | null
  last: string
}

export interface HistoryEvent {
  id: string
  type: string
  /** The event in words: "Stage advanced from Proposal to Negotiation". */
  title: string
  actor: { kind: string; id: string; name: string }
  via: { kind: string; id?: string; rule?: string }
  command: { id: string; type: string }
  reason: { code?: string; text?: string } | null
  occurredAt: string
  recordedAt: string
  revision: number
  position: string
  correlationId: string
  causationId: string
  changes: { field: string; before: unknown; after: unknown }[]
}

export interface HistoryPage {
  items: HistoryEvent[]
  next: string | null
}

export interface Me {
  id: string
  name: string
  email: string
  role: string
  teamId: string | null
  /** Permission patterns: `lead.*`, `*.read`, `*`. */
  may: string[]
  timeZone: string
}

export function isMoney(value: unknown): value is Money {
  return isRecord(value) && typeof value.amount === 'number' && typeof value.currency === 'string'
}

export function isName(value: unknown): value is PersonName {
  return isRecord(value) && typeof value.last === 'string' && 'first' in value
}

export function isPerson(value: unknown): value is { name: string; email: string | null } {
  return isRecord(value) && typeof value.name === 'string' && 'email' in value
}
