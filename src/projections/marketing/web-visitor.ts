import { webVisitor } from '../../domain/marketing/web-visitor.ts'
import { linkFolds } from '../linking.ts'
import { instant, integer, json, nullable, projection, text, uuid } from '../projection.ts'

/** A page that somebody looked at, how often, and when last. */
export interface PageSeen {
  path: string
  times: number
  at: string
}

export const webVisitorTable = projection(webVisitor)({
  name: 'webVisitor',
  version: 1,
  columns: {
    siteId: uuid,
    contactId: nullable(uuid),
    leadId: nullable(uuid),
    ownerId: nullable(uuid),
    views: integer,
    /** Each page once, the one that was looked at last at the end. */
    pages: json<readonly PageSeen[]>(),
    lastPath: nullable(text),
    /** How often they have looked at that page. */
    timesThere: integer,
    lastAt: nullable(instant),
    /** The product that they looked at last. */
    productId: nullable(uuid),
    /** The campaign of the link that they came by last. */
    campaign: nullable(text),
  },
  sameField: [['path', 'pages', 'lastPath', 'timesThere']],
  indexes: [['contactId'], ['leadId'], ['siteId', 'lastAt'], ['lastAt'], ['createdAt'], ['updatedAt']],
  on: {
    'webVisitor.identified': (_, { data }) => ({
      ...data,
      views: 0,
      pages: [],
      lastPath: null,
      timesThere: 0,
      lastAt: null,
      productId: null,
      campaign: null,
    }),
    'webVisitor.viewed': (row, { data: { path, productId, campaign }, occurredAt }) => {
      if (!row) return undefined
      const common = {
        ...row,
        views: row.views + 1,
        lastAt: occurredAt,
        productId: productId ?? row.productId,
        campaign: campaign ?? row.campaign,
      }
      // Whoever was erased looked at pages that nobody can name any more.
      if (path === null) return common
      const times = (row.pages.find((one) => one.path === path)?.times ?? 0) + 1
      const others = row.pages.filter((one) => one.path !== path)
      return {
        ...common,
        pages: [...others, { path, times, at: occurredAt }],
        lastPath: path,
        timesThere: times,
      }
    },
    ...linkFolds('webVisitor'),
  },
})
