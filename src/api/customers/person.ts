import { type Kysely, sql } from 'kysely'
import type { contactTable } from '../../projections/customers/contact.ts'
import type { TableOf } from '../../projections/projection.ts'
import type { leadTable } from '../../projections/sales/lead.ts'
import type { ticketTable } from '../../projections/service/ticket.ts'
import type { RecordRef, Relation } from '../privacy/relations.ts'

interface Tables {
  contact: TableOf<typeof contactTable>
  lead: TableOf<typeof leadTable>
  ticket: TableOf<typeof ticketTable>
}

/** Which records are about the same person, one step at a time: what became of a lead, and what a contact wrote. */
export const personRelations: readonly Relation[] = [
  relation('contact', async (db, ids) => [
    ...refs('lead', await db.selectFrom('contact').select('leadId as id').where('id', 'in', ids).execute()),
    ...refs(
      'lead',
      await db
        .selectFrom('lead')
        .select('id')
        .where(sql<string>`converted->>'contactId'`, 'in', ids)
        .execute(),
    ),
    ...refs('ticket', await db.selectFrom('ticket').select('id').where('contactId', 'in', ids).execute()),
    ...refs('ticket', await writtenFrom(db, await addressesOf(db, ids))),
  ]),
  relation('lead', async (db, ids) => [
    ...refs('contact', await db.selectFrom('contact').select('id').where('leadId', 'in', ids).execute()),
    ...refs(
      'contact',
      await db
        .selectFrom('lead')
        .select(sql<string | null>`converted->>'contactId'`.as('id'))
        .where('id', 'in', ids)
        .execute(),
    ),
  ]),
  relation('ticket', async (db, ids) =>
    refs('contact', await db.selectFrom('ticket').select('contactId as id').where('id', 'in', ids).execute()),
  ),
]

function relation(
  aggregate: string,
  related: (db: Kysely<Tables>, ids: readonly string[]) => Promise<RecordRef[]>,
): Relation {
  return { aggregate, related: (db, ids) => related(db as never as Kysely<Tables>, ids) }
}

/** An address belongs to one contact only. */
async function addressesOf(db: Kysely<Tables>, ids: readonly string[]): Promise<string[]> {
  const rows = await db.selectFrom('contact').select('email').where('id', 'in', ids).execute()
  return rows.flatMap(({ email }) => email ?? [])
}

async function writtenFrom(db: Kysely<Tables>, addresses: readonly string[]): Promise<{ id: string }[]> {
  if (addresses.length === 0) return []
  return db
    .selectFrom('ticket')
    .select('id')
    .where(sql<string>`requester->>'email'`, 'in', addresses)
    .execute()
}

function refs(aggregate: string, rows: readonly { id: string | null }[]): RecordRef[] {
  return rows.flatMap(({ id }) => (id === null ? [] : [{ aggregate, id }]))
}
