import { z } from 'zod'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { withNames } from '../lists/names.ts'
import { query } from '../lists/query.ts'

export const employmentQuery = query(
  contactTable,
  accountTable,
)({
  name: 'contactEmployments',
  path: '/contacts/:id/employments',
  summary: 'Where a contact works and has worked, with titles and since when, the present place first',
  permission: 'contact.read',
  parameters: z.object({ id: uuid }),
  reply: z.object({
    items: z.array(
      z.object({
        accountId: uuid,
        accountName: z.string().nullable(),
        title: z.string().nullable(),
        from: instant,
        /** Null: they are there now. */
        to: instant.nullable(),
      }),
    ),
  }),
  async run({ db, parameters: { id } }) {
    const row = await db
      .selectFrom('contact')
      .select(['accountId', 'title', 'employedFrom', 'employments'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (!row) return undefined
    const { accountId, title, employedFrom } = row
    // Nothing of it is there for whom it is hidden.
    const former = (row.employments ?? []).toReversed()
    const present = accountId && employedFrom ? [{ accountId, title, from: employedFrom, to: null }] : []
    return { items: await withNames(db as never, [...present, ...former], { accountId: accountTable }) }
  },
})
