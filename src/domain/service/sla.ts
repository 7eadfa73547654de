import { z } from 'zod'
import { refuse } from '../error.ts'
import {
  addBusinessMinutes,
  type BusinessHours,
  businessHours,
  businessMinutesBetween,
} from '../values/business-time.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { vocabulary } from '../values/vocabulary.ts'

export const priorities = ['low', 'normal', 'high', 'urgent'] as const
export const priority = z.enum(priorities).register(vocabulary, { id: 'Priority' })
export type Priority = z.output<typeof priority>

/** Business minutes; at most a year of round-the-clock service. */
const businessMinutes = z
  .int()
  .min(1)
  .max(366 * 24 * 60)
const target = z
  .object({ responseMinutes: businessMinutes, resolutionMinutes: businessMinutes })
  .refine(({ responseMinutes, resolutionMinutes }) => responseMinutes <= resolutionMinutes, {
    path: ['resolutionMinutes'],
    message: 'must not be shorter than the time to respond',
  })
  .meta({
    examples: [
      { responseMinutes: 60, resolutionMinutes: 480 },
      { responseMinutes: 15, resolutionMinutes: 15 },
    ],
  })
  .register(vocabulary, { id: 'SlaTarget' })
export const targets = z
  .object({ low: target, normal: target, high: target, urgent: target })
  .register(vocabulary, { id: 'SlaTargets' })
export const escalateTo = z
  .object({ teamId: z.uuid().nullable(), userId: z.uuid().nullable() })
  .register(vocabulary, { id: 'EscalateTo' })

/** Where a policy comes from: it was asked for, or it is that of the contract, of the account, or the default one. */
export const policySources = ['request', 'contract', 'account', 'default'] as const

const pinned = { id: z.uuid(), version: count.min(1), name: z.string() }

/** What was promised when a ticket was opened, whole, so that no later change of policy or calendar changes it. */
export const slaTerms = z.object({
  policy: z.object(pinned),
  calendar: businessHours.extend(pinned),
  targets,
  escalateTo: escalateTo.nullable(),
  /** Why it is this policy. */
  chosenBy: z.enum(policySources).optional(),
})
export type SlaTerms = z.output<typeof slaTerms>

/**
 * One promise being kept or missed. `leftMs` is the business time left when the clock was last set going or
 * stopped (below zero when overrun); `dueAt` is when it runs out, null while it stands still and may yet be kept.
 */
const clock = z.object({
  targetMinutes: businessMinutes,
  leftMs: z.int(),
  runningSince: instant.nullable(),
  dueAt: instant.nullable(),
  /** When it ran out, known at the first event after that. */
  missedAt: instant.nullable(),
  /** Whether the breach has been recorded. */
  breached: z.boolean(),
})
export type Clock = z.output<typeof clock>

/** Both clocks as they stand after an event; kept in it, so that no reader ever computes them again. */
export const slaClocks = z.object({ response: clock, resolution: clock })
export type SlaClocks = z.output<typeof slaClocks>
export type ClockName = keyof SlaClocks
export const clockName = z.enum(['response', 'resolution'])

export function startClocks({ calendar, targets: promised }: SlaTerms, of: Priority, at: string): SlaClocks {
  const { responseMinutes, resolutionMinutes } = promised[of]
  return {
    response: run(calendar, fresh(responseMinutes), at),
    resolution: run(calendar, fresh(resolutionMinutes), at),
  }
}

function fresh(targetMinutes: number): Clock {
  return {
    targetMinutes,
    leftMs: targetMinutes * 60_000,
    runningSince: null,
    dueAt: null,
    missedAt: null,
    breached: false,
  }
}

export function run(hours: BusinessHours, of: Clock, at: string): Clock {
  if (of.runningSince !== null) return of
  return { ...of, runningSince: at, dueAt: of.missedAt ?? dueFrom(hours, at, Math.max(0, of.leftMs)) }
}

function dueFrom(hours: BusinessHours, at: string, leftMs: number): string {
  try {
    return addBusinessMinutes(hours, at, leftMs / 60_000)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return refuse(
      'ticket.sla-out-of-reach',
      'The calendar of this policy gives too little time for its targets.',
    )
  }
}

export function halt(hours: BusinessHours, of: Clock, at: string): Clock {
  const { runningSince, leftMs, missedAt } = settle(of, at)
  if (runningSince === null) return of
  const ranMs = Math.round(businessMinutesBetween(hours, runningSince, at) * 60_000)
  return { ...of, leftMs: leftMs - ranMs, runningSince: null, dueAt: missedAt, missedAt }
}

/** Another promise for the time already spent: what is left changes by the difference, and never ends in the past. */
export function retarget(hours: BusinessHours, of: Clock, targetMinutes: number, at: string): Clock {
  const still = halt(hours, of, at)
  const leftMs = still.leftMs + (targetMinutes - of.targetMinutes) * 60_000
  const changed = { ...still, targetMinutes, leftMs }
  return of.runningSince === null ? changed : run(hours, changed, at)
}

/** Whether it ran out before `at`: what is done at the due instant itself is done in time. */
export function settle(of: Clock, at: string): Clock {
  const missed = of.missedAt === null && of.runningSince !== null && of.dueAt !== null && of.dueAt < at
  return missed ? { ...of, missedAt: of.dueAt } : of
}

/** When the clock will run out, if it is running and has not. */
export function alarmOf(of: Clock): string | null {
  return of.runningSince !== null && of.missedAt === null ? of.dueAt : null
}
