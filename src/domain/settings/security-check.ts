import { z } from 'zod'
import { decider } from '../decider.ts'
import { creates } from '../event.ts'
import { count } from '../values/integer.ts'

/** `packages`: known weaknesses of what others wrote; `headers`: what our own replies tell browsers. */
export const securityCheckKinds = ['packages', 'headers'] as const

export const finding = z.object({
  severity: z.enum(['critical', 'high', 'moderate', 'low', 'info']),
  /** The package and its versions, or the reply. */
  subject: z.string().min(1).max(300),
  text: z.string().max(500),
  url: z.string().max(500).nullable(),
})
export type Finding = z.output<typeof finding>

const recorded = z.object({
  kind: z.enum(securityCheckKinds),
  /** How many packages or replies were looked at. */
  looked: count,
  findings: z.array(finding).max(500),
  /** Why nothing can be said; null: it was looked at. */
  failure: z.string().max(500).nullable(),
})

export type SecurityCheckState = z.output<typeof recorded>

/** One look at how safe this installation is, and what was found. */
export const securityCheck = decider<SecurityCheckState>()({
  name: 'securityCheck',
  events: { 'securityCheck.recorded': creates(recorded) },
  commands: { 'securityCheck.record': creates(recorded) },
  evolve: { 'securityCheck.recorded': (_, data) => data },
  decide: { 'securityCheck.record': (_, input) => [{ type: 'securityCheck.recorded', data: input }] },
})
