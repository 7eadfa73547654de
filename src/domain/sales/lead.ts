import { z } from 'zod'
import { type Customised, withCustomValues } from '../custom-values.ts'
import { type Reachable, reaching } from '../customers/channels.ts'
import { newOwner, ownerFor } from '../customers/owner.ts'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { type Actor, creates, type EventsIn, versioned } from '../event.ts'
import { withLinks } from '../linking.ts'
import { personal } from '../personal.ts'
import { changed, merged } from '../record.ts'
import { assignmentDecision, routingCause } from '../rules/assignment.ts'
import { type AboutPerson, subject } from '../subject.ts'
import { type Tagged, tagging } from '../tagging.ts'
import { country } from '../values/country.ts'
import { day } from '../values/day.ts'
import { email } from '../values/email.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { money } from '../values/money.ts'
import { personName } from '../values/person-name.ts'
import { phone } from '../values/phone.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { withWithdrawal } from '../withdrawal.ts'
import {
  type Genuineness,
  genuineness,
  genuinenessOf,
  hasFailed,
  type LookedUp,
  lookedUp,
} from './genuineness.ts'
import {
  citedRule,
  firstQualifying,
  isQualifyingVersion,
  type QualifyingVersion,
  verdictOn,
} from './lead-qualifying.ts'
import {
  factsOf,
  firstScoring,
  isScoring,
  leadScore,
  type ScoringVersion,
  scoreOf,
  withRuleNames,
} from './lead-score.ts'
import { type LeadStatus, openStatuses } from './lead-status.ts'
import { missing, qualification, unanswered } from './qualification.ts'
import { submission } from './submission.ts'

const optionalFields = {
  email: personal(email).nullable(),
  phone: personal(phone).nullable(),
  company: line(120).nullable(),
  country: country.nullable(),
  productInterest: line(120).nullable(),
}
const fields = z.object({
  name: personName,
  source: line(60),
  ...optionalFields,
  postcode: personal(line(20)).nullable().optional(),
  /** The contact who brought them to us. */
  referrerId: uuid.nullable().optional(),
  /** The campaign or event by which they came, as its list called it then. */
  campaign: line(60).nullable().optional(),
  /** The campaign of ours whose response it was made of. */
  campaignId: uuid.nullable().optional(),
})

const openStatus = z.enum(openStatuses)

/** Not yet: why, and the day on which it is to be taken up again, which begins at that instant where its owner is. */
const waiting = z.object({ reason: line(200), wakeOn: day, wakeAt: instant })

/** A record of the lead's company or person that is archived, and in the way of a new one by that name or address. */
const archived = z
  .object({ id: uuid, name: line(200) })
  .nullable()
  .default(null)

/** What a conversion will make or link. Ids that are null are made; without a company there is no account. */
const conversion = z.object({
  attempt: count.min(1),
  accountId: uuid.nullable(),
  accountName: line(120).nullable(),
  contactId: uuid.nullable(),
  ownerId: uuid,
  opportunity: z.object({
    name: line(120),
    pipelineId: uuid,
    amount: money.nullable(),
    closeDate: day.nullable(),
    productId: uuid.nullable(),
  }),
})
const made = z.object({ accountId: uuid.nullable(), contactId: uuid, opportunityId: uuid })
const reversionFailure = z.object({ code: line(120), message: prose(500) })
const madeRef = z.object({ model: z.enum(['account', 'contact', 'opportunity']), id: uuid })
const reversion = z.object({ withdrawn: z.array(madeRef).max(3), left: z.array(madeRef).max(3) })
/** Where it stopped, why, and what had been made until then, so that the next attempt goes on from there. */
const failure = z.object({
  step: line(60),
  code: line(120),
  message: prose(500),
  accountId: uuid.nullable(),
  contactId: uuid.nullable(),
})

const person = subject('lead')
const tags = tagging('lead')
const channels = reaching('lead')

