import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { attributed, attributionModels, sharedOut, type Touch } from '../../domain/marketing/attribution.ts'
import { type CampaignCost, campaignChannel } from '../../domain/marketing/campaign.ts'
import { day, dayOf } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { currency } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { socialPostTable } from '../../projections/activities/social-post.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { campaignTable } from '../../projections/marketing/campaign.ts'
import { mailingRecipientTable } from '../../projections/marketing/mailing-recipient.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { productTable } from '../../projections/sales/product.ts'
import { yearTo } from '../analytics/periods.ts'
import { refuseHidden } from '../http/masks.ts'
import { query } from '../lists/query.ts'
import { funnelColumns, funnelOf, funnelReply } from './funnel.ts'

const model = z.enum(attributionModels).register(vocabulary, { id: 'AttributionModel' })

const sum = z
  .object({
    currency,
    revenue: z.int().describe('Of deals won in the period, as far as it is attributed; minor units.'),
    cost: z.int().describe('What was noted in the period.'),
    roi: z.number().nullable().describe('(Revenue - cost) / cost; null: it cost nothing.'),
    costPerLead: z.int().nullable(),
    costPerWon: z.int().nullable(),
  })
  .register(vocabulary, { id: 'CampaignReturn' })

const compared = z
  .object({
    campaignId: uuid,
    name: z.string(),
    status: z.string(),
    ...funnelReply,
    leads: z.int().describe('Leads made of responses, and those counted with its costs are not among them.'),
    social: z
      .object({ posts: z.int(), reactions: z.int() })
      .register(vocabulary, { id: 'CampaignSocial' })
      .describe('Posts in social networks, and what others did with them; those that the reader sees.'),
    otherResponses: z.int().describe('Counted with its costs: visitors of a stand, calls of an ad.'),
    channels: z.array(
      z
        .object({ channel: campaignChannel, currency, cost: z.int(), responses: z.int() })
        .register(vocabulary, { id: 'CampaignChannelCost' }),
    ),
    returns: z.array(sum),
    products: z.array(
      z
        .object({
          productId: uuid.nullable().describe('Null: of deals that name no product.'),
          name: z.string().nullable(),
          named: z.boolean().describe('Whether the campaign is about it, or about its group.'),
          currency,
          revenue: z.int(),
        })
        .register(vocabulary, { id: 'CampaignProductRevenue' }),
    ),
  })
  .register(vocabulary, { id: 'CampaignComparison' })

const method = {
  first: 'All of a deal goes to the campaign that was answered first.',
  last: 'All of a deal goes to the campaign that was answered last before it was won.',
  linear: 'Each answer before it was won has the same part of a deal.',
  position:
    '40 % of a deal go to the first answer, 40 % to the last, the rest to those between; of two, half each.',
} as const

const basis =
  ' An answer is a followed link, a reply or a lead made of it, by the contact of the deal, by the lead it came from, or as a lead ' +
  'before that was converted, in the order in which they happened, up to the instant of winning. Deals count on the day they were ' +
  'won, with the amount they were won with; parts are whole minor units and add up to it exactly.'

interface Deal {
  id: string
  amount: number
  currency: string
  contactId: string | null
  leadId: string | null
  closedAt: string
  productIds: string[]
  /** What it consists of: nets in minor units; without lines, its one product has all of it. */
  parts: { productId: string | null; net: number }[]
}

