import type { Kysely } from 'kysely'
import { keyOf } from '../../../platform/people/permissions.ts'
import type { fileTable } from '../../../projections/activities/file.ts'
import type { invoiceTable } from '../../../projections/sales/invoice.ts'
import type { orderTable } from '../../../projections/sales/order.ts'
import type { quoteTable } from '../../../projections/sales/quote.ts'
import type { articleTable } from '../../../projections/service/article.ts'
import type { contractTable } from '../../../projections/service/contract.ts'
import type { ticketTable } from '../../../projections/service/ticket.ts'
import type { ticketMessageTable } from '../../../projections/service/ticket-message.ts'
import type { Services } from '../../http/services.ts'
import type { TablesOf } from '../../lists/query.ts'
import { foundArticles } from '../../service/article-search.ts'
import { withMerged } from '../../service/ticket.ts'
import { type Customer, customerPrincipal } from './sign-ins.ts'

type Tables = TablesOf<
  [
    typeof ticketTable,
    typeof ticketMessageTable,
    typeof quoteTable,
    typeof orderTable,
    typeof invoiceTable,
    typeof contractTable,
    typeof articleTable,
    typeof fileTable,
  ]
>
type Db = Kysely<Tables>

const models = ['ticket', 'quote', 'order', 'invoice', 'contract', 'article', 'file'] as const

/** So many of a kind are shown, the newest first. */
const most = 100
const mostMessages = 500
const mostSuggested = 3

/** No record has it: whoever belongs to no account sees none of an account. */
const noAccount = '00000000-0000-4000-8000-000000000000'

/**
 * The one place that says what of all records is a customer's: what is of their account, or they asked for themselves, as far
 * as it was said to the customer. Notes, drafts, approvals and what was handed over to whom are of the house (CUS-23).
 */
export function customerRecords({ readModels }: Services, { id, state, sessionId }: Customer) {
  const accountId = state.accountId ?? noAccount
  const reader = customerPrincipal(id, sessionId, [], models.map(keyOf.all))
  const read = <T>(run: (db: Db) => Promise<T>): Promise<T> =>
    readModels.read(reader, {}, (db) => run(db as never as Db))

  const tickets = (db: Db) =>
    db
      .selectFrom('ticket')
      .where('absorbedById', 'is', null)
      .where((where) => where.or([where('accountId', '=', accountId), where('contactId', '=', id)]))
  const quotes = (db: Db) =>
    db.selectFrom('quote').where('accountId', '=', accountId).where('sentAt', 'is not', null)
  const orders = (db: Db) => db.selectFrom('order').where('accountId', '=', accountId)
  const invoices = (db: Db) => db.selectFrom('invoice').where('accountId', '=', accountId)
  const contracts = (db: Db) =>
    db.selectFrom('contract').where('accountId', '=', accountId).where('status', '<>', 'draft')

  /** Those that somebody of the house has shown to them, with what is theirs. */
  const files = (db: Db) =>
    db
      .selectFrom('file')
      .where('forCustomer', '=', true)
      .where('removed', '=', false)
      .where((where) =>
        where.or([
          where.and([where('model', '=', 'account'), where('recordId', '=', accountId)]),
          where.and([where('model', '=', 'contact'), where('recordId', '=', id)]),
          where('recordId', 'in', tickets(db).select('id')),
          where('recordId', 'in', quotes(db).select('id')),
          where('recordId', 'in', contracts(db).select('id')),
        ]),
      )

  return {
    files: () =>
      read((db) =>
        files(db).select(['id', 'name', 'at', 'bytes']).orderBy('at', 'desc').limit(most).execute(),
      ),
    file: (fileId: string) =>
      read((db) => files(db).select(['name', 'versions']).where('id', '=', fileId).executeTakeFirst()),
    tickets: () =>
      read((db) =>
        tickets(db)
          .select(['id', 'number', 'subject', 'status', 'createdAt', 'updatedAt'])
          .orderBy('updatedAt', 'desc')
          .limit(most)
          .execute(),
      ),
    ticket: (ticketId: string) =>
      read(async (db) => {
        const found = await tickets(db)
          .select(['id', 'number', 'subject', 'description', 'status', 'contactId', 'openedBy', 'createdAt'])
          .where('id', '=', ticketId)
          .executeTakeFirst()
        if (!found) return undefined
        const messages = await db
          .selectFrom('ticketMessage')
          .select(['author', 'actorId', 'body', 'at'])
          .where('ticketId', 'in', await withMerged(db as never, ticketId))
          .where('kind', '=', 'reply')
          .orderBy('at')
          .limit(mostMessages)
          .execute()
        return { ...found, messages }
      }),
    quotes: () =>
      read((db) =>
        quotes(db)
          .select(['id', 'number', 'status', 'sentAt', 'validUntil', 'gross', 'currency'])
          .orderBy('sentAt', 'desc')
          .limit(most)
          .execute(),
      ),
    hasQuote: async (quoteId: string) =>
      (await read((db) => quotes(db).select('id').where('id', '=', quoteId).executeTakeFirst())) !==
      undefined,
    orders: () =>
      read((db) =>
        orders(db)
          .select(['id', 'number', 'status', 'placedAt', 'gross', 'currency'])
          .orderBy('placedAt', 'desc')
          .limit(most)
          .execute(),
      ),
    order: (orderId: string) =>
      read((db) =>
        orders(db)
          .select([
            'id',
            'number',
            'status',
            'placedAt',
            'lines',
            'fulfilled',
            'net',
            'tax',
            'gross',
            'currency',
          ])
          .where('id', '=', orderId)
          .executeTakeFirst(),
      ),
    invoices: () =>
      read((db) =>
        invoices(db)
          .select(['id', 'number', 'status', 'issuedOn', 'dueOn', 'gross', 'open', 'currency'])
          .orderBy('issuedOn', 'desc')
          .orderBy('number', 'desc')
          .limit(most)
          .execute(),
      ),
    hasInvoice: async (invoiceId: string) =>
      (await read((db) => invoices(db).select('id').where('id', '=', invoiceId).executeTakeFirst())) !==
      undefined,
    contracts: () =>
      read((db) =>
        contracts(db)
          .select(['id', 'number', 'name', 'status', 'startsOn', 'endsOn', 'tier', 'coversAll', 'text'])
          .orderBy('startsOn', 'desc')
          .limit(most)
          .execute(),
      ),
    /** Public articles that may say it already. */
    articlesFor: (text: string, language: string) =>
      read(async (db) => {
        const found = await foundArticles(db as never, {
          text,
          audience: 'public',
          language,
          limit: mostSuggested,
        })
        if (found.length === 0) return []
        const rows = await publicArticles(db)
          .select(['id', 'title', 'summary', 'language'])
          .where(
            'id',
            'in',
            found.map((one) => one.id),
          )
          .execute()
        return found.flatMap((one) => rows.find((row) => row.id === one.id) ?? [])
      }),
    article: (articleId: string) =>
      read((db) => publicArticles(db).selectAll().where('id', '=', articleId).executeTakeFirst()),
  }
}

const publicArticles = (db: Db) =>
  db
    .selectFrom('article')
    .where('version', '>', 0)
    .where('archived', '=', false)
    .where('audience', '=', 'public')
