import { createIdleDeals } from '../../api/sales/deal-idle.ts'
import { keyPlayers } from '../../api/sales/key-players.ts'
import { opportunityQueries, opportunityTitles } from '../../api/sales/opportunity.ts'
import { dealSpending } from '../../api/sales/spending.ts'
import { opportunityCommands } from '../../commands/sales/opportunity.ts'
import { told } from '../../domain/identity/notice.ts'
import { opportunity as decider } from '../../domain/sales/opportunity.ts'
import { ownedBy } from '../../platform/people/permissions.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { dealIdle } from '../../sagas/sales/deal-idle.ts'
import { dealOwnership } from '../../sagas/sales/deal-ownership.ts'
import { feature } from '../feature.ts'

export const opportunity = feature({
  decider,
  resource: 'opportunities',
  grants: ({ ownerId }) => ownedBy(ownerId, 'opportunity'),
  authority: { manager: { may: ['opportunity.*'], queue: true }, rep: { may: ['opportunity.*'] } },
  table: opportunityTable,
  commands: opportunityCommands,
  queries: [...opportunityQueries, keyPlayers, dealSpending],
  titles: opportunityTitles,
  sagas: [dealOwnership, dealIdle],
  schedules: (parts) => [
    { name: 'deal-idle', at: parts.nightly, work: (_, signal) => createIdleDeals(parts).judge(signal) },
  ],
  origin: { field: 'leadId', aggregate: 'lead' },
  ownership: {
    column: 'ownerId',
    command: 'opportunity.assign',
    open: { column: 'status', is: ['open'] },
  },
  told: told(decider)(
    { 'opportunity.assigned': 'A deal was assigned to you' },
    {
      'opportunity.opened': ({ data }) => ({ kind: 'opportunity.assigned', userIds: [data.ownerId] }),
      'opportunity.assigned': ({ data }) => ({ kind: 'opportunity.assigned', userIds: [data.ownerId] }),
    },
  ),
})
