import { sql } from 'kysely'
import { z } from 'zod'
import { vocabulary } from '../../domain/values/vocabulary.ts'

/** A share with what it may be by chance. */
export const rate = z
  .object({
    share: z.number(),
    from: z.number().describe('With what it may be by chance: 95 %, Wilson.'),
    to: z.number(),
  })
  .register(vocabulary, { id: 'RateInterval' })

/** The steps of a funnel, and the rates of those sent. */
export const funnelReply = {
  sent: z.int(),
  opened: z.int(),
  clicked: z.int(),
  responded: z.int().describe('Followed a link, answered, or became a lead.'),
  converted: z.int().describe('A lead was made of their response.'),
  won: z.int().describe('A deal with them was won after they had responded.'),
  openRate: rate.nullable().describe('Null: nothing was sent.'),
  clickRate: rate.nullable(),
  responseRate: rate.nullable(),
  winRate: rate.nullable(),
}

/** Their counts over rows of `mailing_recipient` called `one`. */
export const funnelColumns = sql`
  count(*) filter (where sent_at is not null)::integer as sent,
  count(*) filter (where sent_at is not null and opened_at is not null)::integer as opened,
  count(*) filter (where sent_at is not null and clicked_at is not null)::integer as clicked,
  count(*) filter (where sent_at is not null and responded_at is not null)::integer as responded,
  count(*) filter (where converted_at is not null)::integer as converted,
  count(*) filter (where responded_at is not null and exists (
    select from opportunity as deal
      where deal.status = 'won' and deal.closed_at >= one.responded_at
        and (deal.contact_id = one.contact_id or deal.lead_id in (one.lead_id, one.made_lead_id))
  ))::integer as won`

interface Steps {
  sent: number
  opened: number
  clicked: number
  responded: number
  converted: number
  won: number
}

export function funnelOf({ sent, opened, clicked, responded, converted, won }: Steps) {
  return {
    sent,
    opened,
    clicked,
    responded,
    converted,
    won,
    openRate: rateOf(opened, sent),
    clickRate: rateOf(clicked, sent),
    responseRate: rateOf(responded, sent),
    winRate: rateOf(won, sent),
  }
}

const z95 = 1.959963984540054

/** So many of so many, with the interval of 95 % (Wilson, 1927); null of none. */
export function rateOf(count: number, of: number): z.output<typeof rate> | null {
  if (of === 0) return null
  const share = count / of
  const middle = (share + z95 ** 2 / (2 * of)) / (1 + z95 ** 2 / of)
  const half = (z95 / (1 + z95 ** 2 / of)) * Math.sqrt((share * (1 - share)) / of + z95 ** 2 / (4 * of ** 2))
  const rounded = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000
  return { share: rounded(share), from: rounded(middle - half), to: rounded(middle + half) }
}
