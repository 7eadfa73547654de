import type { Feature } from './feature.ts'
import { article } from './service/article.ts'
import { asset } from './service/asset.ts'
import { businessCalendar } from './service/business-calendar.ts'
import { contract } from './service/contract.ts'
import { slaPolicy } from './service/sla-policy.ts'
import { ticket } from './service/ticket.ts'
import { ticketPolicy } from './service/ticket-policy.ts'
import { warranty } from './service/warranty.ts'

export const service: readonly Feature[] = [
  article,
  asset,
  businessCalendar,
  contract,
  slaPolicy,
  ticket,
  ticketPolicy,
  warranty,
]
