import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { forbidden } from '../../domain/customers/channels.ts'
import { day } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { allows } from '../../platform/people/permissions.ts'
import { activityTable } from '../../projections/activities/activity.ts'
import type { activityLinkTable } from '../../projections/activities/activity-link.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { invoiceTable } from '../../projections/sales/invoice.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { orderTable } from '../../projections/sales/order.ts'
import { ticketTable } from '../../projections/service/ticket.ts'
import { query, type TablesOf } from '../lists/query.ts'
import { shownConsent } from '../privacy/consent.ts'
import { grossReply, moneyOf, moneyReply } from '../sales/money.ts'

/** So many of each kind are told, the newest first; the counts are of all. */
const most = 20

const some = <Row extends z.ZodType>(row: Row) =>
  z
    .object({ count: z.int(), open: z.int(), items: z.array(row) })
    .nullable()
    .describe('Null where the reader may see none of them.')

const profile = z
  .object({
    model: z.enum(['account', 'contact']),
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    city: z.string().nullable(),
    country: z.string().nullable(),
    classification: z.string().nullable(),
    ownerId: uuid.nullable(),
    archived: z.boolean().nullable(),
    slaPolicyId: uuid.nullable(),
    serviceNotes: z.string().nullable(),
    doNotContact: z.array(forbidden),
  })
  .register(vocabulary, { id: 'CustomerProfile' })

const reply = z
  .object({
    id: uuid,
    profile,
    contacts: some(
      z
        .object({ id: uuid, name: z.string().nullable(), title: z.string().nullable() })
        .register(vocabulary, { id: 'CustomerContact' }),
    ),
    deals: some(
      z
        .object({
          id: uuid,
          name: z.string().nullable(),
          status: z.string().nullable(),
          stageName: z.string().nullable(),
          amount: moneyReply.nullable(),
          closeDate: day.nullable(),
        })
        .register(vocabulary, { id: 'CustomerDeal' }),
    ),
    orders: some(
      z
        .object({
          id: uuid,
          number: z.string().nullable(),
          placedAt: instant.nullable(),
          gross: grossReply.nullable(),
        })
        .register(vocabulary, { id: 'CustomerOrder' }),
    ),
    invoices: some(
      z
        .object({
          id: uuid,
          number: z.string().nullable(),
          status: z.string().nullable(),
          issuedOn: day.nullable(),
          dueOn: day.nullable(),
          gross: grossReply.nullable(),
          open: grossReply.nullable(),
        })
        .register(vocabulary, { id: 'CustomerInvoice' }),
    ),
    tickets: some(
      z
        .object({
          id: uuid,
          number: z.string().nullable(),
          subject: z.string().nullable(),
          status: z.string().nullable(),
          priority: z.string().nullable(),
        })
        .register(vocabulary, { id: 'CustomerTicket' }),
    ),
    consents: z
      .array(shownConsent)
      .nullable()
      .describe('Of a contact: what they have allowed, and what they allow no more.'),
    activities: some(
      z
        .object({
          id: uuid,
          kind: z.string().nullable(),
          subject: z.string().nullable(),
          status: z.string().nullable(),
          at: instant.nullable(),
        })
        .register(vocabulary, { id: 'CustomerActivity' }),
    ),
  })
  .register(vocabulary, { id: 'Customer360' })

type Db = Kysely<
  TablesOf<
    [
      typeof accountTable,
      typeof contactTable,
      typeof opportunityTable,
      typeof invoiceTable,
      typeof orderTable,
      typeof ticketTable,
      typeof activityTable,
      typeof activityLinkTable,
    ]
  >
>

/** How many there are of a list, how many of them are open, and the first of them. */
async function told<Row>(
  counted: Promise<{ count: number | string; open: number | string } | undefined>,
  items: Promise<Row[]>,
) {
  const { count = 0, open = 0 } = (await counted) ?? {}
  return { count: Number(count), open: Number(open), items: await items }
}

const countOf = (isOpen: string) => [
  sql<number>`count(*)`.as('count'),
  sql<number>`count(*) filter (where ${sql.raw(isOpen)})`.as('open'),
]