const events = {
  /** With the submission of a form, or the conversation, that it was made from. */
  'lead.captured': creates(
    fields.extend({
      ownerId: uuid.nullable(),
      submission: submission.optional(),
      conversationId: uuid.optional(),
    }),
  ),
  /** They were asked by e-mail whether the submission was theirs. */
  'lead.confirmation-asked': z.object({}),
  /** Whoever has the mailbox has said that the submission was theirs. */
  'lead.confirmed': z.object({}),
  'lead.changed': z.object({ changes: fields.extend({ qualification }).partial() }),
  'lead.scored': versioned(leadScore, 2, { 1: withRuleNames }),
  'lead.checked': genuineness,
  /** What a person says of whether it is genuine; null: that was taken back. */
  'lead.reviewed': z.object({ genuine: z.boolean().nullable() }),
  /** Of an assignment that is taken back: null where nobody had it, and whether nobody had done anything about it. */
  /** With why, where rules chose them; it is then for them to take it up. */
  'lead.assigned': z.object({
    ownerId: uuid.nullable(),
    untouched: z.literal(true).optional(),
    decision: assignmentDecision.optional(),
  }),
  /** The rules had nobody for it. */
  'lead.left-unassigned': z.object({ decision: assignmentDecision }),
  'lead.routing-requested': z.object({ cause: routingCause }),
  /** Whoever has it has taken it up. */
  'lead.claimed': z.object({}),
  /** With the rule that decided it, where no person did. */
  'lead.qualified': z.object({ qualification, by: citedRule.optional() }),
  'lead.disqualified': z.object({
    reason: line(200),
    by: citedRule.optional(),
    /** In review, as not genuine. */
    reviewed: z.literal(true).optional(),
  }),
  /** With the status that it has again, where it was put back rather than taken up anew. */
  'lead.reopened': z.object({ reason: line(200).nullable(), status: openStatus.optional() }),
  'lead.recycled': waiting,
  /** Its day came, or somebody did not wait for it; with the owner, who is told. */
  'lead.woken': z.object({ ownerId: uuid.nullable() }),
  'lead.conversion-requested': conversion,
  'lead.conversion-failed': failure,
  'lead.converted': made,
  'lead.reversion-requested': z.object({}),
  /** Somebody had done something meanwhile. */
  'lead.reversion-failed': reversionFailure,
  /** It is no longer converted; with what was withdrawn of what that had made, and what stayed because somebody had a use for it. */
  'lead.conversion-reverted': reversion,
  ...person.events,
  ...tags.events,
  ...channels.events,
}

export interface LeadState extends z.output<typeof fields>, AboutPerson, Reachable, Tagged, Customised {
  ownerId: string | null
  /** By when whom rules chose is to take it up. */
  pickUpBy: string | null
  status: LeadStatus
  /** Whether a person has said that it is qualified, or is to be worked on again. */
  decidedByPerson: boolean
  /** What it was before it was disqualified or recycled. */
  before: z.output<typeof openStatus>
  /** While it is recycled. */
  waiting: z.output<typeof waiting> | null
  qualification: z.output<typeof qualification>
  score: z.output<typeof leadScore> | null
  /** What was found when it was checked last. */
  checked: Genuineness | null
  /** What a person has said of that. */
  genuine: boolean | null
  /** Whether that is why it is disqualified. */
  rejected: boolean
  submission: z.output<typeof submission> | null
  /** The conversation that it was made from. */
  conversationId?: string | undefined
  /** Whether they were asked if the submission is theirs, and whether they have said so. */
  asked: boolean
  confirmed: boolean
  /** Under way. */
  conversion: z.output<typeof conversion> | null
  /** What conversions that failed have made. */
  remains: Pick<z.output<typeof failure>, 'accountId' | 'contactId'>
  converted: z.output<typeof made> | null
  /** It is being undone that it was converted. */
  reverting: boolean
}

/** The rules that score at that instant, checked when they were published. */
const by = {
  scoring: z
    .custom<ScoringVersion>(isScoring)
    .meta({ examples: [firstScoring] })
    .default(firstScoring),
  /** Those that qualify and disqualify by themselves. */
  qualifying: z
    .custom<QualifyingVersion>(isQualifyingVersion)
    .meta({ examples: [{ ...firstQualifying, version: 1 }] })
    .optional(),
}

