import { linksAfter } from '../../domain/linking.ts'
import { merged } from '../../domain/record.ts'
import type { NamedDate } from '../../domain/sales/deal-details.ts'
import { type KeyPlayer, playersAfter } from '../../domain/sales/key-player.ts'
import { netOf, type PricedLine } from '../../domain/sales/line.ts'
import { detailsIn, metBy, type OpportunityState, opportunity } from '../../domain/sales/opportunity.ts'
import type { Proposal } from '../../domain/sales/proposal.ts'
import type { Stage } from '../../domain/sales/stage.ts'
import type { Money } from '../../domain/values/money.ts'
import { customColumn, customFolds, customNames } from '../custom-values.ts'
import {
  bigint,
  boolean,
  type Column,
  date,
  double,
  instant,
  integer,
  json,
  nullable,
  projection,
  type RowOf,
  text,
  texts,
  uuid,
} from '../projection.ts'
import { tagFields, tagFolds, tagsColumn } from '../tagging.ts'
import { withdrawalFolds } from '../withdrawal.ts'

const statusText: Column<OpportunityState['status']> = { sql: 'text', nullable: false }

const ids: Column<readonly string[]> = texts

const columns = {
  name: text,
  accountId: nullable(uuid),
  contactId: nullable(uuid),
  productId: nullable(uuid),
  leadId: nullable(uuid),
  ownerId: uuid,
  pipelineId: uuid,
  stageId: uuid,
  /** As it was called when the deal entered it. */
  stageName: text,
  stageSince: instant,
  /** The stages it has been in, in the order in which it first came there. */
  stagesVisited: texts,
  probability: double,
  probabilityOverridden: boolean,
  amount: nullable(bigint),
  currency: nullable(text),
  lines: json<readonly PricedLine[]>(),
  lineCount: integer,
  players: json<readonly KeyPlayer[]>(),
  /** The contacts among them. */
  playerIds: ids,
  budget: nullable(bigint),
  budgetCurrency: nullable(text),
  costs: nullable(bigint),
  costsCurrency: nullable(text),
  channel: nullable(text),
  partnerId: nullable(uuid),
  nextStep: nullable(text),
  nextStepOn: nullable(date),
  dates: json<readonly NamedDate[]>(),
  /** How often its close date was put off. */
  slips: integer,
  /** Expected while it is open, real once it is closed. */
  closeDate: nullable(date),
  status: statusText,
  lostReason: nullable(text),
  wonReason: nullable(text),
  /** The competitor it was lost to. */
  lostToId: nullable(uuid),
  competitorIds: ids,
  closedAt: nullable(instant),
  /** What it was opened for, where that was proposed. */
  proposal: nullable(json<Proposal>()),
  tags: tagsColumn,
  custom: customColumn,
}

type Row = RowOf<typeof columns>

