import { contactTable } from '../../projections/customers/contact.ts'
import type { TablesOf } from '../lists/query.ts'
import { naming, type Relation, refs, related } from '../privacy/relations.ts'

type Tables = TablesOf<[typeof contactTable]>

/** A contact, the lead it was made of, and the contacts that were merged into it, are about the same person. */
export const contactRelations: readonly Relation[] = [
  related<Tables>('contact', async (db, ids) => {
    const contacts = db.selectFrom('contact')
    const [into, absorbed] = await Promise.all([
      contacts.select('absorbedById as id').where('id', 'in', ids).execute(),
      contacts.select('id').where('absorbedById', 'in', ids).execute(),
    ])
    return refs('contact', [...into, ...absorbed])
  }),
  related<Tables>('contact', async (db, ids) =>
    refs('lead', await db.selectFrom('contact').select('leadId as id').where('id', 'in', ids).execute()),
  ),
  naming('lead', contactTable, 'leadId'),
]