/** Who else may be the same person, where that was looked up. */
const looked = { lookedUp: lookedUp.optional() }
/** There are rules that say who gets it, if nobody has it. */
const routed = { routed: z.boolean().default(false) }

const capture = z.object({
  name: personName,
  source: line(60).default('manual'),
  email: optionalFields.email.default(null),
  phone: optionalFields.phone.default(null),
  company: optionalFields.company.default(null),
  country: optionalFields.country.default(null),
  productInterest: optionalFields.productInterest.default(null),
  postcode: fields.shape.postcode,
  referrerId: fields.shape.referrerId,
  campaign: fields.shape.campaign,
  campaignId: fields.shape.campaignId,
  conversationId: uuid.optional(),
  ownerId: newOwner,
  ...routed,
  ...by,
  ...looked,
})

const commands = {
  'lead.capture': creates(capture),
  'lead.capture-from-form': creates(capture.extend({ submission })),
  'lead.ask-confirmation': z.object({}),
  'lead.confirm': z.object({}),
  'lead.change': fields
    .extend({ qualification: qualification.partial() })
    .partial()
    .extend({ ...by, ...looked }),
  'lead.check': z.object({ lookedUp }),
  /** Null takes back what was said. */
  'lead.review': z.object({ genuine: z.boolean().nullable(), ...routed, ...by }),
  'lead.score': z.object(by),
  'lead.judge': z.object(by),
  'lead.assign': z.object({ ownerId: uuid }),
  'lead.take-back': z.object({ ownerId: uuid.nullable(), untouched: z.boolean() }),
  'lead.route': z.object({}),
  'lead.reroute': z.object({ pickUpBy: instant }),
  'lead.assign-by-rules': z.object({ ownerId: uuid.nullable(), decision: assignmentDecision }),
  'lead.claim': z.object({}),
  'lead.qualify': qualification.partial().extend(by),
  'lead.disqualify': z.object({ reason: line(200) }),
  'lead.reopen': z.object({ reason: line(200).nullable().default(null) }),
  'lead.recycle': waiting,
  'lead.wake': z.object({}),
  'lead.put-back': z.object({}),
  /** Null for the pipeline: there is no default one to fall back on. */
  'lead.convert': conversion.omit({ attempt: true }).extend({
    ownerId: uuid.nullable(),
    opportunity: conversion.shape.opportunity.extend({ pipelineId: uuid.nullable() }),
    archivedAccount: archived,
    archivedContact: archived,
  }),
  'lead.retry-conversion': conversion.pick({ accountId: true, contactId: true }).extend({ failure }),
  'lead.fail-conversion': failure,
  'lead.complete-conversion': made,
  'lead.revert-conversion': z.object({}),
  'lead.fail-reversion': reversionFailure,
  'lead.complete-reversion': reversion,
  ...person.commands,
  ...tags.commands,
  ...channels.commands,
}

/** Why a lead is disqualified of which somebody has said that there is nobody behind it. */
export const notGenuine = 'Not genuine'

/** Someone else may have taken the name or address meanwhile; after so many attempts a person should look. */
const maxAttempts = 3

