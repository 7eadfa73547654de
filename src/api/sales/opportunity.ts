import { z } from 'zod'
import { namedDate } from '../../domain/sales/deal-details.ts'
import { keyPlayer } from '../../domain/sales/key-player.ts'
import { pricedLine } from '../../domain/sales/line.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { proposal } from '../../domain/sales/proposal.ts'
import { day } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { currency, formatMoney, type Money } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { userTable } from '../../projections/identity/user.ts'
import type { TableOf } from '../../projections/projection.ts'
import { competitorTable } from '../../projections/sales/competitor.ts'
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
  lines: z.array(pricedLine).describe('What it consists of; as long as it is open, they come to the amount.'),
  lineCount: z.int(),
  players: z
    .array(keyPlayer)
    .describe('Who has a say in it; `GET /opportunities/{id}/key-players` has their names.'),
  playerIds: z.array(uuid),
  budget: moneyReply.nullable().describe('What the buyer has for it.'),
  costs: moneyReply.nullable().describe('What was spent on it so far, beside its orders.'),
  channel: z.string().nullable(),
  partnerId: uuid.nullable(),
  nextStep: z.string().nullable(),
  nextStepOn: day.nullable(),
  dates: z.array(namedDate),
  slips: z.int().describe('How often its close date was put off.'),
  closeDate: day.nullable(),
  status,
  lostReason: z.string().nullable(),
  wonReason: z.string().nullable(),
  lostToId: uuid.nullable().describe('The competitor it was lost to.'),
  competitorIds: z.array(uuid),
  closedAt: instant.nullable(),
  proposal: proposal.nullable().describe('What it was opened for, where that was proposed.'),
})

export function opportunityShown({
  amount,
  currency,
  budget,
  budgetCurrency,
  costs,
  costsCurrency,
  ...row
}: TableOf<typeof opportunityTable>) {
  return {
    ...row,
    amount: moneyOf(amount, currency),
    budget: moneyOf(budget, budgetCurrency),
    costs: moneyOf(costs, costsCurrency),
    dates: row.dates as z.input<typeof namedDate>[],
    lines: row.lines as z.input<typeof pricedLine>[],
    players: row.players as z.input<typeof keyPlayer>[],
    playerIds: row.playerIds as string[],
    competitorIds: row.competitorIds as string[],
  }
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
    lostToId: competitorTable,
    partnerId: accountTable,
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
    wonReason: z.string().min(1),
    lostToId: uuid,
    channel: z.string().min(1),
    partnerId: uuid,
  },
  several: { playerIds: contactTable, competitorIds: competitorTable },
  listed: { lostReason: 'deal-loss', wonReason: 'deal-win', channel: 'sales-channel' },
  ranges: { closeDate: day, amount: z.coerce.number().int(), createdAt: instant, nextStepOn: day },
  sorts: ['-createdAt', 'updatedAt', 'name', 'closeDate', 'amount', 'nextStepOn', 'probability', 'slips'],
  search: ['name', 'accountId', 'contactId'],
})

const money = (amount: Money | null) => (amount ? formatMoney(amount) : 'no amount')
const percent = (share: number) => `${Math.round(share * 100)} %`

export const opportunityTitles = titlesOf(opportunity, {
  'opportunity.opened': ({ data }) => `Opportunity opened in ${data.stage.name}, ${money(data.amount)}`,
  'opportunity.changed': ({ data: { changes } }) => {
    const { nextStep, ...others } = changes
    if (nextStep && Object.keys(others).every((key) => key === 'nextStepOn')) return `Next step: ${nextStep}`
    return 'Opportunity changed'
  },
  'opportunity.stage-advanced': ({ data: { stage, override }, before }) => {
    const moved = `Stage advanced from ${before.stage.name} to ${stage.name}`
    if (!override) return moved
    const unmet = override.unmet.map(({ name }) => name).join('; ') || 'nothing'
    return `${moved}, overriding what was not met (${unmet}): ${override.reason}`
  },
  'opportunity.probability-set': ({ data, before }) =>
    data.overridden
      ? `Probability set to ${percent(data.probability)} by hand`
      : `Probability back to the ${percent(data.probability)} of ${before.stage.name}`,
  'opportunity.amount-changed': ({ data, before }) =>
    `Amount changed from ${money(before.amount)} to ${money(data.amount)}`,
  'opportunity.lines-changed': ({ data: { lines, amount } }) =>
    lines.length === 0
      ? 'Lines taken away'
      : `Lines changed: ${lines.length === 1 ? 'one line' : `${lines.length} lines`}, ${money(amount)}`,
  'opportunity.found-idle': ({ data: { idle } }) =>
    `Untouched for ${idle.days} days: “${idle.task}” for its owner, by rule “${idle.by.name}” (version ${idle.by.version})`,
  'opportunity.close-date-changed': ({ data, before }) =>
    `Close date moved from ${before.closeDate ?? 'none'} to ${data.closeDate ?? 'none'}`,
  'opportunity.player-set': ({ data: { contactId, role, stance }, before }) => {
    const verb = before.players.some((one) => one.contactId === contactId) ? 'changed' : 'added'
    return [`Key player ${verb}`, ...[role, stance].filter((part) => part !== null)].join(', ')
  },
  'opportunity.player-removed': () => 'Key player taken off',
  'opportunity.competitors-set': ({ data: { competitorIds } }) =>
    competitorIds.length === 0
      ? 'No competitors any more'
      : `Competitors changed, ${competitorIds.length} in it now`,
  'opportunity.assigned': () => 'Given to another owner',
  'opportunity.won': ({ data: { amount, reason } }) => `Won, ${money(amount)}${reason ? `: ${reason}` : ''}`,
  'opportunity.lost': ({ data }) => `Lost: ${data.reason}`,
  'opportunity.reopened': ({ data }) => `Reopened in ${data.stage.name}`,
  ...tagTitles('opportunity'),
})
