import { campaignQueries, campaignTitles } from '../../api/marketing/campaign.ts'
import { campaignDeals, campaignResults } from '../../api/marketing/campaign-results.ts'
import { quickCampaign } from '../../api/marketing/quick-campaign.ts'
import { campaignCommands } from '../../commands/marketing/campaign.ts'
import { campaign as decider } from '../../domain/marketing/campaign.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { campaignTable } from '../../projections/marketing/campaign.ts'
import { campaignSchedule } from '../../sagas/marketing/campaign-schedule.ts'
import { feature } from '../feature.ts'

export const campaign = feature({
  decider,
  resource: 'campaigns',
  grants: () => [everyone],
  authority: {
    manager: { may: ['campaign.*'], seesAll: true },
    rep: { may: ['campaign.read'], seesAll: true },
  },
  table: campaignTable,
  commands: campaignCommands,
  queries: [...campaignQueries, campaignResults, campaignDeals],
  titles: campaignTitles,
  sagas: [campaignSchedule],
  endpoints: [() => quickCampaign],
  ownership: { column: 'ownerId', command: 'campaign.change' },
})