const own = decider<LeadState>()({
  name: 'lead',
  events,
  commands,
  evolve: {
    'lead.captured': (_, { submission: sent = null, ...data }) => ({
      ...data,
      submission: sent,
      asked: false,
      confirmed: false,
      checked: null,
      genuine: null,
      rejected: false,
      status: 'new',
      pickUpBy: null,
      decidedByPerson: false,
      before: 'new',
      waiting: null,
      qualification: unanswered,
      score: null,
      conversion: null,
      remains: { accountId: null, contactId: null },
      converted: null,
      reverting: false,
    }),
    'lead.changed': (state, { changes }) => ({
      ...merged(state, changes),
      status: changes.qualification ? taken(state.status) : state.status,
      before: changes.qualification ? taken(state.before) : state.before,
    }),
    'lead.confirmation-asked': (state) => ({ ...state, asked: true }),
    'lead.confirmed': (state) => ({ ...state, confirmed: true }),
    'lead.scored': (state, score) => ({ ...state, score }),
    'lead.checked': (state, checked) => ({ ...state, checked }),
    'lead.reviewed': (state, { genuine }) => ({ ...state, genuine }),
    'lead.assigned': (state, { ownerId, untouched, decision }) => ({
      ...state,
      ownerId,
      pickUpBy: decision?.pickUpBy ?? null,
      // Who was chosen by rules has not seen it yet.
      ...(!decision && { status: untouched ? 'new' : taken(state.status), before: taken(state.before) }),
    }),
    'lead.left-unassigned': (state) => state,
    'lead.routing-requested': (state) => state,
    'lead.claimed': (state) => ({ ...state, status: taken(state.status) }),
    'lead.qualified': (state, data) => ({
      ...state,
      qualification: data.qualification,
      status: 'qualified',
      decidedByPerson: state.decidedByPerson || !data.by,
    }),
    'lead.disqualified': (state, { reviewed = false }) => ({
      ...state,
      status: 'disqualified',
      before: openOf(state),
      rejected: reviewed,
    }),
    'lead.reopened': (state, { status = 'working' }) => ({
      ...state,
      status,
      rejected: false,
      waiting: null,
      decidedByPerson: true,
    }),
    'lead.recycled': (state, data) => ({
      ...state,
      status: 'recycled',
      before: openOf(state),
      waiting: data,
    }),
    'lead.woken': (state) => ({ ...state, status: 'working', waiting: null }),
    'lead.conversion-requested': (state, data) => ({ ...state, conversion: data }),
    'lead.conversion-failed': (state, { accountId, contactId }) => ({
      ...state,
      conversion: null,
      remains: { accountId, contactId },
    }),
    'lead.converted': (state, converted) => ({ ...state, status: 'converted', conversion: null, converted }),
    'lead.reversion-requested': (state) => ({ ...state, reverting: true }),
    'lead.reversion-failed': (state) => ({ ...state, reverting: false }),
    'lead.conversion-reverted': (state) => ({
      ...state,
      status: 'qualified',
      converted: null,
      remains: { accountId: null, contactId: null },
      reverting: false,
    }),
    ...person.evolve,
    ...tags.evolve,
    ...channels.evolve,
  },
  decide: {
    'lead.capture': (_, input, { actor }) => captured(input, actor),
    'lead.capture-from-form': (_, input, { actor }) => captured(input, actor),
    'lead.ask-confirmation': (state) =>
      state.asked || state.confirmed ? [] : [{ type: 'lead.confirmation-asked', data: {} }],
    'lead.confirm': (state) =>
      state.submission?.confirm && !state.confirmed ? [{ type: 'lead.confirmed', data: {} }] : [],
    'lead.change': (state, { qualification: answers, scoring, qualifying, lookedUp: found, ...input }) => {
      checkActive(state)
      const changes = changed<Partial<LeadState>>(state, {
        ...input,
        ...(answers && { qualification: merged(state.qualification, answers) }),
      })
      if (Object.keys(changes).length === 0) return []
      const after = merged(state, changes)
      const score = scoreOf(factsOf(after), scoring)
      return [
        { type: 'lead.changed', data: { changes } },
        ...rescored(after, scoring),
        ...(found ? rechecked(after, found) : []),
        ...(state.waiting ? [] : judged(after, score, qualifying)),
      ]
    },
    'lead.check': (state, { lookedUp: found }) => rechecked(state, found),
    'lead.review': (state, { genuine, routed: hasRules, scoring, qualifying }) => {
      if (state.genuine === genuine) return []
      if (state.conversion || state.converted) checkActive(state)
      const said = { type: 'lead.reviewed' as const, data: { genuine } }
      const { status } = state
      if (genuine === false)
        return status === 'disqualified'
          ? [said]
          : [said, { type: 'lead.disqualified', data: { reason: notGenuine, reviewed: true as const } }]
      if (state.rejected) {
        const again = asBefore(state)
        return [
          said,
          { type: 'lead.reopened', data: { reason: null, status: again } },
          ...(genuine ? toBeRouted({ ...state, status: again }, hasRules) : []),
        ]
      }
      if (genuine === null || !openStatuses.some((open) => open === status)) return [said]
      const score = state.score ?? scoreOf(factsOf(state), scoring)
      const verdict = judged(state, score, qualifying)
      const isOut = verdict.some(({ type }) => type === 'lead.disqualified')
      return [said, ...verdict, ...(isOut ? [] : toBeRouted(state, hasRules))]
    },
    'lead.score': (state, { scoring }) => {
      checkActive(state)
      return rescored(state, scoring)
    },
    'lead.judge': (state, { scoring, qualifying }) => {
      checkActive(state)
      checkAwake(state)
      return judged(state, state.score ?? scoreOf(factsOf(state), scoring), qualifying)
    },
    'lead.assign': (state, { ownerId }) => {
      checkActive(state)
      return state.ownerId === ownerId ? [] : [{ type: 'lead.assigned', data: { ownerId } }]
    },
    'lead.route': (state) => {
      checkActive(state)
      checkAwake(state)
      return [{ type: 'lead.routing-requested' as const, data: { cause: 'asked' as const } }]
    },
    // Taken up, or given to somebody else since, it has had no need of that.
    'lead.reroute': ({ status, pickUpBy }, asked) =>
      status === 'new' && pickUpBy === asked.pickUpBy
        ? [{ type: 'lead.routing-requested' as const, data: { cause: 'unclaimed' as const } }]
        : [],
    // Whatever it has become since, there is nobody to refuse that to.
    'lead.assign-by-rules': (state, { ownerId, decision }) => {
      if (state.conversion || !openStatuses.some((open) => open === state.status)) return []
      if (ownerId === null) return [{ type: 'lead.left-unassigned', data: { decision } }]
      return [{ type: 'lead.assigned', data: { ownerId, decision } }]
    },
    'lead.claim': (state, _, { actor }) => {
      checkActive(state)
      if (state.ownerId === null && actor.kind === 'user')
        return [{ type: 'lead.assigned', data: { ownerId: actor.id } }]
      return state.status === 'new' ? [{ type: 'lead.claimed', data: {} }] : []
    },
    'lead.take-back': (state, { ownerId, untouched }) => {
      checkActive(state)
      const anew = untouched && state.status === 'working'
      if (state.ownerId === ownerId && !anew) return []
      return [{ type: 'lead.assigned', data: { ownerId, ...(anew && { untouched: true as const }) } }]
    },
    'lead.qualify': (state, { scoring, ...asked }) => {
      const { qualifying: _, ...input } = asked
      checkActive(state)
      checkAwake(state)
      const answers = merged(state.qualification, input)
      const open = missing(answers)
      if (open.length > 0) {
        refuse('lead.criteria-missing', `Not known yet: ${open.join(', ')}.`, {
          field: open[0] ?? '',
          details: { missing: open },
        })
      }
      const news = Object.keys(changed(state.qualification, answers)).length > 0
      if (state.status === 'qualified' && !news) return []
      return [
        { type: 'lead.qualified', data: { qualification: answers } },
        ...rescored({ ...state, qualification: answers }, scoring),
      ]
    },
    'lead.disqualify': (state, { reason }) => {
      if (state.status === 'disqualified') return []
      checkActive(state)
      checkAwake(state)
      return [{ type: 'lead.disqualified', data: { reason } }]
    },
    // What was answered stands, but whether it still holds is to be said anew.
    'lead.reopen': (state, { reason }) =>
      state.status === 'disqualified' ? [{ type: 'lead.reopened', data: { reason } }] : [],
    'lead.recycle': (state, input, { at }) => {
      checkActive(state)
      if (Object.keys(changed({ waiting: state.waiting }, { waiting: input })).length === 0) return []
      if (input.wakeAt <= at)
        refuse('lead.wake-past', 'It is taken up again on a day to come.', { field: 'wakeOn' })
      return [{ type: 'lead.recycled', data: input }]
    },
    'lead.wake': ({ status, ownerId }) =>
      status === 'recycled' ? [{ type: 'lead.woken', data: { ownerId } }] : [],
    // One whose answers are gone since is qualified no more.
    'lead.put-back': (state) => {
      if (state.status !== 'disqualified' && state.status !== 'recycled') return []
      return [{ type: 'lead.reopened', data: { reason: null, status: asBefore(state) } }]
    },
    'lead.convert': (state, { archivedAccount, archivedContact, ...input }, { actor }) => {
      if (state.conversion) return []
      if (state.converted) return sameConversion(state.converted, input)
      checkActive(state)
      if (state.status !== 'qualified') {
        conflict('lead.not-qualified', 'Only a qualified lead can be converted; qualify it first.')
      }
      const ownerId =
        ownerFor(input.ownerId ?? state.ownerId ?? undefined, actor) ??
        refuse('lead.owner-missing', 'Nobody owns this lead; assign it first.', { field: 'ownerId' })
      const pipelineId =
        input.opportunity.pipelineId ??
        refuse('lead.pipeline-missing', 'There is no default pipeline; name one.', { field: 'pipelineId' })
      if (archivedAccount && !input.accountId) {
        refuse(
          'lead.account-archived',
          `The account “${archivedAccount.name}” is archived. Restore it, name another account, or another name for a new one.`,
          { field: 'accountId', details: { accountId: archivedAccount.id } },
        )
      }
      if (archivedContact && !input.contactId) {
        refuse(
          'lead.contact-archived',
          `The contact “${archivedContact.name}” has this e-mail address and is archived. Restore it, or name another contact.`,
          { field: 'contactId', details: { contactId: archivedContact.id } },
        )
      }
      const requested = {
        ...input,
        attempt: 1,
        ownerId,
        opportunity: { ...input.opportunity, pipelineId },
      }
      return [{ type: 'lead.conversion-requested', data: requested }]
    },
    'lead.retry-conversion': (state, { failure: because, ...found }) => {
      if (!state.conversion) return []
      if (state.conversion.attempt >= maxAttempts) return [{ type: 'lead.conversion-failed', data: because }]
      const again = {
        ...state.conversion,
        accountId: because.accountId ?? found.accountId,
        contactId: because.contactId ?? found.contactId,
        attempt: state.conversion.attempt + 1,
      }
      return [{ type: 'lead.conversion-requested', data: again }]
    },
    'lead.fail-conversion': (state, because) =>
      state.conversion ? [{ type: 'lead.conversion-failed', data: because }] : [],
    'lead.complete-conversion': (state, result) =>
      state.conversion ? [{ type: 'lead.converted', data: result }] : [],
    'lead.revert-conversion': (state) => {
      if (!state.converted)
        return conflict('lead.not-converted', 'This lead is not converted: there is nothing to undo.')
      return state.reverting ? [] : [{ type: 'lead.reversion-requested', data: {} }]
    },
    'lead.fail-reversion': (state, because) =>
      state.reverting ? [{ type: 'lead.reversion-failed', data: because }] : [],
    'lead.complete-reversion': (state, result) =>
      state.reverting ? [{ type: 'lead.conversion-reverted', data: result }] : [],
    ...person.decide,
    ...tags.decide,
    ...channels.decide,
  },
})