/** What campaigns brought, by what they cost, and what each had part in (MKT-17, MKT-19, BEY-05), as of any date. */
export const campaignResults = query(
  campaignTable,
  mailingRecipientTable,
  opportunityTable,
  contactTable,
  leadTable,
  productTable,
  socialPostTable,
)({
  name: 'campaignResults',
  path: '/campaign-results',
  summary:
    'Campaigns by what they brought and cost: funnel, cost per lead and win, return by a model of attribution',
  permission: 'campaign.read',
  parameters: z.object({
    model: model.default('linear'),
    from: day.optional().describe('First day of winning; left out, a year before `to`.'),
    to: day.optional().describe('Last day; left out, the day of `asOf`, else today.'),
    campaignId: uuid.optional(),
  }),
  reply: z.object({
    from: day,
    to: day,
    model,
    method: z.string(),
    campaigns: z.array(compared),
    unattributed: z
      .array(z.object({ currency, revenue: z.int() }).register(vocabulary, { id: 'UnattributedRevenue' }))
      .describe('Of deals that were won without any answer to a campaign.'),
    total: z
      .array(z.object({ currency, revenue: z.int() }).register(vocabulary, { id: 'AllWonRevenue' }))
      .describe('All that was won: what is attributed and what is not add up to it.'),
  }),
  async run({ db, parameters, asOf, now, zone, principal }) {
    refuseHidden(principal, {
      opportunity: ['amount', 'status', 'contactId', 'leadId', 'closedAt', 'lines', 'productId'],
      mailingRecipient: ['status', 'followed', 'openedAt', 'repliedAt', 'respondedAt'],
      campaign: ['costs', 'productIds', 'productGroupId'],
      product: ['name', 'groupId'],
      socialPost: ['reactions', 'campaignId', 'status'],
    })
    const inZone = await zone()
    const { from, to } = yearTo(parameters, dayOf(asOf ?? now, inZone))
    const { deals, touches } = await wonDeals(db as never, { from, to, zone: inZone })
    const shares = new Map<string, Map<string, number>>()
    const byProduct = new Map<string, Map<string, number>>()
    const unattributed = new Map<string, number>()
    const total = new Map<string, number>()
    for (const deal of deals) {
      add(total, deal.currency, deal.amount)
      const parts = attributed(deal.amount, touches.get(deal.id) ?? [], parameters.model)
      if (parts.size === 0) add(unattributed, deal.currency, deal.amount)
      for (const [campaignId, part] of parts) {
        const of = shares.get(campaignId) ?? new Map<string, number>()
        shares.set(campaignId, of)
        add(of, deal.currency, part)
        const products = byProduct.get(campaignId) ?? new Map<string, number>()
        byProduct.set(campaignId, products)
        for (const [productId, own] of partsOf(deal, part))
          add(products, `${productId ?? ''} ${deal.currency}`, own)
      }
    }
    const products = await db.selectFrom('product').select(['id', 'name', 'groupId']).execute()
    const { campaignId = null } = parameters
    const { rows } = await sql<Row>`
      select campaign.id as "campaignId", campaign.name, campaign.status, campaign.costs,
          campaign.product_ids as "productIds", campaign.product_group_id as "productGroupId",
          social.posts as "socialPosts", social.reactions as "socialReactions", counts.*
        from campaign left join lateral (
          select ${funnelColumns} from mailing_recipient as one where one.campaign_id = campaign.id
        ) as counts on true
        left join lateral (
          select count(*)::int as posts, coalesce(sum(reactions), 0)::int as reactions from social_post
            where social_post.campaign_id = campaign.id and social_post.status = 'posted'
        ) as social on true
        where (${campaignId}::uuid is null or campaign.id = ${campaignId}::uuid)
        order by campaign.name, campaign.id limit 500`.execute(db)
    return {
      from,
      to,
      model: parameters.model,
      method: method[parameters.model] + basis,
      campaigns: rows.map((row) => ({
        ...comparedOf(row, shares.get(row.campaignId), { from, to }),
        products: productsOf(row, byProduct.get(row.campaignId), products),
      })),
      unattributed: sums(unattributed),
      total: sums(total),
    }
  },
})

interface Row {
  campaignId: string
  name: string
  status: string
  costs: readonly CampaignCost[]
  productIds: readonly string[]
  productGroupId: string | null
  socialPosts: number
  socialReactions: number
  sent: number
  opened: number
  clicked: number
  responded: number
  converted: number
  won: number
}

