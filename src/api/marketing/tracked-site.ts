import { z } from 'zod'
import { webVisitor } from '../../domain/marketing/web-visitor.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { trackedSiteTable } from '../../projections/marketing/tracked-site.ts'
import { webVisitorTable } from '../../projections/marketing/web-visitor.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { productTable } from '../../projections/sales/product.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { naming, type Relation } from '../privacy/relations.ts'

export const trackedSiteQueries = recordQueries(trackedSiteTable)({
  resource: 'tracked-sites',
  summary: 'Web sites whose pages tell what is looked at, of whoever has allowed it',
  row: z.object({ name: z.string(), sites: z.array(z.string()), archived: z.boolean() }),
  filters: { archived: flag },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name'],
})

export const webVisitorQueries = recordQueries(webVisitorTable)({
  resource: 'web-visitors',
  summary: 'People who are known on web sites of ours, and the pages that they looked at',
  row: z.object({
    siteId: uuid,
    contactId: uuid.nullable(),
    leadId: uuid.nullable(),
    ownerId: uuid.nullable(),
    views: z.int(),
    pages: z.array(
      z.object({ path: z.string(), times: z.int(), at: instant }).register(vocabulary, { id: 'PageSeen' }),
    ),
    lastPath: z.string().nullable(),
    timesThere: z.int().describe('How often they have looked at that page.'),
    lastAt: instant.nullable(),
    productId: uuid.nullable(),
    campaign: z.string().nullable(),
  }),
  shown: ({ pages, ...row }) => ({ ...row, pages: [...(pages ?? [])] }),
  references: {
    siteId: trackedSiteTable,
    contactId: contactTable,
    leadId: leadTable,
    productId: productTable,
  },
  filters: { siteId: uuid, contactId: uuid, leadId: uuid, lastPath: z.string().max(300) },
  ranges: { lastAt: instant, timesThere: z.coerce.number().int(), views: z.coerce.number().int() },
  sorts: ['-lastAt', 'views', 'createdAt', 'updatedAt'],
})

export const webVisitorTitles = titlesOf(webVisitor, {
  'webVisitor.identified': () => 'Known by a link of their own',
  'webVisitor.viewed': ({ data: { path } }) => `Looked at ${path ?? 'a page'}`,
})

/** What somebody looked at is about them, and goes with them. */
export const webVisitorRelations: readonly Relation[] = [
  naming('contact', webVisitorTable, 'contactId'),
  naming('lead', webVisitorTable, 'leadId'),
]
