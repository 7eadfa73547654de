import { webVisitorQueries, webVisitorRelations, webVisitorTitles } from '../../api/marketing/tracked-site.ts'
import { webVisitorCommands } from '../../commands/marketing/web-visitor.ts'
import { webVisitor as decider } from '../../domain/marketing/web-visitor.ts'
import { ownedBy } from '../../platform/people/permissions.ts'
import { webVisitorTable } from '../../projections/marketing/web-visitor.ts'
import { feature } from '../feature.ts'

/** Which pages people have looked at who are known there. */
export const webVisitor = feature({
  decider,
  resource: 'web-visitors',
  grants: ({ ownerId }) => ownedBy(ownerId, 'webVisitor'),
  authority: {
    manager: { may: ['webVisitor.read'], seesAll: true },
    rep: { may: ['webVisitor.read'] },
  },
  table: webVisitorTable,
  commands: webVisitorCommands,
  queries: webVisitorQueries,
  titles: webVisitorTitles,
  relations: webVisitorRelations,
  retained: true,
})
