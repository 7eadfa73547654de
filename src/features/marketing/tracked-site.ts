import { recordTitles } from '../../api/lists/titles.ts'
import { trackedSiteQueries } from '../../api/marketing/tracked-site.ts'
import { siteRanks, tracker } from '../../api/marketing/tracker.ts'
import { trackedSiteCommands } from '../../commands/marketing/tracked-site.ts'
import { trackedSite as decider } from '../../domain/marketing/tracked-site.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { trackedSiteTable } from '../../projections/marketing/tracked-site.ts'
import { feature } from '../feature.ts'

/** Web sites of ours, and what their pages tell. */
export const trackedSite = feature({
  decider,
  resource: 'tracked-sites',
  grants: () => [everyone],
  authority: {
    manager: { may: ['trackedSite.*'], seesAll: true },
    rep: { may: ['trackedSite.read'], seesAll: true },
  },
  table: trackedSiteTable,
  commands: trackedSiteCommands,
  queries: trackedSiteQueries,
  titles: recordTitles(decider),
  endpoints: [tracker, siteRanks],
})
