import type { Kysely } from 'kysely'
import type { z } from 'zod'
import { FieldsForbidden, Forbidden, NotFound } from '../../commands/errors.ts'
import { conflict } from '../../domain/error.ts'
import { quote } from '../../domain/sales/quote.ts'
import { uuid } from '../../domain/values/uuid.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import type { accountTable } from '../../projections/customers/account.ts'
import { quoteTable } from '../../projections/sales/quote.ts'
import { timeParameters } from '../http/asking.ts'
import { attachment } from '../http/download.ts'
import { endpoint } from '../http/endpoint.ts'
import { hiddenOf } from '../http/masks.ts'
import { caughtUp } from '../http/routes.ts'
import type { Extension, Services } from '../http/services.ts'
import type { TablesOf } from '../lists/query.ts'
import { organisationAtFirst, organisationDay, organisationOn } from '../settings/organisation.ts'
import { quotePaper } from './quote-paper.ts'

type Tables = TablesOf<[typeof quoteTable, typeof accountTable]>
type At = Partial<z.output<typeof timeParameters>>

/** What a document shows of each model: it is handed out whole or not at all. */
const shows = {
  quote: ['number', 'accountId', 'status', 'lines', 'validUntil', 'sentAt'],
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
      refuseHidden(reader)
      const sent = row.sentAt === null ? undefined : await whenSent(services, row.id)
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
      const buyer = row.accountId === null ? null : await buyerOf(services, reader, row.accountId, knownAt)
      const { number, lines, net, discount, tax, gross, taxes, currency, validUntil } = row
      reply.header('content-disposition', attachment(`${number}.pdf`))
      return quotePaper({
        number,
        draft: sent === undefined,
        at: asOf,
        validUntil,
        seller,
        buyer,
        currency,
        lines,
        totals: { net, discount, tax, gross },
        taxes,
      })
    },
  }),
]

function read<T>(
  { readModels }: Services,
  reader: Principal,
  at: At,
  work: (db: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  return readModels.read(reader, at, (db) => work(db as never))
}

/** @throws FieldsForbidden when the document would show what the reader does not see. */
function refuseHidden(reader: Principal): void {
  for (const [model, fields] of Object.entries(shows)) {
    const hidden = hiddenOf(reader, model)
    const names = fields.filter((name) => hidden.has(name))
    if (names.length > 0) throw new FieldsForbidden(model, names)
  }
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
