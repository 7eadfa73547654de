import type { z } from 'zod'
import { account } from '../../domain/customers/account.ts'
import { user } from '../../domain/identity/user.ts'
import { addressFor } from '../../domain/sales/delivery.ts'
import { invoice } from '../../domain/sales/invoice.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { order } from '../../domain/sales/order.ts'
import { product } from '../../domain/sales/product.ts'
import { dayOf, daysAfter } from '../../domain/values/day.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { type Asking, commandsOf } from '../command.ts'
import { mustBeKnown, mustExist } from '../references.ts'
import { rateOfTheDay } from './rate-sheet.ts'

const { schema: issue } = invoice.commands['invoice.issue']
const said = {
  issuedOn: true,
  dueOn: true,
  terms: true,
  seller: true,
  buyer: true,
  exchangeRate: true,
} as const
const issueBody = issue.omit(said)
const issueCreditBody = issue
  .pick({ sequence: true, lines: true, totals: true })
  .extend({ invoiceId: uuid, reason: invoice.commands['invoice.credit'].shape.reason })

const references = { orderId: order, opportunityId: opportunity, accountId: account, ownerId: user }

export const invoiceCommands = commandsOf(
  invoice,
  (prepared) => ({
    // What it says was held against the order when it was billed: whatever has changed since, it is not refused.
    'invoice.issue': {
      summary: 'Issue the invoice of what was billed of an order',
      internal: true,
      ...prepared(issueBody, async (body, asking) => {
        await mustBeKnown('invoice', body, references, asking)
        for (const line of body.lines) await mustBeKnown('invoice', line, { productId: product }, asking)
        const { at, zone } = asking
        const issuedOn = dayOf(at, await zone())
        const { terms, seller } = await sellerNow(asking)
        const dueOn = daysAfter(issuedOn, terms.days)
        const exchangeRate = await rateOfTheDay(body.currency, asking)
        const buyer = await buyerOf(body.accountId, asking)
        return { ...body, issuedOn, dueOn, terms, seller, buyer, exchangeRate }
      }),
    },
    'invoice.issue-credit': {
      summary: 'Issue the credit note of what was credited of an invoice',
      internal: true,
      ...prepared(issueCreditBody, async ({ invoiceId, reason, lines, ...body }, asking) => {
        await mustBeKnown('invoice', { invoiceId }, { invoiceId: invoice }, asking)
        for (const line of lines) await mustBeKnown('invoice', line, { productId: product }, asking)
        const { at, zone, load } = asking
        const of = await load(invoice, invoiceId)
        if (!of) throw new Error(`the invoice ${invoiceId} was there a moment ago`)
        const issuedOn = dayOf(at, await zone())
        const { opportunityId, accountId, ownerId, currency, orderId, orderNumber } = of
        const { suppliedOn, seller, buyer, number, exchangeRate } = of
        return {
          opportunityId,
          accountId,
          ownerId,
          currency,
          orderId,
          orderNumber,
          suppliedOn,
          seller,
          buyer,
          exchangeRate,
          ...body,
          // Of the order, as those of the invoice are.
          lines: lines.map((each) => ({ ...each, line: of.lines[each.line]?.line ?? each.line })),
          issuedOn,
          dueOn: issuedOn,
          terms: { days: 0, discountDays: null, discountPercent: null },
          credited: { invoiceId, number, reason },
        }
      }),
    },
    'invoice.assign': {
      summary: 'Give an invoice to the new owner of its deal',
      internal: true,
      ...prepared(invoice.commands['invoice.assign'], async (body, asking) => {
        await mustExist('invoice', body, { ownerId: user }, asking)
        return body
      }),
    },
    'invoice.credit': {
      summary: 'Credit an invoice, or some of its lines; the credit note follows by itself',
    },
    'invoice.remind': {
      summary: 'Record that payment was asked for again',
      ...prepared(invoice.commands['invoice.remind'].omit({ today: true }), async (body, { at, zone }) => ({
        ...body,
        today: dayOf(at, await zone()),
      })),
    },
  }),
  { unique: ({ kind, number }) => [{ kind: 'invoice-number', value: `${kind} ${number}` }] },
)

type Facts = z.input<typeof issue>

async function sellerNow({
  organisation,
}: Pick<Asking, 'organisation'>): Promise<Pick<Facts, 'terms' | 'seller'>> {
  const found = await organisation()
  if (!found) throw new Error('the organisation was described a moment ago')
  const { legalName, address, taxId, iban, bic, paymentDays, discountDays, discountPercent } = found
  return {
    terms: { days: paymentDays, discountDays, discountPercent },
    seller: { name: legalName, address: address && { ...address, state: null }, taxId, iban, bic },
  }
}

/** The account, and where it gets its invoices. */
async function buyerOf(id: string, { load }: Pick<Asking, 'load'>): Promise<Facts['buyer']> {
  const found = await load(account, id)
  if (!found) throw new Error(`the account ${id} was there a moment ago`)
  return { name: found.name, address: addressFor('billing', found) }
}
