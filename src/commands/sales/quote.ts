import { z } from 'zod'
import { user } from '../../domain/identity/user.ts'
import { lineRequest } from '../../domain/sales/line.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { product } from '../../domain/sales/product.ts'
import { quote } from '../../domain/sales/quote.ts'
import { currency } from '../../domain/values/money.ts'
import { type Asking, commandsOf } from '../command.ts'
import { mustExist } from '../references.ts'

const lines = z.array(lineRequest).max(200)
const draftBody = quote.commands['quote.draft'].schema.omit({ opportunity: true, timeZone: true }).extend({
  lines: lines.default([]),
  /** Left out, the currency of the deal's amount. */
  currency: currency.optional(),
})

export const quoteCommands = commandsOf(quote, (prepared) => ({
  'quote.draft': {
    summary: 'Draft a quote for an opportunity',
    ...prepared(draftBody, async (body, asking) => {
      const deal = await visibleDeal(body.opportunityId, asking)
      return {
        ...body,
        currency: body.currency ?? deal?.amount?.currency ?? 'USD',
        lines: await withProducts(body.lines, asking),
        opportunity: deal ? { accountId: deal.accountId, ownerId: deal.ownerId, status: deal.status } : null,
        timeZone: await asking.zone(),
      }
    }),
  },
  'quote.change-lines': {
    summary: 'Replace the lines of a draft',
    ...prepared(z.object({ lines }), async (body, asking) => ({
      lines: await withProducts(body.lines, asking),
    })),
  },
  'quote.change-validity': {
    summary: 'Change until when a draft will be valid',
    ...prepared(quote.commands['quote.change-validity'].omit({ timeZone: true }), withZone),
  },
  'quote.assign': {
    summary: 'Give a quote to the new owner of its deal',
    internal: true,
    ...prepared(quote.commands['quote.assign'], async (body, asking) => {
      await mustExist('quote', body, { ownerId: user }, asking)
      return body
    }),
  },
  'quote.send': {
    summary: 'Send a quote',
    ...prepared(quote.commands['quote.send'].omit({ timeZone: true }), withZone),
  },
  'quote.accept': { summary: 'Accept a quote; the order follows by itself' },
  'quote.reject': { summary: 'Reject a quote' },
  'quote.expire': { summary: 'End a quote whose validity is over', internal: true },
}))

/** The zone whose days are meant. */
async function withZone<B extends object>(body: B, { zone }: Pick<Asking, 'zone'>) {
  return { ...body, timeZone: await zone() }
}

/** A deal the asker may not see does not exist for them. */
async function visibleDeal(id: string, asking: Asking<unknown>) {
  return (await asking.access('opportunity', id)) && (await asking.load(opportunity, id))
}

/** Each line with its product as the catalogue has it at this moment. */
function withProducts(requested: readonly z.output<typeof lineRequest>[], { load }: Pick<Asking, 'load'>) {
  return Promise.all(
    requested.map(async (each) => {
      const found = each.productId ? await load(product, each.productId) : undefined
      return {
        ...each,
        product: found ? { name: found.name, price: found.price, archived: found.archived } : null,
      }
    }),
  )
}
