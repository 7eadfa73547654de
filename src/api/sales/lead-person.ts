import { sql } from 'kysely'
import type { leadTable } from '../../projections/sales/lead.ts'
import type { TablesOf } from '../lists/query.ts'
import { type Relation, refs, related } from '../privacy/relations.ts'

type Tables = TablesOf<[typeof leadTable]>

const contactId = sql<string | null>`converted->>'contactId'`

/** A lead and the contact it became, also one there was before or that was withdrawn, are about the same person. */
export const leadRelations: readonly Relation[] = [
  related<Tables>('lead', async (db, ids) =>
    refs('contact', [
      ...(await db.selectFrom('lead').select(contactId.as('id')).where('id', 'in', ids).execute()),
      ...(await db
        .selectFrom('lead')
        .select(sql<string>`unnest(withdrawn_contact_ids)`.as('id'))
        .where('id', 'in', ids)
        .execute()),
    ]),
  ),
  related<Tables>('contact', async (db, ids) =>
    refs('lead', await db.selectFrom('lead').select('id').where(contactId, 'in', ids).execute()),
  ),
]
