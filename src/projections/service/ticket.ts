import { merged } from '../../domain/record.ts'
import type { AssignmentDecision } from '../../domain/rules/assignment.ts'
import type { Failure } from '../../domain/service/failure.ts'
import type { ClockName, Priority, SlaClocks } from '../../domain/service/sla.ts'
import {
  type Entitlement,
  openerIn,
  type TicketStatus,
  type TicketType,
  ticket,
} from '../../domain/service/ticket.ts'
import { customColumn, customFolds, customNames } from '../custom-values.ts'
import { mergeColumns, notMerged } from '../customers/merging.ts'
import { linkFolds } from '../linking.ts'
import {
  boolean,
  type Column,
  instant,
  integer,
  json,
  nullable,
  projection,
  text,
  texts,
  uuid,
} from '../projection.ts'
import { tagFields, tagFolds, tagsColumn } from '../tagging.ts'

const statusText: Column<TicketStatus> = { sql: 'text', nullable: false }
const typeText: Column<TicketType | null> = { sql: 'text', nullable: true }
const priorityText: Column<Priority> = { sql: 'text', nullable: false }

/** The service level of a ticket as lists and pushes show it. Null instants: not due now, or not yet happened. */
export interface TicketSla {
  policy: string
  responseDueAt: string | null
  respondedAt: string | null
  resolutionDueAt: string | null
  resolvedAt: string | null
  pausedAt: string | null
  breached: Record<ClockName, boolean>
}

interface SlaColumns {
  sla: TicketSla | null
  dueAt: string | null
  breached: boolean
}