/** A person who may want to buy, until it is known whether there is a deal. */
export const lead = withWithdrawal(
  'lead',
  withLinks(
    'lead',
    withCustomValues('lead', own, { create: 'lead.capture', change: 'lead.change' }),
    z.object({ referrerId: uuid.nullable(), converted: made.nullable() }),
  ),
)

/** The first thing done with a new lead takes it up. */
export function taken<S extends LeadStatus>(status: S): S | 'working' {
  return status === 'new' ? 'working' : status
}

/** What it is, or was before it was set aside. */
function openOf({ status, before }: LeadState): LeadState['before'] {
  return status === 'new' || status === 'working' || status === 'qualified' ? status : before
}

/** As it was before it was set aside, as far as what is known now allows. */
function asBefore({ before, qualification: answers }: LeadState): LeadState['before'] {
  return before === 'qualified' && missing(answers).length > 0 ? 'working' : before
}

function checkAwake({ waiting: until }: LeadState): void {
  if (until) conflict('lead.recycled', `This lead waits for ${until.wakeOn}; take it up again first.`)
}

function checkActive({ status, conversion: underWay }: LeadState): void {
  if (status === 'converted') conflict('lead.already-converted', 'This lead has become a deal; work on that.')
  if (status === 'disqualified') conflict('lead.disqualified', 'This lead was disqualified; reopen it first.')
  if (underWay) conflict('lead.converting', 'This lead is being converted; wait a moment.')
}

