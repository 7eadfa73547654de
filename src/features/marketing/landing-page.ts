import { landingPageQueries, landingPageTitles } from '../../api/marketing/landing-page.ts'
import { landingPageResults, landingPages } from '../../api/marketing/landing-page-pages.ts'
import { landingPageCommands } from '../../commands/marketing/landing-page.ts'
import { landingPage as decider } from '../../domain/marketing/landing-page.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { landingPageTable } from '../../projections/marketing/landing-page.ts'
import { feature } from '../feature.ts'

/** Pages of the organisation by which strangers become leads. */
export const landingPage = feature({
  decider,
  resource: 'landing-pages',
  grants: () => [everyone],
  authority: {
    manager: { may: ['landingPage.*'], seesAll: true },
    rep: { may: ['landingPage.read'], seesAll: true },
  },
  table: landingPageTable,
  commands: landingPageCommands,
  queries: landingPageQueries,
  titles: landingPageTitles,
  endpoints: [landingPages, landingPageResults],
})
