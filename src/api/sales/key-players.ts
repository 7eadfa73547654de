import { z } from 'zod'
import { type KeyPlayer, keyPlayer } from '../../domain/sales/key-player.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { withNames } from '../lists/names.ts'
import { query } from '../lists/query.ts'

const player = keyPlayer.extend({
  contactName: z.string().nullable().describe('Null: the reader does not see this contact.'),
  title: z.string().nullable(),
  accountId: uuid.nullable(),
  accountName: z.string().nullable(),
  main: z.boolean().describe('The one the deal is with in the first place.'),
})

/** Who has a say in a deal: its contact first, then the others in the order in which they became known. */
export const keyPlayers = query(
  opportunityTable,
  contactTable,
  accountTable,
)({
  name: 'keyPlayers',
  path: '/opportunities/:id/key-players',
  summary: 'Who has a say in an opportunity, what part they play and where they stand',
  permission: 'opportunity.read',
  parameters: z.object({ id: uuid }),
  reply: z.object({ opportunityId: uuid, players: z.array(player) }),
  async run({ db, parameters: { id } }) {
    const row = await db
      .selectFrom('opportunity')
      .select(['id', 'contactId', 'players'])
      .where('id', '=', id.toLowerCase())
      .executeTakeFirst()
    if (!row) return undefined
    // A role may hide them.
    const known = (row.players ?? []) as readonly KeyPlayer[]
    const { contactId } = row
    const main = known.find((one) => one.contactId === contactId)
    const all = [
      ...(contactId ? [main ?? { contactId, role: null, stance: null }] : []),
      ...known.filter((one) => one !== main),
    ]
    const ids = all.map((one) => one.contactId)
    const contacts =
      ids.length === 0
        ? []
        : await db.selectFrom('contact').select(['id', 'title', 'accountId']).where('id', 'in', ids).execute()
    const about = new Map(contacts.map((contact) => [contact.id, contact]))
    const players = all.map((one) => ({
      ...one,
      title: about.get(one.contactId)?.title ?? null,
      accountId: about.get(one.contactId)?.accountId ?? null,
      main: one.contactId === contactId,
    }))
    return {
      opportunityId: row.id,
      players: await withNames(db as never, players, { contactId: contactTable, accountId: accountTable }),
    }
  },
})