function comparedOf(
  { campaignId, name, status, costs, socialPosts, socialReactions, ...counts }: Row,
  revenue: ReadonlyMap<string, number> = new Map(),
  { from, to }: { from: string; to: string },
): Omit<z.input<typeof compared>, 'products'> {
  const own = costs.filter(({ on }) => on >= from && on <= to)
  const currencies = [...new Set([...revenue.keys(), ...own.map(({ amount }) => amount.currency)])].sort()
  const channels = [...new Set(own.map(({ channel, amount }) => `${channel} ${amount.currency}`))].sort()
  const each = (cost: number, count: number) => (count === 0 ? null : Math.round(cost / count))
  return {
    campaignId,
    name,
    status,
    ...funnelOf(counts),
    leads: counts.converted,
    social: { posts: socialPosts, reactions: socialReactions },
    otherResponses: own.reduce((all, { responses }) => all + (responses ?? 0), 0),
    channels: channels.map((key) => {
      const [channel, code] = key.split(' ') as [z.output<typeof campaignChannel>, string]
      const those = own.filter((one) => one.channel === channel && one.amount.currency === code)
      return {
        channel,
        currency: code,
        cost: those.reduce((all, { amount }) => all + amount.amount, 0),
        responses: those.reduce((all, { responses }) => all + (responses ?? 0), 0),
      }
    }),
    returns: currencies.map((code) => {
      const cost = own
        .filter(({ amount }) => amount.currency === code)
        .reduce((all, { amount }) => all + amount.amount, 0)
      const brought = revenue.get(code) ?? 0
      return {
        currency: code,
        revenue: brought,
        cost,
        roi: cost === 0 ? null : Math.round(((brought - cost) / cost) * 10_000) / 10_000,
        costPerLead: each(cost, counts.converted),
        costPerWon: each(cost, counts.won),
      }
    }),
  }
}

/** Of a part of a deal, what each of its products has: by what they cost in it, in whole minor units. */
function partsOf({ parts }: Deal, amount: number): [string | null, number][] {
  const whole = parts.reduce((all, { net }) => all + Math.max(net, 0), 0)
  if (whole === 0) return [[parts[0]?.productId ?? null, amount]]
  const shares = sharedOut(
    amount,
    parts.map(({ net }) => Math.max(net, 0) / whole),
  )
  return parts.map(({ productId }, place) => [productId, shares[place] ?? 0])
}

function productsOf(
  { productIds, productGroupId }: Row,
  revenue: ReadonlyMap<string, number> = new Map(),
  products: readonly { id: string; name: string; groupId: string | null }[],
): z.input<typeof compared>['products'] {
  return [...revenue]
    .map(([key, amount]) => {
      const [id = '', code = ''] = key.split(' ')
      const found = products.find((one) => one.id === id)
      const isInGroup = productGroupId !== null && found?.groupId === productGroupId
      return {
        productId: id || null,
        name: found?.name ?? null,
        named: productIds.includes(id) || isInGroup,
        currency: currency.parse(code),
        revenue: amount,
      }
    })
    .sort((one, other) => other.revenue - one.revenue)
}

/** The deals that were won in a period, and by deal what their people had answered to before. */
export async function wonDeals(
  db: Kysely<never>,
  { from, to, zone }: { from: string; to: string; zone: string },
): Promise<{ deals: Deal[]; touches: Map<string, Touch[]> }> {
  const { rows: deals } = await sql<Deal>`
    select deal.id, deal.amount, deal.currency, deal.contact_id as "contactId",
        coalesce(deal.lead_id, contact.lead_id) as "leadId", deal.closed_at as "closedAt",
        array(select distinct line ->> 'productId' from jsonb_array_elements(deal.lines) as line
          where line ->> 'productId' is not null) as "productIds",
        coalesce((select jsonb_agg(jsonb_build_object('productId', line ->> 'productId',
              'net', (line -> 'net' ->> 'amount')::bigint)) from jsonb_array_elements(deal.lines) as line),
            jsonb_build_array(jsonb_build_object('productId', deal.product_id, 'net', deal.amount))) as parts
      from opportunity as deal left join contact on contact.id = deal.contact_id
      where deal.status = 'won' and deal.amount is not null and deal.currency is not null
        and (deal.closed_at at time zone ${zone})::date between ${from}::date and ${to}::date
      order by deal.closed_at, deal.id`.execute(db)
  const touches = new Map<string, Touch[]>()
  const people = deals.flatMap(({ contactId, leadId }) => [contactId, leadId]).filter((id) => id !== null)
  if (people.length === 0) return { deals, touches }
  const { rows } = await sql<{
    contactId: string | null
    leadId: string | null
    madeLeadId: string | null
    campaignId: string
    at: string
  }>`
    select contact_id as "contactId", lead_id as "leadId", made_lead_id as "madeLeadId",
        campaign_id as "campaignId", each.at
      from mailing_recipient as one
      cross join lateral (
        select (link ->> 'at')::timestamptz as at from jsonb_array_elements(followed) as link
          where not (link ->> 'machine')::boolean
        union all select replied_at where replied_at is not null
        union all select converted_at where converted_at is not null
      ) as each
      where contact_id = any(${people}::uuid[]) or lead_id = any(${people}::uuid[])
        or made_lead_id = any(${people}::uuid[])`.execute(db)
  const byPerson = new Map<string, Touch[]>()
  for (const { contactId, leadId, madeLeadId, campaignId, at } of rows)
    for (const person of new Set([contactId, leadId, madeLeadId]))
      if (person) byPerson.set(person, [...(byPerson.get(person) ?? []), { campaignId, at: isoOf(at) }])
  for (const deal of deals) {
    const closedAt = isoOf(deal.closedAt)
    const known = [deal.contactId, deal.leadId].flatMap((id) => (id && byPerson.get(id)) || [])
    // A lead that was made of somebody's response is met by both.
    const each = new Map(known.map((touch) => [`${touch.campaignId} ${touch.at}`, touch]))
    touches.set(
      deal.id,
      [...each.values()].filter(({ at }) => at <= closedAt),
    )
  }
  return { deals, touches }
}