/** Everything about a customer in one answer (CUS-11): by the reader's own rights and masks, as of any instant. */
export const customerOverview = query(
  accountTable,
  contactTable,
  opportunityTable,
  orderTable,
  invoiceTable,
  ticketTable,
  activityTable,
)({
  name: 'customer360',
  path: '/customers/:id/360',
  summary:
    'Everything about a customer, an account or a contact, in one call: profile, people, deals, orders, invoices, tickets, activities',
  permission: 'account.read',
  parameters: z.object({ id: uuid }),
  reply,
  async run({ db: all, parameters: { id }, principal }) {
    const db = all as never as Db
    const may = (model: string) => allows(principal.may, `${model}.read`)
    const account = await db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
    const contact =
      account || !may('contact')
        ? undefined
        : await db.selectFrom('contact').selectAll().where('id', '=', id).executeTakeFirst()
    const found = account ?? contact
    if (!found) return undefined
    const own = account ? 'accountId' : 'contactId'
    const { email, phone, city, country, classification, ownerId, archived } = found
    const name = account ? account.name : [contact?.firstName, contact?.lastName].filter(Boolean).join(' ')
    const people = db.selectFrom('contact').where('accountId', '=', id)
    const deals = db.selectFrom('opportunity').where(own, '=', id)
    const dealIds = deals.select('id')
    const orders = account
      ? db.selectFrom('order').where('accountId', '=', id)
      : db.selectFrom('order').where('opportunityId', 'in', dealIds)
    const invoices = account
      ? db.selectFrom('invoice').where('accountId', '=', id)
      : db.selectFrom('invoice').where('opportunityId', 'in', dealIds)
    const tickets = db.selectFrom('ticket').where(own, '=', id)
    const activities = db
      .selectFrom('activity')
      .where('id', 'in', (links) =>
        links.selectFrom('activityLink').select('activityId').where('recordId', '=', id),
      )
    const [open, running] = [`status = 'open'`, `status not in ('resolved', 'closed')`]
    return {
      id,
      profile: {
        model: account ? ('account' as const) : ('contact' as const),
        name,
        email,
        phone,
        city,
        country,
        classification,
        ownerId,
        archived,
        slaPolicyId: account?.slaPolicyId ?? null,
        serviceNotes: account?.serviceNotes ?? null,
        doNotContact: contact?.doNotContact ?? [],
      },
      consents: contact ? [...(contact.consents ?? [])] : null,
      contacts:
        account && may('contact')
          ? await told(
              people.select(countOf('not archived')).executeTakeFirst(),
              people
                .select(['id', 'title', sql<string>`concat_ws(' ', first_name, last_name)`.as('name')])
                .orderBy('lastName')
                .limit(most)
                .execute(),
            )
          : null,
      deals: may('opportunity')
        ? await told(
            deals.select(countOf(open)).executeTakeFirst(),
            deals
              .select(['id', 'name', 'status', 'stageName', 'amount', 'currency', 'closeDate'])
              .orderBy('createdAt', 'desc')
              .limit(most)
              .execute()
              .then((rows) =>
                rows.map(({ amount, currency, ...row }) => ({ ...row, amount: moneyOf(amount, currency) })),
              ),
          )
        : null,
      orders: may('order')
        ? await told(
            orders.select(countOf(`status not in ('fulfilled', 'cancelled')`)).executeTakeFirst(),
            orders
              .select(['id', 'number', 'placedAt', 'gross', 'currency'])
              .orderBy('placedAt', 'desc')
              .limit(most)
              .execute()
              .then((rows) =>
                rows.map(({ gross, currency, ...row }) => ({ ...row, gross: moneyOf(gross, currency) })),
              ),
          )
        : null,
      invoices: may('invoice')
        ? await told(
            invoices.select(countOf('open > 0')).executeTakeFirst(),
            invoices
              .select(['id', 'number', 'status', 'issuedOn', 'dueOn', 'gross', 'open', 'currency'])
              .orderBy('issuedOn', 'desc')
              .orderBy('number', 'desc')
              .limit(most)
              .execute()
              .then((rows) =>
                rows.map(({ gross, open: due, currency, ...row }) => ({
                  ...row,
                  gross: moneyOf(gross, currency),
                  open: moneyOf(due, currency),
                })),
              ),
          )
        : null,
      tickets: may('ticket')
        ? await told(
            tickets.select(countOf(running)).executeTakeFirst(),
            tickets
              .select(['id', 'number', 'subject', 'status', 'priority'])
              .orderBy('createdAt', 'desc')
              .limit(most)
              .execute(),
          )
        : null,
      activities: may('activity')
        ? await told(
            activities.select(countOf(open)).executeTakeFirst(),
            activities
              .select(['id', 'kind', 'subject', 'status', 'at'])
              .orderBy('at', 'desc')
              .limit(most)
              .execute(),
          )
        : null,
    }
  },
})
