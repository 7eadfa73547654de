import type { Entry } from '../records/entry.ts'
import { accountingRun } from './sales/accounting-run.entry.ts'
import { competitor } from './sales/competitor.entry.ts'
import { crossSelling, quoteSuggestions, suggestions } from './sales/cross-selling.entry.ts'
import { erpConnectionSetting } from './sales/erp-connection.entry.ts'
import { followUp, setAsideFollowUp } from './sales/follow-up.entry.ts'
import { invoice } from './sales/invoice.entry.ts'
import { lead } from './sales/lead.entry.ts'
import { leadForm } from './sales/lead-form.entry.ts'
import { market } from './sales/market.entry.ts'
import { opportunity } from './sales/opportunity.entry.ts'
import { order } from './sales/order.entry.ts'
import { payment } from './sales/payment.entry.ts'
import { pipeline } from './sales/pipeline.entry.ts'
import { priceBook } from './sales/price-book.entry.ts'
import { product } from './sales/product.entry.ts'
import { productGroup } from './sales/product-group.entry.ts'
import { quota } from './sales/quota.entry.ts'
import { quote } from './sales/quote.entry.ts'
import { quotePolicySetting } from './sales/quote-policy.entry.ts'
import { rateSheet } from './sales/rate-sheet.entry.ts'
import { textBlock } from './sales/text-block.entry.ts'

export const sales: readonly Entry[] = [
  lead,
  followUp,
  setAsideFollowUp,
  opportunity,
  quote,
  order,
  invoice,
  payment,
  accountingRun,
  quota,
  market,
  competitor,
  crossSelling,
  suggestions,
  quoteSuggestions,
  product,
  productGroup,
  leadForm,
  priceBook,
  textBlock,
  quotePolicySetting,
  erpConnectionSetting,
  pipeline,
  rateSheet,
]
