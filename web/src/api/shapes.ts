import { isRecord } from './problem.ts'
import type { Money, PersonName } from './types.gen.ts'

/** What every row of every read model has. Instants are ISO-8601 UTC. */
export interface Row {
  id: string
  revision: number
  createdAt: string
  updatedAt: string
  /** An operator has set aside an event of it: what that said is not shown. */
  incomplete?: boolean
}

export interface Page<T> {
  items: T[]
  next: string | null
  total?: number
  asOf: string | null
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
