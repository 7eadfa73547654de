import type { Feature } from './feature.ts'
import { lead } from './sales/lead.ts'
import { opportunity } from './sales/opportunity.ts'
import { order } from './sales/order.ts'
import { pipeline } from './sales/pipeline.ts'
import { product } from './sales/product.ts'
import { quote } from './sales/quote.ts'

export const sales: readonly Feature[] = [product, pipeline, lead, opportunity, quote, order]
