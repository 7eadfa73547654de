import type { Entry } from '../records/entry.ts'
import { article } from './service/article.entry.ts'
import { articleUsage } from './service/article-usage.entry.ts'
import { asset } from './service/asset.entry.ts'
import { calendar } from './service/calendar.entry.ts'
import { contract } from './service/contract.entry.ts'
import { slaAttainment } from './service/sla-attainment.entry.ts'
import { slaPolicy } from './service/sla-policy.entry.ts'
import { ticket } from './service/ticket.entry.ts'
import { ticketPolicySetting } from './service/ticket-policy.entry.ts'
import { ticketReports } from './service/ticket-reports.entry.ts'
import { warranty } from './service/warranty.entry.ts'

export const service: readonly Entry[] = [
  ticket,
  ticketReports,
  slaAttainment,
  article,
  articleUsage,
  contract,
  asset,
  slaPolicy,
  calendar,
  ticketPolicySetting,
  warranty,
]
