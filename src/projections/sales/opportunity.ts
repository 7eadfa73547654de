import { merged } from '../../domain/record.ts'
import { type OpportunityState, opportunity } from '../../domain/sales/opportunity.ts'
import type { Stage } from '../../domain/sales/stage.ts'
import type { Money } from '../../domain/values/money.ts'
import {
  bigint,
  boolean,
  type Column,
  date,
  double,
  instant,
  nullable,
  projection,
  type RowOf,
  text,
  texts,
  uuid,
} from '../projection.ts'
import { tagFields, tagFolds, tagsColumn } from '../tagging.ts'

const statusText: Column<OpportunityState['status']> = { sql: 'text', nullable: false }

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
  /** Expected while it is open, real once it is closed. */
  closeDate: nullable(date),
  status: statusText,
  lostReason: nullable(text),
  closedAt: nullable(instant),
  tags: tagsColumn,
}

type Row = RowOf<typeof columns>

export const opportunityTable = projection(opportunity)({
  name: 'opportunity',
  version: 3,
  label: ['name'],
  columns,
  sameField: [
    ['amount', 'currency'],
    ['stageId', 'stageName', 'stageSince', 'stagesVisited', 'stage', 'openStage'],
    ['probability', 'probabilityOverridden', 'overridden'],
    ['lostReason', 'reason'],
    tagFields,
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
      ...inStage(stage, occurredAt, []),
      ...amountOf(amount),
      status: 'open',
      lostReason: null,
      closedAt: null,
      tags: [],
    }),
    'opportunity.changed': (row, { data }) => row && merged(row, data.changes),
    'opportunity.stage-advanced': (row, { data, occurredAt }) => row && entered(row, data, occurredAt),
    'opportunity.probability-set': (row, { data }) =>
      row && { ...row, probability: data.probability, probabilityOverridden: data.overridden },
    'opportunity.amount-changed': (row, { data }) => row && { ...row, ...amountOf(data.amount) },
    'opportunity.close-date-changed': (row, { data }) => row && { ...row, ...data },
    'opportunity.assigned': (row, { data }) => row && { ...row, ...data },
    'opportunity.won': (row, { data, occurredAt }) =>
      row && { ...closed(row, data, occurredAt), status: 'won' },
    'opportunity.lost': (row, { data, occurredAt }) =>
      row && { ...closed(row, data, occurredAt), status: 'lost', lostReason: data.reason },
    'opportunity.reopened': (row, { data, occurredAt }) =>
      row && { ...entered(row, data, occurredAt), status: 'open', lostReason: null, closedAt: null },
    ...tagFolds('opportunity'),
  },
})

function inStage({ id, name }: Stage, at: string, before: readonly string[]) {
  return { stageId: id, stageName: name, stageSince: at, stagesVisited: [...new Set([...before, id])] }
}

function amountOf(amount: Money | null) {
  return { amount: amount?.amount ?? null, currency: amount?.currency ?? null }
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
