import type { Basis, View } from '../api/client.ts'
import { formatsNow } from '../ui/formats.ts'
import { instantOf, type Wall, wallAt } from '../ui/zone.ts'

/** The part of every URL that says which instant the screens are about. */
export interface TimeSearch {
  asOf?: string | undefined
  basis?: Basis | undefined
  /** The earlier instant that what is on screen is compared with. */
  against?: string | undefined
}

/** Everything a screen keeps in its address is a plain string, so that addresses can be read, shared and written by hand. */
export interface Search extends TimeSearch {
  [key: string]: string | undefined
}

/** Reads it from a URL that anybody may have written: what is no instant is now. */
export function timeSearch(search: Record<string, unknown>): TimeSearch {
  const asOf = instantIn(search.asOf)
  const against = instantIn(search.against)
  return {
    ...(asOf !== undefined && { asOf }),
    ...((asOf ?? against) !== undefined && search.basis === 'recorded' && { basis: 'recorded' as const }),
    ...(against !== undefined && against < (asOf ?? new Date().toISOString()) && { against }),
  }
}

function instantIn(written: unknown): string | undefined {
  const at = typeof written === 'string' ? new Date(written) : undefined
  return at && !Number.isNaN(at.getTime()) ? at.toISOString() : undefined
}

export function viewOf({ asOf, basis }: TimeSearch): View {
  return asOf ? { asOf, basis: basis ?? 'occurred' } : null
}

/**
 * The last millisecond of a calendar day in the person's zone: "as of the 30th" means after all that happened on it.
 * The day may count on beyond its month, and back before it.
 */
export function endOfDay({ year, month, day }: Pick<Wall, 'year' | 'month' | 'day'>): Date {
  const next = { year, month, day: day + 1, hour: 0, minute: 0, second: 0 }
  return new Date(instantOf(next, formatsNow().timeZone) - 1)
}

export interface Preset {
  label: string
  at: Date
}

/** Instants people ask for. */
export function presets(now: Date): Preset[] {
  const { year, month, day } = wallAt(now, formatsNow().timeZone)
  const quarter = Math.floor((month - 1) / 3) * 3 + 1
  return [
    { label: 'An hour ago', at: new Date(now.getTime() - 3_600_000) },
    { label: 'End of yesterday', at: endOfDay({ year, month, day: day - 1 }) },
    { label: 'A week ago', at: endOfDay({ year, month, day: day - 7 }) },
    { label: 'End of last month', at: endOfDay({ year, month, day: 0 }) },
    { label: 'End of last quarter', at: endOfDay({ year, month: quarter, day: 0 }) },
    { label: 'End of last year', at: endOfDay({ year: year - 1, month: 12, day: 31 }) },
  ]
}

/** One change of what is on screen. */
export interface Change {
  at: string
  title: string
  actor?: string | null
  /** The event that it is. */
  eventId?: string
}

/**
 * The change to go to from an instant. A change holds from its own instant on, so the way back from it leads to the
 * one before. `changes` is newest first.
 */
export function neighbour(
  changes: readonly Change[],
  from: string | undefined,
  direction: 'back' | 'on',
): Change | undefined {
  const here = from === undefined ? Number.POSITIVE_INFINITY : Date.parse(from)
  if (direction === 'back') return changes.find(({ at }) => Date.parse(at) < here)
  return changes.findLast(({ at }) => Date.parse(at) > here)
}

/**
 * The instants a film of these changes stops at: each change while they are few, otherwise even steps, so that a
 * year of a busy board plays as quickly as an afternoon.
 */
export function frames(changes: readonly Change[], from: Date, to: Date, atMost = 60): string[] {
  const instants = [...new Set(changes.map(({ at }) => at))].sort()
  const within = instants.filter((at) => at >= from.toISOString() && at <= to.toISOString())
  if (within.length <= atMost) return within
  const step = (to.getTime() - from.getTime()) / atMost
  return Array.from({ length: atMost }, (_, n) => new Date(from.getTime() + step * (n + 1)).toISOString())
}
