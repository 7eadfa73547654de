import { type Feature, partOf } from './feature.ts'
import { accountingRun } from './sales/accounting-run.ts'
import { competitor } from './sales/competitor.ts'
import { crossSelling } from './sales/cross-selling.ts'
import { erpConnection } from './sales/erp-connection.ts'
import { followUp } from './sales/follow-up.ts'
import { invoice } from './sales/invoice.ts'
import { lead } from './sales/lead.ts'
import { leadForm } from './sales/lead-form.ts'
import { market } from './sales/market.ts'
import { opportunity } from './sales/opportunity.ts'
import { order } from './sales/order.ts'
import { payment } from './sales/payment.ts'
import { pipeline } from './sales/pipeline.ts'
import { priceBook } from './sales/price-book.ts'
import { product } from './sales/product.ts'
import { productGroup } from './sales/product-group.ts'
import { quota } from './sales/quota.ts'
import { quote } from './sales/quote.ts'
import { quotePolicy } from './sales/quote-policy.ts'
import { rateSheet } from './sales/rate-sheet.ts'
import { textBlock } from './sales/text-block.ts'

export const sales: readonly Feature[] = [
  product,
  productGroup,
  priceBook,
  leadForm,
  order,
  erpConnection,
  followUp,
  invoice,
  payment,
  accountingRun,
  rateSheet,
  ...partOf('sales', [
    pipeline,
    competitor,
    crossSelling,
    lead,
    opportunity,
    quota,
    market,
    quote,
    quotePolicy,
    textBlock,
  ]),
]