/** Asked for once more, a conversion is done already; asked for another target, it is refused. */
function sameConversion(
  converted: z.output<typeof made>,
  asked: { accountId: string | null; contactId: string | null },
): [] {
  const differs =
    (asked.accountId && asked.accountId !== converted.accountId) ||
    (asked.contactId && asked.contactId !== converted.contactId)
  if (differs) conflict('lead.already-converted', 'This lead has become a deal already.', converted)
  return []
}

function captured(
  {
    scoring,
    qualifying,
    routed: hasRules,
    lookedUp: found,
    ...input
  }: z.output<typeof capture> & { submission?: z.output<typeof submission> },
  actor: Actor,
): EventsIn<typeof events>[] {
  const data = { ...input, ownerId: ownerFor(input.ownerId, actor) }
  const score = scoreOf(factsOf({ ...data, qualification: unanswered }), scoring)
  const checked = found ? genuinenessOf(data, found) : null
  // Nobody works on what may be nothing before somebody has looked at it.
  const isDoubtful = hasFailed(checked)
  const fresh = { ...data, qualification: unanswered, status: 'new', decidedByPerson: false } as const
  const said = judged(fresh, score, qualifying)
  const isOut = said.some(({ type }) => type === 'lead.disqualified')
  const verdict = isDoubtful && !isOut ? [] : said
  return [
    { type: 'lead.captured', data },
    { type: 'lead.scored', data: score },
    ...(checked ? [{ type: 'lead.checked' as const, data: checked }] : []),
    ...verdict,
    ...(isOut || isDoubtful ? [] : toBeRouted(fresh, hasRules)),
  ]
}

