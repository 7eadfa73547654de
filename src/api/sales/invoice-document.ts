import type { Kysely } from 'kysely'
import type { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import { invoice } from '../../domain/sales/invoice.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { invoiceTable } from '../../projections/sales/invoice.ts'
import { timeParameters } from '../http/asking.ts'
import { attachment } from '../http/download.ts'
import { type Asked, endpoint } from '../http/endpoint.ts'
import { refuseHidden } from '../http/masks.ts'
import { caughtUp } from '../http/routes.ts'
import type { Extension, Services } from '../http/services.ts'
import type { TablesOf } from '../lists/query.ts'
import { organisationAtFirst, organisationOn } from '../settings/organisation.ts'
import { electronic } from './e-invoice.ts'
import { ciiOf } from './e-invoice-cii.ts'
import { ublOf } from './e-invoice-ubl.ts'
import { codeOf } from './invoice.ts'
import { invoicePaper } from './invoice-paper.ts'

/** What the document shows: it is handed out whole or not at all. */
const shows = {
  invoice: [
    'number',
    'lines',
    'buyer',
    'seller',
    'issuedOn',
    'suppliedOn',
    'dueOn',
    'terms',
    'orderNumber',
    'reason',
  ],
}

/** An invoice or a credit note on paper: what was said when it was issued, for ever, in the same bytes. */
export const invoiceDocument: Extension = (_app, services) => [
  endpoint({
    method: 'GET',
    path: '/invoices/:id/document',
    summary: 'The invoice or credit note as a document in PDF, as it was issued',
    tag: 'invoices',
    access: { permission: 'invoice.read' },
    headers: 'read',
    model: invoiceTable.name,
    parameters: timeParameters.extend({ id: uuid }),
    media: 'application/pdf',
    async run({ parameters, principal, request, reply }) {
      await mayBeSeen(services, { parameters, principal, request, reply })
      const { number, content } = await issuedInvoicePaper(services, parameters.id)
      reply.header('content-disposition', attachment(`${number}.pdf`))
      return content
    },
  }),
  ...(
    [
      ['ubl', 'UBL 2.1', ublOf],
      ['cii', 'UN/CEFACT CII, as in Factur-X and ZUGFeRD', ciiOf],
    ] as const
  ).map(([syntax, called, written]) =>
    endpoint({
      name: `getInvoice${syntax === 'ubl' ? 'Ubl' : 'Cii'}`,
      method: 'GET',
      path: `/invoices/:id/${syntax}`,
      summary: `The invoice or credit note as an electronic invoice by EN 16931, in ${called}`,
      tag: 'invoices',
      access: { permission: 'invoice.read' },
      headers: 'read',
      model: invoiceTable.name,
      parameters: timeParameters.extend({ id: uuid }),
      media: 'application/xml',
      async run({ parameters, principal, request, reply }) {
        await mayBeSeen(services, { parameters, principal, request, reply })
        const { facts } = await issuedFacts(services, parameters.id)
        reply.header('content-disposition', attachment(`${facts.number}-${syntax}.xml`))
        return written(electronic(facts))
      },
    }),
  ),
]

/** On paper, for who was found to be one it is for. */
export async function issuedInvoicePaper(
  services: Services,
  id: string,
): Promise<{ number: string; content: Buffer }> {
  const { facts, issued } = await issuedFacts(services, id)
  const known = { asOf: issued.recordedAt, basis: 'recorded' } as const
  const seller =
    (await organisationOn(services, facts.issuedOn, known)) ?? (await organisationAtFirst(services))
  const content = await invoicePaper({
    ...facts,
    at: issued.occurredAt,
    logo: seller?.logo ?? null,
    code: facts.kind === 'invoice' ? codeOf({ ...facts, gross: facts.totals.gross.amount }) : null,
  })
  return { number: facts.number, content }
}

/** @throws NotFound, or that it has what this reader does not see: it is handed out whole or not at all. */
async function mayBeSeen(
  services: Services,
  asked: Pick<
    Asked<z.output<typeof timeParameters> & { id: string }>,
    'parameters' | 'principal' | 'request' | 'reply'
  >,
) {
  const { id, ...at } = asked.parameters
  await caughtUp(services, asked.request, { reply: asked.reply, reads: ['invoice'] })
  const reader = asked.principal()
  await seen(services, reader, at, id)
  refuseHidden(reader, shows)
}

/** What was said when it was issued. */
async function issuedFacts(services: Services, id: string) {
  const [issued] = await services.events(invoice, id)
  if (issued?.type !== 'invoice.issued') throw new Error(`the invoice ${id} does not begin with its issue`)
  return { issued, facts: invoice.events['invoice.issued'].schema.parse(issued.data) }
}

/** @throws NotFound where there is none that the reader may know of. */
async function seen(
  { readModels }: Services,
  reader: Parameters<Services['readModels']['read']>[0],
  at: Parameters<Services['readModels']['read']>[1],
  id: string,
) {
  const row = await readModels.read(reader, at, (db) =>
    (db as never as Kysely<TablesOf<[typeof invoiceTable]>>)
      .selectFrom('invoice')
      .select('number')
      .where('id', '=', id)
      .executeTakeFirst(),
  )
  if (!row) throw new NotFound(`invoice ${id}`)
  return row
}
