import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { z } from 'zod'
import { Forbidden, NotFound } from '../../commands/errors.ts'
import { conflict } from '../../domain/error.ts'
import { quote } from '../../domain/sales/quote.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { canonical } from '../../platform/log/canonical.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import type { accountTable } from '../../projections/customers/account.ts'
import { quoteTable } from '../../projections/sales/quote.ts'
import { timeParameters } from '../http/asking.ts'
import { attachment } from '../http/download.ts'
import { endpoint } from '../http/endpoint.ts'
import { refuseHidden } from '../http/masks.ts'
import { caughtUp } from '../http/routes.ts'
import type { Extension, Services } from '../http/services.ts'
import type { TablesOf } from '../lists/query.ts'
import { organisationAtFirst, organisationDay, organisationOn } from '../settings/organisation.ts'
import { type QuoteOnPaper, quotePaper } from './quote-paper.ts'

type Tables = TablesOf<[typeof quoteTable, typeof accountTable]>
type At = Partial<z.output<typeof timeParameters>>

/** What the document shows of each model: it is handed out whole or not at all. */
const shows = {
  quote: ['number', 'accountId', 'status', 'intro', 'lines', 'terms', 'validUntil', 'sentAt'],
  account: ['name', 'country'],
} as const

/**
 * A quote on paper (USR-19). Once it was sent it says for ever what was so when it was sent: who we were, and whom it was
 * for, as it was known then; the same bytes, whoever asks and when.
 */
export const quoteDocument: Extension = (_app, services) => [
  endpoint({
    method: 'GET',
    path: '/quotes/:id/document',
    summary: 'The quote as a document in PDF, as it was sent; of a draft, as it would be now',
    tag: 'quotes',
    access: { permission: 'quote.read' },
    headers: 'read',
    model: quoteTable.name,
    parameters: timeParameters.extend({ id: uuid }),
    media: 'application/pdf',
    async run({ parameters: { id, ...at }, principal, request, reply }) {
      await caughtUp(services, request, { reply, reads: ['quote', 'account'] })
      const reader = principal()
      const row = await read(services, reader, at, (db) =>
        db.selectFrom('quote').selectAll().where('id', '=', id).executeTakeFirst(),
      )
      if (!row) throw new NotFound(`quote ${id}`)
      refuseHidden(reader, shows)
      const facts = await quoteFacts(services, reader, { ...row, isSent: row.sentAt !== null }, at)
      reply.header('content-disposition', attachment(`${row.number}.pdf`))
      return quotePaper(facts)
    },
  }),
]

type Written = Pick<
  QuoteOnPaper,
  'number' | 'intro' | 'terms' | 'lines' | 'currency' | 'validUntil' | 'taxes'
> &
  QuoteOnPaper['totals'] & { id: string; accountId: string | null; isSent: boolean }

/** All that stands on a quote: on paper, and on the page that its link leads to. */
export async function quoteFacts(
  services: Services,
  reader: Principal,
  of: Written,
  at: At = {},
): Promise<QuoteOnPaper> {
  const { id, accountId, isSent, number, validUntil, currency, intro, terms, lines, taxes } = of
  const { net, discount, tax, gross } = of
  const sent = isSent ? await whenSent(services, id) : undefined
  const asOf = sent?.occurredAt ?? at.asOf ?? services.clock()
  // What is said later of an earlier day corrects what is written from then on, not what was sent.
  const knownAt: At = sent ? { asOf: sent.recordedAt, basis: 'recorded' } : at
  // Where nothing had been said by then, the first that was said ever: that does not change either.
  const seller =
    (await organisationOn(services, await organisationDay(services, asOf), knownAt)) ??
    (await organisationAtFirst(services))
  if (!seller)
    conflict(
      'quote.no-organisation',
      'Describe the organisation in the settings first: a quote says whom it is from.',
    )
  const buyer = accountId === null ? null : await buyerOf(services, reader, accountId, knownAt)
  return {
    number,
    draft: !sent,
    at: asOf,
    validUntil,
    seller,
    buyer,
    currency,
    intro,
    terms,
    lines,
    totals: { net, discount, tax, gross },
    taxes,
  }
}

/** What stands on a quote, as one number: whoever has the same facts gets the same, whatever they look like on paper. */
export function fingerprintOf({ draft: _draft, seller, ...facts }: QuoteOnPaper): string {
  const { legalName, address, taxId, timeZone } = seller
  const said = canonical({ ...facts, seller: { legalName, address, taxId, timeZone } })
  return createHash('sha256').update(said).digest('hex')
}

function read<T>(
  { readModels }: Services,
  reader: Principal,
  at: At,
  work: (db: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  return readModels.read(reader, at, (db) => work(db as never))
}

async function whenSent({ events }: Services, id: string) {
  const sent = (await events(quote, id)).find(({ type }) => type === 'quote.sent')
  if (!sent) throw new Error(`the quote ${id} was sent, but its stream does not say so`)
  return sent
}

/** @throws Forbidden when the reader sees the quote but not whom it is for. */
async function buyerOf(services: Services, reader: Principal, id: string, at: At) {
  const buyer = await read(services, reader, at, (db) =>
    db.selectFrom('account').select(['name', 'country']).where('id', '=', id).executeTakeFirst(),
  )
  if (!buyer) throw new Forbidden('account.read')
  return buyer
}
