import type { Entry } from '../records/entry.ts'
import { lead } from './sales/lead.entry.ts'
import { opportunity } from './sales/opportunity.entry.ts'
import { order } from './sales/order.entry.ts'
import { pipeline } from './sales/pipeline.entry.ts'
import { product } from './sales/product.entry.ts'
import { quote } from './sales/quote.entry.ts'

export const sales: readonly Entry[] = [lead, opportunity, quote, order, product, pipeline]
