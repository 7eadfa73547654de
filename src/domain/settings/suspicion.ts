import type { AlertLimits } from './alert-policy.ts'
import type { SecurityAlertState } from './security-alert.ts'

/** What one person did in a period, as the access log counts it. */
export interface Conduct {
  actorId: string
  /** Different records shown, exports made, requests refused, and how many of all requests came in off-hours. */
  shown: number
  exports: number
  refused: number
  offHours: number
  /** How many different records an hour of theirs has, as far as that is known. */
  usual?: number
}

/** Refused sign-ins of one address for one person, or for nobody who is known. */
export interface Attempts {
  ip: string
  userId: string | null
  attempts: number
}

const limitOf = {
  'failed-sign-ins': 'failedSignIns',
  'mass-export': 'exports',
  'mass-reading': 'recordsRead',
  'refused-access': 'refusedRequests',
  'off-hours': 'offHoursRequests',
} as const satisfies Record<
  Exclude<SecurityAlertState['kind'], 'projection-stopped' | 'virus-found'>,
  keyof AlertLimits
>

/** So many times what they usually read is more than a busy day. */
const unusual = 4

/** What in an hour gives reason for an alert. A pure rule, so that it can be tried on the past. */
export function suspicionsIn(
  period: { from: string; to: string },
  limits: AlertLimits,
  conduct: readonly Conduct[],
  attempts: readonly Attempts[],
): Omit<SecurityAlertState, 'status'>[] {
  const reading = conduct.flatMap(({ actorId, shown, exports, refused, offHours, usual = 0 }) => {
    const counts = {
      'mass-export': exports,
      'mass-reading': shown,
      'refused-access': refused,
      'off-hours': offHours,
    } as const
    return Object.entries(counts).map(([kind, count]) => ({
      kind: kind as keyof typeof counts,
      actorId,
      ip: null,
      count,
      least: kind === 'mass-reading' ? usual * unusual : 0,
    }))
  })
  const signIns = attempts.map(({ ip, userId, attempts: count }) => ({
    kind: 'failed-sign-ins' as const,
    actorId: userId,
    ip,
    count,
    least: 0,
  }))
  return [...signIns, ...reading]
    .map(({ least, ...one }) => ({ ...one, ...period, limit: Math.max(limits[limitOf[one.kind]], least) }))
    .filter(({ count, limit }) => count >= limit)
}