const isoOf = (at: string) => new Date(at).toISOString()

function add(to: Map<string, number>, key: string, amount: number): void {
  to.set(key, (to.get(key) ?? 0) + amount)
}

const sums = (of: ReadonlyMap<string, number>) =>
  [...of]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([code, revenue]) => ({ currency: code, revenue }))

/** The deals that a campaign had part in. */
export const campaignDeals = query(
  campaignTable,
  mailingRecipientTable,
  opportunityTable,
  contactTable,
)({
  name: 'campaignDeals',
  path: '/campaigns/:id/deals',
  summary: 'The won deals that a campaign had part in, and how much of each is its own by a model',
  permission: 'campaign.read',
  parameters: z.object({
    id: uuid,
    model: model.default('linear'),
    from: day.optional(),
    to: day.optional(),
  }),
  reply: z.object({
    items: z.array(
      z
        .object({
          opportunityId: uuid,
          name: z.string(),
          closedAt: instant,
          currency,
          amount: z.int(),
          part: z.int(),
          touches: z.array(
            z.object({ campaignId: uuid, at: instant }).register(vocabulary, { id: 'CampaignTouch' }),
          ),
        })
        .register(vocabulary, { id: 'CampaignDeal' }),
    ),
  }),
  async run({ db, parameters: { id, model: by, ...period }, asOf, now, zone, principal }) {
    refuseHidden(principal, {
      opportunity: ['amount', 'status', 'contactId', 'leadId', 'closedAt', 'name'],
      mailingRecipient: ['followed', 'repliedAt', 'respondedAt'],
    })
    const found = await db.selectFrom('campaign').select('id').where('id', '=', id).executeTakeFirst()
    if (!found) return undefined
    const inZone = await zone()
    const { from, to } = yearTo(period, dayOf(asOf ?? now, inZone))
    const { deals, touches } = await wonDeals(db as never, { from, to, zone: inZone })
    const own = deals.flatMap((deal) => {
      const of = touches.get(deal.id) ?? []
      const part = attributed(deal.amount, of, by).get(id)
      return part === undefined && !of.some(({ campaignId }) => campaignId === id)
        ? []
        : [{ deal, of, part: part ?? 0 }]
    })
    const names = await db
      .selectFrom('opportunity')
      .select(['id', 'name'])
      .where('id', 'in', own.length > 0 ? own.map(({ deal }) => deal.id) : [id])
      .execute()
    const nameOf = new Map(names.map((one) => [one.id, one.name]))
    return {
      items: own.slice(0, 200).map(({ deal, of, part }) => ({
        opportunityId: deal.id,
        name: nameOf.get(deal.id) ?? '',
        closedAt: isoOf(deal.closedAt),
        currency: deal.currency,
        amount: deal.amount,
        part,
        touches: of.slice(0, 50),
      })),
    }
  },
})