export const opportunityTable = projection(opportunity)({
  name: 'opportunity',
  version: 8,
  label: ['name'],
  columns,
  sameField: [
    ['amount', 'currency', 'lines', 'lineCount'],
    ['stageId', 'stageName', 'stageSince', 'stagesVisited', 'stage', 'openStage'],
    ['probability', 'probabilityOverridden', 'overridden'],
    ['budget', 'budgetCurrency'],
    ['costs', 'costsCurrency'],
    ['closeDate', 'slips'],
    ['lostReason', 'wonReason', 'reason'],
    ['competitorIds', 'competitorId', 'lostToId'],
    ['players', 'playerIds', 'role', 'stance'],
    tagFields,
    customNames,
  ],
  indexes: [
    ['createdAt'],
    ['updatedAt'],
    ['name'],
    ['closeDate'],
    ['currency', 'amount'],
    ['status', 'closeDate'],
    ['status', 'currency', 'amount'],
    ['ownerId', 'closeDate'],
    ['ownerId', 'currency', 'amount'],
    ['stageId', 'closeDate'],
    ['stageId', 'currency', 'amount'],
    ['accountId'],
    ['contactId'],
    ['pipelineId', 'status'],
  ],
  on: {
    'opportunity.opened': (_, { data: { stage, amount, ...data }, occurredAt }) => ({
      ...data,
      ...detailsOf(data),
      proposal: data.proposal ?? null,
      slips: 0,
      ...inStage(stage, occurredAt, []),
      ...amountOf(amount),
      lines: [],
      lineCount: 0,
      ...playersOf([]),
      competitorIds: [],
      status: 'open',
      ...notClosed,
      tags: [],
      custom: {},
    }),
    'opportunity.changed': (row, { data: { changes } }) => {
      const { budget, costs, ...others } = changes
      return (
        row && {
          ...merged(row, others),
          ...(budget !== undefined && budgetOf(budget)),
          ...(costs !== undefined && costsOf(costs)),
        }
      )
    },
    'opportunity.stage-advanced': (row, { data, occurredAt }) => row && entered(row, data, occurredAt),
    'opportunity.probability-set': (row, { data }) =>
      row && { ...row, probability: data.probability, probabilityOverridden: data.overridden },
    'opportunity.amount-changed': (row, { data }) => row && { ...row, ...amountOf(data.amount) },
    'opportunity.lines-changed': (row, { data: { lines, amount } }) =>
      row && { ...row, ...amountOf(amount), lines, lineCount: lines.length },
    'opportunity.close-date-changed': (row, { data: { closeDate } }) => {
      const later = row?.closeDate && closeDate && closeDate > row.closeDate
      return row && { ...row, closeDate, slips: row.slips + (later ? 1 : 0) }
    },
    'opportunity.player-set': (row, { data }) =>
      row && { ...row, ...playersOf(playersAfter.set(row.players, data)) },
    'opportunity.player-removed': (row, { data }) =>
      row && { ...row, ...playersOf(playersAfter.removed(row.players, data)) },
    'opportunity.competitors-set': (row, { data }) => row && { ...row, competitorIds: data.competitorIds },
    'opportunity.assigned': (row, { data }) => row && { ...row, ...data },
    'opportunity.won': (row, { data, occurredAt }) =>
      row && { ...closed(row, data, occurredAt), status: 'won', wonReason: data.reason ?? null },
    'opportunity.lost': (row, { data, occurredAt }) =>
      row && {
        ...closed(row, data, occurredAt),
        status: 'lost',
        lostReason: data.reason,
        lostToId: data.competitorId ?? null,
        competitorIds: metBy(row.competitorIds, data.competitorId),
      },
    'opportunity.reopened': (row, { data, occurredAt }) =>
      row && {
        ...entered(row, data, occurredAt),
        ...(row.lines.length > 0 && amountOf(netOf(row.lines))),
        status: 'open',
        ...notClosed,
      },
    'opportunity.relinked': (row, { data: { links } }) => {
      const { players } = links
      return row && { ...linksAfter(row, links), ...(players && playersOf(players)) }
    },
    ...tagFolds('opportunity'),
    ...customFolds('opportunity'),
    ...withdrawalFolds('opportunity'),
  },
})

const notClosed = { lostReason: null, wonReason: null, lostToId: null, closedAt: null }

function inStage({ id, name }: Stage, at: string, before: readonly string[]) {
  return { stageId: id, stageName: name, stageSince: at, stagesVisited: [...new Set([...before, id])] }
}

function amountOf(amount: Money | null) {
  return { amount: amount?.amount ?? null, currency: amount?.currency ?? null }
}

/** Money stands in two columns. */
const budgetOf = (of: Money | null) => ({ budget: of?.amount ?? null, budgetCurrency: of?.currency ?? null })
const costsOf = (of: Money | null) => ({ costs: of?.amount ?? null, costsCurrency: of?.currency ?? null })

function detailsOf(opened: Parameters<typeof detailsIn>[0]) {
  const { budget, costs, ...details } = detailsIn(opened)
  return { ...details, ...budgetOf(budget), ...costsOf(costs) }
}

function playersOf(players: readonly KeyPlayer[]) {
  return { players, playerIds: players.map(({ contactId }) => contactId) }
}

function entered(row: Row, { stage, probability }: { stage: Stage; probability: number }, at: string): Row {
  return { ...row, ...inStage(stage, at, row.stagesVisited), probability, probabilityOverridden: false }
}

function closed(
  row: Row,
  { stage, amount, closeDate }: { stage: Stage; amount: Money | null; closeDate: string },
  at: string,
): Row {
  return {
    ...entered(row, { stage, probability: stage.probability }, at),
    ...amountOf(amount),
    closeDate,
    closedAt: at,
  }
}
