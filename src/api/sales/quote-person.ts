import type { opportunityTable } from '../../projections/sales/opportunity.ts'
import type { quoteTable } from '../../projections/sales/quote.ts'
import type { TablesOf } from '../lists/query.ts'
import { type Relation, refs, related } from '../privacy/relations.ts'

type Tables = TablesOf<[typeof opportunityTable, typeof quoteTable]>

/** Who has answered by the link is whom the deal is with, as far as anybody knows. */
export const quoteRelations: readonly Relation[] = [
  related<Tables>('contact', async (db, ids) =>
    refs(
      'quote',
      await db
        .selectFrom('quote')
        .innerJoin('opportunity', 'opportunity.id', 'quote.opportunityId')
        .select('quote.id')
        .where('opportunity.contactId', 'in', ids)
        .where('quote.answeredBy', 'is not', null)
        .execute(),
    ),
  ),
]
