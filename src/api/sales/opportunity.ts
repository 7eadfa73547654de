import { z } from 'zod'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { day } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { currency, formatMoney, type Money } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { userTable } from '../../projections/identity/user.ts'
import type { TableOf } from '../../projections/projection.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { pipelineTable } from '../../projections/sales/pipeline.ts'
import { productTable } from '../../projections/sales/product.ts'
import { oneOrMore } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { tagTitles } from '../lists/tags.ts'
import { titlesOf } from '../lists/titles.ts'
import { moneyOf, moneyReply } from './money.ts'

const status = z.enum(['open', 'won', 'lost']).register(vocabulary, { id: 'OpportunityStatus' })

export const opportunityReply = z.object({
  name: z.string(),
  accountId: uuid.nullable(),
  contactId: uuid.nullable(),
  productId: uuid.nullable(),
  leadId: uuid.nullable(),
  ownerId: uuid,
  pipelineId: uuid,
  stageId: uuid,
  stageName: z.string(),
  stageSince: instant,
  stagesVisited: z.array(uuid).describe('Ids of the stages it has been in, this one too.'),
  probability: z.number(),
  probabilityOverridden: z.boolean(),
  amount: moneyReply.nullable(),
  closeDate: day.nullable(),
  status,
  lostReason: z.string().nullable(),
  closedAt: instant.nullable(),
})

export function opportunityShown({ amount, currency, ...row }: TableOf<typeof opportunityTable>) {
  return { ...row, amount: moneyOf(amount, currency) }
}

export const opportunityQueries = recordQueries(opportunityTable)({
  resource: 'opportunities',
  summary: 'Opportunities by owner, stage, status, account and close date',
  row: opportunityReply,
  shown: opportunityShown,
  references: {
    accountId: accountTable,
    contactId: contactTable,
    ownerId: userTable,
    productId: productTable,
    pipelineId: pipelineTable,
  },
  filters: {
    ownerId: uuid,
    status: oneOrMore(status),
    stageId: uuid,
    pipelineId: uuid,
    accountId: uuid,
    contactId: uuid,
    productId: uuid,
    leadId: uuid,
    currency,
    lostReason: z.string().min(1),
  },
  listed: { lostReason: 'deal-loss' },
  ranges: { closeDate: day, amount: z.coerce.number().int(), createdAt: instant },
  sorts: ['-createdAt', 'updatedAt', 'name', 'closeDate', 'amount'],
  search: ['name', 'accountId', 'contactId'],
})

const money = (amount: Money | null) => (amount ? formatMoney(amount) : 'no amount')
const percent = (share: number) => `${Math.round(share * 100)} %`

export const opportunityTitles = titlesOf(opportunity, {
  'opportunity.opened': ({ data }) => `Opportunity opened in ${data.stage.name}, ${money(data.amount)}`,
  'opportunity.changed': () => 'Opportunity changed',
  'opportunity.stage-advanced': ({ data, before }) =>
    `Stage advanced from ${before.stage.name} to ${data.stage.name}`,
  'opportunity.probability-set': ({ data, before }) =>
    data.overridden
      ? `Probability set to ${percent(data.probability)} by hand`
      : `Probability back to the ${percent(data.probability)} of ${before.stage.name}`,
  'opportunity.amount-changed': ({ data, before }) =>
    `Amount changed from ${money(before.amount)} to ${money(data.amount)}`,
  'opportunity.close-date-changed': ({ data, before }) =>
    `Close date moved from ${before.closeDate ?? 'none'} to ${data.closeDate ?? 'none'}`,
  'opportunity.assigned': () => 'Given to another owner',
  'opportunity.won': ({ data }) => `Won, ${money(data.amount)}`,
  'opportunity.lost': ({ data }) => `Lost: ${data.reason}`,
  'opportunity.reopened': ({ data }) => `Reopened in ${data.stage.name}`,
  ...tagTitles('opportunity'),
})
