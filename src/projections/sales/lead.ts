import type { Actor, RecordedEvent } from '../../domain/event.ts'
import { merged } from '../../domain/record.ts'
import type { AssignmentDecision } from '../../domain/rules/assignment.ts'
import { type Genuineness, hasFailed } from '../../domain/sales/genuineness.ts'
import { type LeadState, lead, taken } from '../../domain/sales/lead.ts'
import type { CitedRule } from '../../domain/sales/lead-qualifying.ts'
import type { LeadScore } from '../../domain/sales/lead-score.ts'
import type { LeadStatus } from '../../domain/sales/lead-status.ts'
import { unanswered } from '../../domain/sales/qualification.ts'
import type { Submission } from '../../domain/sales/submission.ts'
import { domainOf } from '../../domain/values/email.ts'
import { customColumn, customFolds, customNames } from '../custom-values.ts'
import {
  channelColumns,
  channelFields,
  channelFolds,
  noChannels,
  suppressionFields,
} from '../customers/channels.ts'
import { linkFolds } from '../linking.ts'
import {
  boolean,
  type Column,
  date,
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
import { withdrawalFolds } from '../withdrawal.ts'

/** A time that a lead was in one status; `byId`: the person who brought it there, null for a process. */
export interface StatusSpan {
  status: LeadStatus
  from: string
  /** Null: it still is. */
  to: string | null
  byId: string | null
}

const statusText: Column<LeadStatus> = { sql: 'text', nullable: false }
const heatText: Column<LeadScore['heat']> = { sql: 'text', nullable: false }

/** Of a lead in which something is doubtful: that is to be looked at, or what somebody has said of it. */
const reviewText: Column<'due' | 'genuine' | 'not-genuine' | null> = nullable(text) as never

export const leadTable = projection(lead)({
  name: 'lead',
  version: 8,
  label: ['firstName', 'lastName'],
  columns: {
    firstName: nullable(text),
    lastName: text,
    email: nullable(text),
    /** Where the address is: rules ask whether that is a company. */
    emailDomain: nullable(text),
    phone: nullable(text),
    company: nullable(text),
    source: text,
    country: nullable(text),
    postcode: nullable(text),
    productInterest: nullable(text),
    referrerId: nullable(uuid),
    campaign: nullable(text),
    /** The campaign of ours whose response it was made of. */
    campaignId: nullable(uuid),
    ownerId: nullable(uuid),
    /** Why rules gave it to its owner, or to nobody; null: somebody else did. */
    assignment: nullable(json<AssignmentDecision>()),
    /** The rule by which they got it, and when; null in both: by none. */
    routedRule: nullable(text),
    routedAt: nullable(instant),
    pickUpBy: nullable(instant),
    status: statusText,
    /** Since when it has been that. */
    statusSince: instant,
    statuses: json<readonly StatusSpan[]>(),
    score: integer,
    heat: heatText,
    scoreReasons: json<readonly LeadScore['reasons'][number][]>(),
    scoreRuleVersion: integer,
    /** When it was scored last; null: not yet. */
    scoredAt: nullable(instant),
    /** What was found when it was checked, and what that says; null: it was not. */
    genuineness: nullable(integer),
    checks: json<Genuineness['checks']>(),
    checkVersion: nullable(integer),
    twins: json<Genuineness['twins']>(),
    checkedAt: nullable(instant),
    review: reviewText,
    /** Of a form: which, where it stood, and what came with it. */
    formId: nullable(uuid),
    landingPageId: nullable(uuid),
    page: nullable(text),
    utm: nullable(json<NonNullable<Submission['utm']>>()),
    message: nullable(text),
    consent: nullable(json<NonNullable<Submission['consent']>>()),
    /** Whether it is to be confirmed by e-mail, when that was asked, and when it was. */
    toConfirm: boolean,
    confirmationAskedAt: nullable(instant),
    confirmedAt: nullable(instant),
    budget: nullable(text),
    authority: nullable(text),
    need: nullable(text),
    timeline: nullable(text),
    /** The rule that qualified or disqualified it last, as it stands; null: a person did, or nobody. */
    judgedBy: nullable(json<CitedRule>()),
    disqualifiedReason: nullable(text),
    recycledReason: nullable(text),
    /** Of a recycled one: the day on which it is taken up again, and when that begins where its owner is. */
    wakeOn: nullable(date),
    wakeAt: nullable(instant),
    /** Whether a conversion is under way, and why the last one failed. */
    converting: boolean,
    conversionError: nullable(text),
    converted: nullable(json<NonNullable<LeadState['converted']>>()),
    /** Whether it is being undone that it was converted, and why that did not work. */
    reverting: boolean,
    reversionError: nullable(text),
    /** The contacts that were made of it and withdrawn: they are about the same person. */
    withdrawnContactIds: texts,
    ...channelColumns,
    tags: tagsColumn,
    custom: customColumn,
  },
  sameField: [
    ['name', 'firstName', 'lastName'],
    ['email', 'emailDomain'],
    ['score', 'heat', 'scoreReasons', 'reasons', 'scoreRuleVersion', 'ruleVersion', 'scoredAt'],
    ['judgedBy', 'by'],
    ['qualification', 'budget', 'authority', 'need', 'timeline'],
    ['status', 'statusSince', 'statuses'],
    ['disqualifiedReason', 'recycledReason', 'reason'],
    ['wakeOn', 'wakeAt'],
    ['genuineness', 'checks', 'checkVersion', 'twins', 'checkedAt', 'review', 'genuine', 'reviewed'],
    [
      'submission',
      'formId',
      'landingPageId',
      'page',
      'utm',
      'message',
      'consent',
      'toConfirm',
      'confirmationAskedAt',
      'confirmedAt',
    ],
    ['assignment', 'decision', 'routedRule', 'routedAt', 'pickUpBy', 'cause'],
    channelFields,
    suppressionFields,
    tagFields,
    customNames,
  ],
  indexes: [
    ['createdAt'],
    ['updatedAt'],
    ['status', 'createdAt'],
    ['ownerId', 'createdAt'],
    ['referrerId'],
    ['routedRule', 'routedAt'],
    ['status', 'statusSince'],
    ['score'],
    ['heat', 'score'],
    ['source', 'createdAt'],
    ['campaign', 'createdAt'],
    ['campaignId', 'createdAt'],
    ['formId', 'createdAt'],
    ['landingPageId', 'createdAt'],
    ['review', 'createdAt'],
    ['company'],
    ['lastName'],
  ],
  on: {
    'lead.captured': (_, { data: { name, submission, ...data }, occurredAt, metadata: { actor } }) => ({
      ...data,
      postcode: data.postcode ?? null,
      referrerId: data.referrerId ?? null,
      campaign: data.campaign ?? null,
      campaignId: data.campaignId ?? null,
      ...unchecked,
      formId: submission?.formId ?? null,
      landingPageId: submission?.landingPageId ?? null,
      page: submission?.page ?? null,
      utm: submission?.utm ?? null,
      message: submission?.message ?? null,
      consent: submission?.consent ?? null,
      toConfirm: submission?.confirm ?? false,
      confirmationAskedAt: null,
      confirmedAt: null,
      assignment: null,
      routedRule: null,
      routedAt: null,
      pickUpBy: null,
      firstName: name.first,
      lastName: name.last,
      status: 'new',
      statusSince: occurredAt,
      statuses: [{ status: 'new', from: occurredAt, to: null, byId: personOf(actor) }],
      score: 0,
      heat: 'cold',
      emailDomain: domainOf(data.email),
      scoreReasons: [],
      scoreRuleVersion: 0,
      scoredAt: null,
      ...unanswered,
      judgedBy: null,
      disqualifiedReason: null,
      recycledReason: null,
      wakeOn: null,
      wakeAt: null,
      converting: false,
      conversionError: null,
      converted: null,
      reverting: false,
      reversionError: null,
      withdrawnContactIds: [] as string[],
      ...noChannels,
      tags: [],
      custom: {},
    }),
    'lead.changed': (row, event) => {
      if (!row) return row
      const { name, qualification, ...others } = event.data.changes
      const after = {
        ...merged(row, others),
        ...(others.email !== undefined && { emailDomain: domainOf(others.email) }),
        ...(name && { firstName: name.first, lastName: name.last }),
        ...qualification,
      }
      return qualification ? within(after, taken(row.status), event) : after
    },
    'lead.scored': (row, { data: { score, heat, reasons, ruleVersion }, occurredAt }) =>
      row && {
        ...row,
        score,
        heat,
        scoreReasons: reasons,
        scoreRuleVersion: ruleVersion,
        scoredAt: occurredAt,
      },
    'lead.checked': (row, { data, occurredAt }) =>
      row && {
        ...row,
        ...data,
        checkedAt: occurredAt,
        review: row.review === null || row.review === 'due' ? toReview(data.checks) : row.review,
      },
    'lead.reviewed': (row, { data: { genuine } }) =>
      row && {
        ...row,
        review: genuine === null ? toReview(row.checks) : genuine ? 'genuine' : 'not-genuine',
      },
    'lead.confirmation-asked': (row, { occurredAt }) => row && { ...row, confirmationAskedAt: occurredAt },
    'lead.confirmed': (row, { occurredAt }) => row && { ...row, confirmedAt: occurredAt },
    'lead.assigned': (row, event) => {
      const { ownerId, untouched, decision = null } = event.data
      if (!row) return row
      const after = {
        ...row,
        ownerId,
        assignment: decision,
        routedRule: decision?.rule ?? null,
        routedAt: decision && event.occurredAt,
        pickUpBy: decision?.pickUpBy ?? null,
      }
      if (decision) return after
      return within(after, untouched ? 'new' : taken(row.status), event)
    },
    'lead.left-unassigned': (row, { data }) => row && { ...row, assignment: data.decision, pickUpBy: null },
    'lead.claimed': (row, event) => row && within({ ...row, pickUpBy: null }, taken(row.status), event),
    'lead.qualified': (row, event) =>
      row &&
      within({ ...row, ...event.data.qualification, judgedBy: event.data.by ?? null }, 'qualified', event),
    'lead.disqualified': (row, event) =>
      row &&
      within(
        { ...row, ...awake, disqualifiedReason: event.data.reason, judgedBy: event.data.by ?? null },
        'disqualified',
        event,
      ),
    'lead.reopened': (row, event) =>
      row &&
      within(
        { ...row, ...awake, judgedBy: null, disqualifiedReason: null },
        event.data.status ?? 'working',
        event,
      ),
    'lead.recycled': (row, event) => {
      const { reason, ...when } = event.data
      return row && within({ ...row, ...when, recycledReason: reason }, 'recycled', event)
    },
    'lead.woken': (row, event) => row && within({ ...row, ...awake }, 'working', event),
    'lead.conversion-requested': (row) => row && { ...row, converting: true, conversionError: null },
    'lead.conversion-failed': (row, { data }) =>
      row && { ...row, converting: false, conversionError: data.message },
    'lead.converted': (row, event) =>
      row &&
      within({ ...row, converting: false, converted: event.data, reversionError: null }, 'converted', event),
    'lead.reversion-requested': (row) => row && { ...row, reverting: true, reversionError: null },
    'lead.reversion-failed': (row, { data }) =>
      row && { ...row, reverting: false, reversionError: data.message },
    'lead.conversion-reverted': (row, event) => {
      if (!row) return row
      const contacts = event.data.withdrawn.filter(({ model }) => model === 'contact').map(({ id }) => id)
      const after = {
        ...row,
        reverting: false,
        converted: null,
        withdrawnContactIds: [...row.withdrawnContactIds, ...contacts],
      }
      return within(after, 'qualified', event)
    },
    ...tagFolds('lead'),
    ...withdrawalFolds('lead'),
    ...customFolds('lead'),
    ...linkFolds('lead'),
    ...channelFolds('lead'),
  },
})

interface InStatus {
  status: LeadStatus
  statusSince: string
  statuses: readonly StatusSpan[]
}

const unchecked = {
  genuineness: null,
  checks: [],
  checkVersion: null,
  twins: [],
  checkedAt: null,
  review: null,
}

const toReview = (checks: Genuineness['checks']) => (hasFailed({ checks }) ? 'due' : null)

const awake = { recycledReason: null, wakeOn: null, wakeAt: null }

const personOf = ({ kind, id }: Actor) => (kind === 'user' ? id : null)

/** The row in a status, with how long it was in the one before. */
function within<Row extends InStatus>(
  row: Row,
  status: LeadStatus,
  { occurredAt, metadata: { actor } }: Pick<RecordedEvent, 'occurredAt' | 'metadata'>,
): Row {
  if (row.status === status) return row
  const past = row.statuses.map((span) => (span.to === null ? { ...span, to: occurredAt } : span))
  const span = { status, from: occurredAt, to: null, byId: personOf(actor) }
  return { ...row, status, statusSince: occurredAt, statuses: [...past, span] }
}