export const ticketTable = projection(ticket)({
  name: 'ticket',
  version: 9,
  label: ['number', 'subject'],
  columns: {
    number: text,
    subject: text,
    description: nullable(text),
    requester: nullable(json<{ name: string; email: string | null }>()),
    accountId: nullable(uuid),
    contactId: nullable(uuid),
    priority: priorityText,
    category: nullable(text),
    channel: text,
    assigneeId: nullable(uuid),
    teamId: nullable(uuid),
    askerId: nullable(uuid),
    openedBy: nullable(uuid),
    status: statusText,
    escalation: integer,
    type: typeText,
    severity: nullable(text),
    productId: nullable(uuid),
    parentId: nullable(uuid),
    splitFromId: nullable(uuid),
    relatedIds: texts,
    rootCause: nullable(text),
    correctionIds: texts,
    ...mergeColumns,
    sla: nullable(json<TicketSla>()),
    /** When the next promise runs out: the order of the queue. Null while no clock runs. */
    dueAt: nullable(instant),
    breached: boolean,
    assetId: nullable(uuid),
    failure: nullable(json<Failure>()),
    contractId: nullable(uuid),
    entitlement: nullable(json<Entitlement>()),
    /** Why the rules gave it to whoever has it; null: a person did. */
    assignment: nullable(json<AssignmentDecision>()),
    routedRule: nullable(text),
    routedAt: nullable(instant),
    /** The form by which it came, whether a program seems to have sent it, and whether we wait for them to say that it was them. */
    formId: nullable(uuid),
    doubtful: boolean,
    unconfirmed: boolean,
    resolvedAt: nullable(instant),
    closedAt: nullable(instant),
    /** How often it was open again after it was resolved. */
    reopenings: integer,
    /** When whoever asked was asked last what they think of it. */
    surveyedAt: nullable(instant),
    ratedAt: nullable(instant),
    score: nullable(integer),
    scale: nullable(integer),
    comment: nullable(text),
    tags: tagsColumn,
    custom: customColumn,
  },
  sameField: [
    ['sla', 'dueAt', 'breached', 'terms', 'clocks'],
    ['entitlement', 'contractId'],
    ['assetId', 'failure'],
    ['assignment', 'decision', 'routedRule', 'routedAt', 'cause'],
    ['relatedIds', 'ticketId'],
    ['correctionIds', 'activityId'],
    ['splitFromId', 'splitMessageId'],
    ['formId', 'doubtful', 'unconfirmed', 'submission'],
    ['absorbedById', 'survivorId'],
    ['score', 'scale', 'comment', 'ratedAt', 'survey', 'answeredBy'],
    tagFields,
    customNames,
  ],
  indexes: [
    ['status', 'dueAt'],
    ['dueAt'],
    ['number'],
    ['assigneeId'],
    ['askerId'],
    ['accountId'],
    ['contactId'],
    ['contractId'],
    ['assetId'],
    ['priority'],
    ['productId'],
    ['parentId'],
    ['absorbedById'],
    ['createdAt'],
    ['resolvedAt'],
    ['formId'],
    ['surveyedAt'],
  ],
  on: {
    'ticket.opened': (
      _,
      { data: { terms, clocks, splitMessageId: __, submission, ...data }, metadata: { actor } },
    ) => ({
      ...data,
      type: data.type ?? null,
      severity: data.severity ?? null,
      productId: data.productId ?? null,
      parentId: data.parentId ?? null,
      splitFromId: data.splitFromId ?? null,
      relatedIds: noIds(),
      rootCause: data.rootCause ?? null,
      correctionIds: noIds(),
      ...notMerged,
      askerId: data.askerId ?? null,
      assetId: data.assetId ?? null,
      failure: data.failure ?? null,
      contractId: data.entitlement?.contractId ?? null,
      entitlement: data.entitlement ?? null,
      openedBy: openerIn(actor),
      status: 'new',
      escalation: 0,
      sla: terms && {
        policy: terms.policy.name,
        responseDueAt: clocks?.response.dueAt ?? null,
        respondedAt: null,
        resolutionDueAt: clocks?.resolution.dueAt ?? null,
        resolvedAt: null,
        pausedAt: null,
        breached: { response: false, resolution: false },
      },
      dueAt: nextDue(clocks),
      breached: false,
      ...routed(null, null),
      formId: submission?.formId ?? null,
      doubtful: submission !== undefined && (submission.signs.trapped || !submission.signs.proven),
      unconfirmed: submission?.confirm ?? false,
      resolvedAt: null,
      closedAt: null,
      reopenings: 0,
      surveyedAt: null,
      ratedAt: null,
      score: null,
      scale: null,
      comment: null,
      tags: [],
      custom: {},
    }),
    'ticket.confirmed': (row) => row && { ...row, unconfirmed: false },
    'ticket.changed': (row, { data }) => row && merged(row, data.changes),
    'ticket.asset-set': (row, { data }) => row && { ...row, ...data },
    'ticket.linked': (row, { data: { ticketId } }) =>
      row && { ...row, relatedIds: row.relatedIds.concat(ticketId) },
    'ticket.unlinked': (row, { data: { ticketId } }) =>
      row && { ...row, relatedIds: row.relatedIds.filter((id) => id !== ticketId) },
    'ticket.correction-planned': (row, { data: { activityId } }) =>
      row && { ...row, correctionIds: row.correctionIds.concat(activityId) },
    'ticket.correction-dropped': (row, { data: { activityId } }) =>
      row && { ...row, correctionIds: row.correctionIds.filter((id) => id !== activityId) },
    'ticket.merged': (row, { data: { survivorId, clocks } }) =>
      row && { ...row, absorbedById: survivorId, status: 'closed', ...slaAfter(row, clocks) },
    'ticket.unmerged': (row, { data: { status, clocks } }) =>
      row && { ...row, absorbedById: null, status, ...slaAfter(row, clocks) },
    'ticket.assigned': (row, { data: { untouched, decision = null, ...data }, occurredAt }) =>
      row && {
        ...row,
        ...data,
        ...routed(decision, occurredAt),
        status: untouched ? 'new' : decision ? row.status : takenUp(row.status),
      },
    'ticket.left-unassigned': (row, { data: { decision }, occurredAt }) =>
      row && { ...row, ...routed(decision, occurredAt), routedRule: null },
    'ticket.replied': (row, { data: { author, clocks }, occurredAt }) => {
      if (!row || author !== 'agent') return row
      const respondedAt = row.sla?.respondedAt ?? occurredAt
      return { ...row, status: takenUp(row.status), ...slaAfter(row, clocks, { respondedAt }) }
    },
    'ticket.pended': (row, { data, occurredAt }) =>
      row && { ...row, status: 'pending', ...slaAfter(row, data.clocks, { pausedAt: occurredAt }) },
    'ticket.resumed': (row, { data }) =>
      row && { ...row, status: 'open', ...slaAfter(row, data.clocks, { pausedAt: null }) },
    'ticket.resolved': (row, { data, occurredAt }) =>
      row && {
        ...row,
        status: 'resolved',
        resolvedAt: occurredAt,
        ...slaAfter(row, data.clocks, { resolvedAt: occurredAt, pausedAt: null }),
      },
    'ticket.reopened': (row, { data }) =>
      row && {
        ...row,
        status: 'open',
        resolvedAt: null,
        closedAt: null,
        reopenings: row.reopenings + 1,
        ...slaAfter(row, data.clocks, { resolvedAt: null }),
      },
    'ticket.closed': (row, { occurredAt }) => row && { ...row, status: 'closed', closedAt: occurredAt },
    'ticket.survey-requested': (row, { data, occurredAt }) =>
      row && (data.reminder ? row : { ...row, surveyedAt: occurredAt }),
    'ticket.rated': (row, { data: { score, scale, comment }, occurredAt }) =>
      row && { ...row, score, scale, comment, ratedAt: occurredAt },
    'ticket.priority-changed': (row, { data }) =>
      row && { ...row, priority: data.priority, ...slaAfter(row, data.clocks) },
    'ticket.sla-breached': (row, { data }) => row && { ...row, ...slaAfter(row, data.clocks) },
    'ticket.escalated': (row, { data: { level, assigneeId, teamId } }) =>
      row && {
        ...row,
        escalation: level,
        assigneeId,
        teamId,
        ...(assigneeId !== row.assigneeId && routed(null, null)),
      },
    ...tagFolds('ticket'),
    ...customFolds('ticket'),
    ...linkFolds('ticket'),
  },
})

function routed(assignment: AssignmentDecision | null, at: string | null) {
  return { assignment, routedRule: assignment?.rule ?? null, routedAt: assignment && at }
}

const noIds = (): string[] => []

function takenUp(status: TicketStatus): TicketStatus {
  return status === 'new' ? 'open' : status
}

/** Of the service level only: without a policy there is none, and whatever else an event changes stands. */
function slaAfter(
  { sla, dueAt, breached: before }: SlaColumns,
  clocks: SlaClocks | null,
  news: Partial<TicketSla> = {},
): SlaColumns {
  if (!sla || !clocks) return { sla, dueAt, breached: before }
  const { response, resolution } = clocks
  const breached = { response: response.breached, resolution: resolution.breached }
  return {
    sla: {
      ...sla,
      responseDueAt: response.dueAt,
      resolutionDueAt: resolution.dueAt,
      breached,
      ...news,
    },
    dueAt: nextDue(clocks),
    breached: breached.response || breached.resolution,
  }
}

/** The earlier end of the clocks that run; one that has run out stays first until it is answered. */
function nextDue(clocks: SlaClocks | null): string | null {
  const running = clocks
    ? [clocks.response, clocks.resolution].filter((one) => one.runningSince !== null)
    : []
  return running.flatMap(({ dueAt }) => dueAt ?? []).sort()[0] ?? null
}
