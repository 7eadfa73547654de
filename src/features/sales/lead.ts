import { channelQuery } from '../../api/customers/channels.ts'
import { leadQueries, leadTitles } from '../../api/sales/lead.ts'
import { leadAssignmentExplained, leadCapacity } from '../../api/sales/lead-assignment.ts'
import { leadAssignmentStep } from '../../api/sales/lead-assignment-step.ts'
import { leadChecks } from '../../api/sales/lead-checks.ts'
import { leadConfirmationStep } from '../../api/sales/lead-confirmation.ts'
import { leadConversionEndpoint } from '../../api/sales/lead-conversion.ts'
import { leadRelations } from '../../api/sales/lead-person.ts'
import { leadProgress } from '../../api/sales/lead-progress.ts'
import { leadQualificationExplained } from '../../api/sales/lead-qualification.ts'
import { leadRecommendations } from '../../api/sales/lead-recommendations.ts'
import { leadReasons, leadReferrals } from '../../api/sales/lead-reports.ts'
import { leadReversionEndpoints, leadReversionStep } from '../../api/sales/lead-reversion.ts'
import { leadScoreExplained } from '../../api/sales/lead-score.ts'
import { leadCommands } from '../../commands/sales/lead.ts'
import { told } from '../../domain/identity/notice.ts'
import { lead as decider } from '../../domain/sales/lead.ts'
import { openStatuses } from '../../domain/sales/lead-status.ts'
import { ownedBy } from '../../platform/people/permissions.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { leadConfirmation } from '../../sagas/sales/lead-confirmation.ts'
import { leadConversion } from '../../sagas/sales/lead-conversion.ts'
import { leadRecycling } from '../../sagas/sales/lead-recycling.ts'
import { leadReversion } from '../../sagas/sales/lead-reversion.ts'
import { leadPickUp, leadRouting } from '../../sagas/sales/lead-routing.ts'
import { feature } from '../feature.ts'

const whole = { may: ['lead.*'], queue: true } as const

export const lead = feature({
  decider,
  resource: 'leads',
  grants: ({ ownerId }) => ownedBy(ownerId, 'lead'),
  authority: { manager: whole, rep: whole },
  table: leadTable,
  commands: leadCommands,
  queries: [
    ...leadQueries,
    channelQuery(leadTable, 'leads'),
    leadScoreExplained,
    leadChecks,
    leadProgress,
    leadReasons,
    leadReferrals,
    leadAssignmentExplained,
    leadQualificationExplained,
    leadCapacity,
    leadRecommendations,
  ],
  titles: leadTitles,
  sagas: [leadConversion, leadRecycling, leadRouting, leadPickUp, leadReversion, leadConfirmation],
  effects: {
    'lead.assign-by-rules': leadAssignmentStep,
    'lead.complete-reversion': leadReversionStep,
    'lead.ask-confirmation': leadConfirmationStep,
  },
  inMail: [],
  ownership: {
    column: 'ownerId',
    command: 'lead.assign',
    open: { column: 'status', is: [...openStatuses, 'recycled'] },
  },
  told: told(decider)(
    {
      'lead.assigned': 'A lead was assigned to you',
      'lead.woken': 'A lead that was put off is yours to take up again',
    },
    {
      'lead.captured': ({ data }) => ({ kind: 'lead.assigned', userIds: [data.ownerId] }),
      'lead.assigned': ({ data }) => ({ kind: 'lead.assigned', userIds: [data.ownerId] }),
      'lead.woken': ({ data }) => ({ kind: 'lead.woken', userIds: [data.ownerId] }),
    },
  ),
  relations: leadRelations,
  endpoints: [leadConversionEndpoint, leadReversionEndpoints],
  retained: true,
})
