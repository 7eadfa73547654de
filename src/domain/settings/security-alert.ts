import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict } from '../error.ts'
import { creates } from '../event.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { line, prose } from '../values/text.ts'

export const alertKinds = [
  'failed-sign-ins',
  'mass-export',
  'mass-reading',
  'refused-access',
  'off-hours',
  'projection-stopped',
  'virus-found',
] as const

const raised = z.object({
  kind: z.enum(alertKinds),
  /** What it is about, where that is no person: a projection, a virus. */
  subject: line(100).optional(),
  /** Who it is about, as far as that is known, and from where. */
  actorId: z.string().max(200).nullable(),
  ip: z.string().max(100).nullable(),
  /** The period looked at. */
  from: instant,
  to: instant,
  /** How much there was of it, and from how much on it is told. */
  count,
  limit: count.min(1),
})
const note = prose(2000)
const closed = z.object({ verdict: z.enum(['harmless', 'incident']), note })

export interface SecurityAlertState extends z.output<typeof raised> {
  status: 'open' | 'acknowledged' | 'closed'
}

/** Something that may be an attack or a leak, from when it was seen to what people made of it. */
export const securityAlert = decider<SecurityAlertState>()({
  name: 'securityAlert',
  events: {
    'securityAlert.raised': creates(raised),
    'securityAlert.acknowledged': z.object({}),
    'securityAlert.closed': closed,
  },
  commands: {
    'securityAlert.raise': creates(raised),
    'securityAlert.acknowledge': z.object({}),
    'securityAlert.close': closed,
  },
  evolve: {
    'securityAlert.raised': (_, data) => ({ ...data, status: 'open' }),
    'securityAlert.acknowledged': (state) => ({ ...state, status: 'acknowledged' }),
    'securityAlert.closed': (state) => ({ ...state, status: 'closed' }),
  },
  decide: {
    'securityAlert.raise': (_, input) => [{ type: 'securityAlert.raised', data: input }],
    'securityAlert.acknowledge': ({ status }) => {
      if (status === 'closed') conflict('securityAlert.closed', 'This alert is closed.')
      return status === 'acknowledged' ? [] : [{ type: 'securityAlert.acknowledged', data: {} }]
    },
    'securityAlert.close': ({ status }, input) => {
      if (status === 'closed') conflict('securityAlert.closed', 'This alert is closed already.')
      return [{ type: 'securityAlert.closed', data: input }]
    },
  },
})
