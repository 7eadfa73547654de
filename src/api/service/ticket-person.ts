import { sql } from 'kysely'
import type { contactTable } from '../../projections/customers/contact.ts'
import { ticketTable } from '../../projections/service/ticket.ts'
import type { TablesOf } from '../lists/query.ts'
import { naming, type Relation, refs, related } from '../privacy/relations.ts'

type Tables = TablesOf<[typeof contactTable, typeof ticketTable]>

/** What a contact asked for: on tickets that name them, on those that came from their address, and on what these became. */
export const ticketRelations: readonly Relation[] = [
  related<Tables>('ticket', async (db, ids) =>
    refs('contact', await db.selectFrom('ticket').select('contactId as id').where('id', 'in', ids).execute()),
  ),
  // What one message of it became says who asks, too.
  naming('ticket', ticketTable, 'splitFromId'),
  related<Tables>('contact', async (db, ids) => {
    const named = await db.selectFrom('ticket').select('id').where('contactId', 'in', ids).execute()
    // An address belongs to one contact only.
    const rows = await db.selectFrom('contact').select('email').where('id', 'in', ids).execute()
    const addresses = rows.flatMap(({ email }) => email ?? [])
    if (addresses.length === 0) return refs('ticket', named)
    const written = await db
      .selectFrom('ticket')
      .select('id')
      .where(sql<string>`requester->>'email'`, 'in', addresses)
      .execute()
    return refs('ticket', [...named, ...written])
  }),
]
