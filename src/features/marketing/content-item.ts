import { recordTitles } from '../../api/lists/titles.ts'
import { contentItemQueries, contentOffers } from '../../api/marketing/content-item.ts'
import { contentItemCommands } from '../../commands/marketing/content-item.ts'
import { contentItem as decider } from '../../domain/marketing/content-item.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { contentItemTable } from '../../projections/marketing/content-item.ts'
import { feature } from '../feature.ts'

/** What is worth reading, for leads and contacts by their interests. */
export const contentItem = feature({
  decider,
  resource: 'content-items',
  grants: () => [everyone],
  authority: {
    manager: { may: ['contentItem.*'], seesAll: true },
    rep: { may: ['contentItem.read'], seesAll: true },
  },
  table: contentItemTable,
  commands: contentItemCommands,
  queries: [...contentItemQueries, contentOffers],
  titles: recordTitles(decider),
})
