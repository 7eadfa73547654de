import { type Feature, partOf } from './feature.ts'
import { appointment } from './service/appointment.ts'
import { article } from './service/article.ts'
import { asset } from './service/asset.ts'
import { businessCalendar } from './service/business-calendar.ts'
import { coaching } from './service/coaching.ts'
import { contract } from './service/contract.ts'
import { maintenancePlan } from './service/maintenance-plan.ts'
import { resource } from './service/resource.ts'
import { resourceGroup } from './service/resource-group.ts'
import { service as serviceCatalogue } from './service/service.ts'
import { serviceOrder } from './service/service-order.ts'
import { slaPolicy } from './service/sla-policy.ts'
import { surveyPolicy } from './service/survey-policy.ts'
import { ticket } from './service/ticket.ts'
import { ticketPolicy } from './service/ticket-policy.ts'
import { warranty } from './service/warranty.ts'

export const service: readonly Feature[] = [
  asset,
  businessCalendar,
  contract,
  warranty,
  ...partOf('service', [article, coaching, slaPolicy, surveyPolicy, ticket, ticketPolicy]),
  ...partOf('fieldService', [
    appointment,
    maintenancePlan,
    resource,
    resourceGroup,
    serviceCatalogue,
    serviceOrder,
  ]),
]
