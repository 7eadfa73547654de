import { z } from 'zod'
import { decider } from '../decider.ts'
import { creates } from '../event.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { reportFormat } from './report-format.ts'

const content = z.object({
  scheduleId: uuid,
  reportId: uuid,
  format: reportFormat,
  /** It shows what was recorded by then. */
  asOf: instant,
  recipientId: uuid,
  /** Whose schedule it is. */
  ownerId: uuid,
})

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal')

/**
 * What came of it. Left out is who is not with us any more, or does not find the report; and what
 * the report cannot be asked any more, or the mail server will never take.
 */
export const deliveryOutcome = z
  .discriminatedUnion('is', [
    z.object({
      is: z.literal('sent'),
      records: count,
      hash,
    }),
    z.object({ is: z.literal('left-out'), reason: line(500) }),
  ])
  .register(vocabulary, { id: 'DeliveryOutcome' })
export type DeliveryOutcome = z.output<typeof deliveryOutcome>

const events = {
  'reportDelivery.ordered': creates(content),
  /** `hash` is that of the result: whoever asks the same as of the same instant gets it again. */
  'reportDelivery.sent': z.object({ records: count, hash }),
  'reportDelivery.left-out': z.object({ reason: line(500) }),
}

const commands = {
  'reportDelivery.order': creates(content),
  'reportDelivery.send': z.object({ outcome: deliveryOutcome }),
}

export interface ReportDeliveryState extends z.output<typeof content> {
  status: 'waiting' | 'sent' | 'left-out'
}

/** A report on its way to one person: who got what, as of when. */
export const reportDelivery = decider<ReportDeliveryState>()({
  name: 'reportDelivery',
  events,
  commands,
  evolve: {
    'reportDelivery.ordered': (_, data) => ({ ...data, status: 'waiting' }),
    'reportDelivery.sent': (state) => ({ ...state, status: 'sent' }),
    'reportDelivery.left-out': (state) => ({ ...state, status: 'left-out' }),
  },
  decide: {
    'reportDelivery.order': (_, data) => [{ type: 'reportDelivery.ordered', data }],
    'reportDelivery.send': ({ status }, { outcome }) => {
      if (status !== 'waiting') return []
      return outcome.is === 'sent'
        ? [{ type: 'reportDelivery.sent', data: { records: outcome.records, hash: outcome.hash } }]
        : [{ type: 'reportDelivery.left-out', data: { reason: outcome.reason } }]
    },
  },
})
