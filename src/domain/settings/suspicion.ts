import type { AlertState } from './alert.ts'

/** What one person did in a period, as the access log counts it. */
export interface Conduct {
  actorId: string
  /** Records shown, exports made, requests refused, and how many of all requests came at night where they are. */
  shown: number
  exports: number
  refused: number
  atNight: number
}

/** Refused sign-ins of one address for one person, or for nobody who is known. */
export interface Attempts {
  ip: string
  userId: string | null
  attempts: number
}

/** How much of it within an hour is told. */
export const limits = {
  'failed-sign-ins': 5,
  'mass-export': 5,
  'mass-reading': 2_000,
  'refused-access': 30,
  'off-hours': 20,
} as const

/** What in an hour gives reason for an alert. A pure rule, so that it can be tried on the past. */
export function suspicionsIn(
  period: { from: string; to: string },
  conduct: readonly Conduct[],
  attempts: readonly Attempts[],
): Omit<AlertState, 'status'>[] {
  const reading = conduct.flatMap(({ actorId, shown, exports, refused, atNight }) => {
    const counts = {
      'mass-export': exports,
      'mass-reading': shown,
      'refused-access': refused,
      'off-hours': atNight,
    } as const
    return Object.entries(counts).map(([kind, count]) => ({
      kind: kind as keyof typeof counts,
      actorId,
      ip: null,
      count,
    }))
  })
  const signIns = attempts.map(({ ip, userId, attempts: count }) => ({
    kind: 'failed-sign-ins' as const,
    actorId: userId,
    ip,
    count,
  }))
  return [...signIns, ...reading]
    .map((one) => ({ ...one, ...period, limit: limits[one.kind] }))
    .filter(({ count, limit }) => count >= limit)
}
