import { z } from 'zod'
import { record } from '../record.ts'
import { count } from '../values/integer.ts'
import { outsideAddress } from '../values/outside-address.ts'

const address = outsideAddress.meta({ examples: ['https://erp.example.com/hindsight/orders'] })

export const erpSettings = z.object({
  /** Where orders are sent to; null: it is not known yet. */
  url: address.nullable().default(null),
  /** Whether orders go there, and word of it is taken. */
  on: z.boolean().default(false),
  /** Which secret what goes to and fro is signed with: the first, the second; 0: there is none yet. */
  secretNumber: count.default(0),
})
export type ErpSettings = z.output<typeof erpSettings>

export const defaultErpSettings: ErpSettings = erpSettings.parse({})

/** The ERP that takes orders over. There is one, and every change of it is an event. */
export const erpConnection = record('erpConnection', erpSettings)
