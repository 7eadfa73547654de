import { z } from 'zod'
import { record } from '../record.ts'
import { percentage } from '../values/decimal.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** What counts as revenue: what was invoiced less what was credited, or what was ordered. Net of tax, both. */
export const revenueBasis = z.enum(['invoices', 'orders']).register(vocabulary, { id: 'RevenueBasis' })
export type RevenueBasis = z.output<typeof revenueBasis>

/** From which share of the revenue of so many months on a customer is a key customer. */
export const keyCustomerRules = z.object({
  basis: revenueBasis.default('invoices'),
  months: z.int().min(1).max(60).default(12),
  sharePercent: percentage.default(5),
})
export type KeyCustomerRules = z.output<typeof keyCustomerRules>

/** What holds where nothing was decided. */
export const defaultKeyCustomerRules: KeyCustomerRules = keyCustomerRules.parse({})

/** There is one, and every change of it is an event. */
export const keyCustomerPolicy = record('keyCustomerPolicy', keyCustomerRules)
