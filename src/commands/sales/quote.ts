import { z } from 'zod'
import { user } from '../../domain/identity/user.ts'
import { lineRequest } from '../../domain/sales/line.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { product } from '../../domain/sales/product.ts'
import { quote } from '../../domain/sales/quote.ts'
import { currency } from '../../domain/values/money.ts'
import { type Asking, commandsOf } from '../command.ts'
import { mustBeKnown, mustExist } from '../references.ts'

const lines = z.array(lineRequest).max(200)
const draft = quote.commands['quote.draft'].schema
const draftBody = draft.omit({ opportunity: true, replaces: true, timeZone: true }).extend({
  /** Left out: none, or those of the version before. */
  lines: lines.optional(),
  /** Left out, the currency of the version before, or of the deal's amount. */
  currency: currency.optional(),
  /** The quote whose next version this is. */
  replacesId: draft.shape.replacesId,
})

/** The claim on the one quote of a deal that is accepted. */
const acceptedClaim = (opportunityId: string) => ({ kind: 'quote-accepted', value: opportunityId })

/** The number of the quote of a deal that is accepted, unless it is this one. */
export async function acceptedOf(
  opportunityId: string,
  { holder, load }: Pick<Asking, 'holder' | 'load'>,
  butId?: string,
): Promise<string | null> {
  const id = await holder(acceptedClaim(opportunityId))
  const found = id !== undefined && id !== butId ? await load(quote, id) : undefined
  return found?.number ?? null
}

/** Held while a deal is decided on, so that it is not lost while a quote of it is accepted. */
export const dealAnswer = (opportunityId: string) => ({ kind: 'opportunity-answer', value: opportunityId })

export const quoteCommands = commandsOf(
  quote,
  (prepared) => ({
    'quote.draft': {
      summary: 'Draft a quote for an opportunity',
      ...prepared(draftBody, async (body, asking) => {
        const [deal, before] = await Promise.all([
          visibleDeal(body.opportunityId, asking),
          visibleQuote(body.replacesId, asking),
        ])
        return {
          ...body,
          currency: body.currency ?? before?.currency ?? deal?.amount?.currency ?? 'USD',
          lines: body.lines && (await withProducts(body.lines, asking)),
          replaces: before ?? null,
          opportunity: deal
            ? { accountId: deal.accountId, ownerId: deal.ownerId, status: deal.status }
            : null,
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
    'quote.replace': {
      summary: 'Let the next version take the place of a quote',
      internal: true,
      ...prepared(quote.commands['quote.replace'], async (body, asking) => {
        await mustBeKnown('quote', body, { byId: quote }, asking)
        return body
      }),
    },
    'quote.accept': {
      summary: 'Accept a quote, with its total as a confirmation; the order follows by itself',
      alone: async (_, { id, load }) => {
        const found = await load(quote, id)
        return found && dealAnswer(found.opportunityId)
      },
      ...prepared(quote.commands['quote.accept'].pick({ total: true }), async (body, asking) => {
        const { opportunityId } = asking.state
        const deal = await asking.load(opportunity, opportunityId)
        return {
          ...body,
          opportunity: deal ? { status: deal.status } : null,
          accepted: await acceptedOf(opportunityId, asking, asking.id),
        }
      }),
    },
    'quote.reject': { summary: 'Reject a quote' },
    'quote.expire': { summary: 'End a quote whose validity is over', internal: true },
  }),
  {
    unique: ({ status, opportunityId }) => (status === 'accepted' ? [acceptedClaim(opportunityId)] : []),
  },
)

/** The zone whose days are meant. */
async function withZone<B extends object>(body: B, { zone }: Pick<Asking, 'zone'>) {
  return { ...body, timeZone: await zone() }
}

/** A deal the asker may not see does not exist for them. */
async function visibleDeal(id: string, asking: Asking<unknown>) {
  return (await asking.access('opportunity', id)) && (await asking.load(opportunity, id))
}

/** The version before, where the asker may know of it. */
async function visibleQuote(id: string | null, asking: Asking<unknown>) {
  const found = id !== null && (await asking.access('quote', id)) && (await asking.load(quote, id))
  if (!found) return undefined
  const { opportunityId, currency: code, number, version, status, lines: offered } = found
  return { opportunityId, currency: code, number, version, status, lines: offered }
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
