import type { contactTable } from '../../projections/customers/contact.ts'
import type { TablesOf } from '../lists/query.ts'
import { type Relation, refs, related } from '../privacy/relations.ts'

type Tables = TablesOf<[typeof contactTable]>

/** A contact and the lead it was made of are about the same person. */
export const contactRelations: readonly Relation[] = [
  related<Tables>('contact', async (db, ids) =>
    refs('lead', await db.selectFrom('contact').select('leadId as id').where('id', 'in', ids).execute()),
  ),
  related<Tables>('lead', async (db, ids) =>
    refs('contact', await db.selectFrom('contact').select('id').where('leadId', 'in', ids).execute()),
  ),
]