/** What the rules of qualification say by themselves; that all criteria are known they ask for as people do. */
function judged(
  state: Pick<LeadState, 'qualification' | 'status' | 'decidedByPerson'> & Parameters<typeof factsOf>[0],
  score: Pick<z.output<typeof leadScore>, 'score' | 'heat'>,
  rules: QualifyingVersion | undefined,
): EventsIn<typeof events>[] {
  if (!rules || (state.decidedByPerson && !rules.againstPeople)) return []
  const said = verdictOn(factsOf(state), score, rules)
  if (!said) return []
  const { by: cited, qualifies, reason } = said
  if (!qualifies) return [{ type: 'lead.disqualified', data: { reason: reason ?? cited.name, by: cited } }]
  if (state.status === 'qualified' || missing(state.qualification).length > 0) return []
  return [{ type: 'lead.qualified', data: { qualification: state.qualification, by: cited } }]
}

function rescored(state: LeadState, scoring: ScoringVersion): EventsIn<typeof events>[] {
  const score = scoreOf(factsOf(state), scoring)
  const differs = Object.keys(changed({ score: state.score }, { score })).length > 0
  return differs ? [{ type: 'lead.scored', data: score }] : []
}

function rechecked(state: LeadState, found: LookedUp): EventsIn<typeof events>[] {
  const checked = genuinenessOf(state, found)
  const differs = Object.keys(changed({ checked: state.checked }, { checked })).length > 0
  return differs ? [{ type: 'lead.checked', data: checked }] : []
}

/** Rules are to say who gets it, where there are any and nobody has it. */
function toBeRouted(
  { ownerId, status }: Pick<LeadState, 'ownerId' | 'status'>,
  hasRules: boolean,
): EventsIn<typeof events>[] {
  return hasRules && ownerId === null && status === 'new'
    ? [{ type: 'lead.routing-requested', data: { cause: 'captured' } }]
    : []
}
