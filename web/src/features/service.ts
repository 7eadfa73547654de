import type { Entry } from '../records/entry.ts'
import { appointment, serviceBoard } from './service/appointment.entry.ts'
import { article } from './service/article.entry.ts'
import { articleUsage } from './service/article-usage.entry.ts'
import { asset } from './service/asset.entry.ts'
import { calendar } from './service/calendar.entry.ts'
import { coaching } from './service/coaching.entry.ts'
import { contract } from './service/contract.entry.ts'
import { maintenancePlan } from './service/maintenance-plan.entry.ts'
import { plannedResource } from './service/resource.entry.ts'
import { resourceGroup } from './service/resource-group.entry.ts'
import { satisfaction } from './service/satisfaction.entry.ts'
import { serviceOffered } from './service/service.entry.ts'
import { serviceOrder } from './service/service-order.entry.ts'
import { slaAttainment } from './service/sla-attainment.entry.ts'
import { slaPolicy } from './service/sla-policy.entry.ts'
import { surveyPolicySetting } from './service/survey-policy.entry.ts'
import { ticket } from './service/ticket.entry.ts'
import { ticketPolicySetting } from './service/ticket-policy.entry.ts'
import { ticketReports } from './service/ticket-reports.entry.ts'
import { warranty } from './service/warranty.entry.ts'

export const service: readonly Entry[] = [
  ticket,
  ticketReports,
  slaAttainment,
  satisfaction,
  coaching,
  article,
  articleUsage,
  serviceBoard,
  serviceOrder,
  maintenancePlan,
  contract,
  asset,
  slaPolicy,
  calendar,
  ticketPolicySetting,
  surveyPolicySetting,
  warranty,
  serviceOffered,
  plannedResource,
  resourceGroup,
  appointment,
]
