import { z } from 'zod'
import { newOwner, ownerFor } from '../customers/owner.ts'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates, type EventsIn, versioned } from '../event.ts'
import { personal } from '../personal.ts'
import { changed, merged } from '../record.ts'
import { type AboutPerson, subject } from '../subject.ts'
import { type Tagged, tagging } from '../tagging.ts'
import { country } from '../values/country.ts'
import { day } from '../values/day.ts'
import { email } from '../values/email.ts'
import { count } from '../values/integer.ts'
import { money } from '../values/money.ts'
import { personName } from '../values/person-name.ts'
import { phone } from '../values/phone.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import {
  factsOf,
  firstScoring,
  isScoring,
  leadScore,
  type ScoringVersion,
  scoreOf,
  withRuleNames,
} from './lead-score.ts'
import { missing, qualification, unanswered } from './qualification.ts'

const optionalFields = {
  email: personal(email).nullable(),
  phone: personal(phone).nullable(),
  company: line(120).nullable(),
  country: country.nullable(),
  productInterest: line(120).nullable(),
}
const fields = z.object({ name: personName, source: line(60), ...optionalFields })

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

const events = {
  'lead.captured': creates(fields.extend({ ownerId: uuid.nullable() })),
  'lead.changed': z.object({ changes: fields.extend({ qualification }).partial() }),
  'lead.scored': versioned(leadScore, 2, { 1: withRuleNames }),
  /** Of an assignment that is taken back: null where nobody had it, and whether nobody had done anything about it. */
  'lead.assigned': z.object({ ownerId: uuid.nullable(), untouched: z.literal(true).optional() }),
  'lead.qualified': z.object({ qualification }),
  'lead.disqualified': z.object({ reason: line(200) }),
  'lead.reopened': z.object({ reason: line(200).nullable() }),
  'lead.conversion-requested': conversion,
  'lead.conversion-failed': failure,
  'lead.converted': made,
  ...person.events,
  ...tags.events,
}

export interface LeadState extends z.output<typeof fields>, AboutPerson, Tagged {
  ownerId: string | null
  status: 'new' | 'working' | 'qualified' | 'disqualified' | 'converted'
  qualification: z.output<typeof qualification>
  score: z.output<typeof leadScore> | null
  /** Under way. */
  conversion: z.output<typeof conversion> | null
  /** What conversions that failed have made. */
  remains: Pick<z.output<typeof failure>, 'accountId' | 'contactId'>
  converted: z.output<typeof made> | null
}

/** The rules that score at that instant, checked when they were published. */
const by = {
  scoring: z
    .custom<ScoringVersion>(isScoring)
    .meta({ examples: [firstScoring] })
    .default(firstScoring),
}

const commands = {
  'lead.capture': creates(
    z.object({
      name: personName,
      source: line(60).default('manual'),
      email: optionalFields.email.default(null),
      phone: optionalFields.phone.default(null),
      company: optionalFields.company.default(null),
      country: optionalFields.country.default(null),
      productInterest: optionalFields.productInterest.default(null),
      ownerId: newOwner,
      ...by,
    }),
  ),
  'lead.change': fields.extend({ qualification: qualification.partial() }).partial().extend(by),
  'lead.score': z.object(by),
  'lead.assign': z.object({ ownerId: uuid }),
  'lead.take-back': z.object({ ownerId: uuid.nullable(), untouched: z.boolean() }),
  'lead.qualify': qualification.partial().extend(by),
  'lead.disqualify': z.object({ reason: line(200) }),
  'lead.reopen': z.object({ reason: line(200).nullable().default(null) }),
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
  ...person.commands,
  ...tags.commands,
}

/** Someone else may have taken the name or address meanwhile; after so many attempts a person should look. */
const maxAttempts = 3

/** A person who may want to buy, until it is known whether there is a deal. */
export const lead = decider<LeadState>()({
  name: 'lead',
  events,
  commands,
  evolve: {
    'lead.captured': (_, data) => ({
      ...data,
      status: 'new',
      qualification: unanswered,
      score: null,
      conversion: null,
      remains: { accountId: null, contactId: null },
      converted: null,
    }),
    'lead.changed': (state, { changes }) => ({
      ...merged(state, changes),
      status: changes.qualification ? taken(state.status) : state.status,
    }),
    'lead.scored': (state, score) => ({ ...state, score }),
    'lead.assigned': (state, { ownerId, untouched }) => ({
      ...state,
      ownerId,
      status: untouched ? 'new' : taken(state.status),
    }),
    'lead.qualified': (state, data) => ({ ...state, ...data, status: 'qualified' }),
    'lead.disqualified': (state) => ({ ...state, status: 'disqualified' }),
    'lead.reopened': (state) => ({ ...state, status: 'working' }),
    'lead.conversion-requested': (state, data) => ({ ...state, conversion: data }),
    'lead.conversion-failed': (state, { accountId, contactId }) => ({
      ...state,
      conversion: null,
      remains: { accountId, contactId },
    }),
    'lead.converted': (state, converted) => ({ ...state, status: 'converted', conversion: null, converted }),
    ...person.evolve,
    ...tags.evolve,
  },
  decide: {
    'lead.capture': (_, { scoring, ...input }, { actor }) => {
      const captured = { ...input, ownerId: ownerFor(input.ownerId, actor) }
      const score = scoreOf(factsOf({ ...captured, qualification: unanswered }), scoring)
      return [
        { type: 'lead.captured', data: captured },
        { type: 'lead.scored', data: score },
      ]
    },
    'lead.change': (state, { qualification: answers, scoring, ...input }) => {
      checkActive(state)
      const changes = changed<Partial<LeadState>>(state, {
        ...input,
        ...(answers && { qualification: merged(state.qualification, answers) }),
      })
      if (Object.keys(changes).length === 0) return []
      return [{ type: 'lead.changed', data: { changes } }, ...rescored(merged(state, changes), scoring)]
    },
    'lead.score': (state, { scoring }) => {
      checkActive(state)
      return rescored(state, scoring)
    },
    'lead.assign': (state, { ownerId }) => {
      checkActive(state)
      return state.ownerId === ownerId ? [] : [{ type: 'lead.assigned', data: { ownerId } }]
    },
    'lead.take-back': (state, { ownerId, untouched }) => {
      checkActive(state)
      const anew = untouched && state.status === 'working'
      if (state.ownerId === ownerId && !anew) return []
      return [{ type: 'lead.assigned', data: { ownerId, ...(anew && { untouched: true as const }) } }]
    },
    'lead.qualify': (state, { scoring, ...input }) => {
      checkActive(state)
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
      return [{ type: 'lead.disqualified', data: { reason } }]
    },
    // What was answered stands, but whether it still holds is to be said anew.
    'lead.reopen': (state, { reason }) =>
      state.status === 'disqualified' ? [{ type: 'lead.reopened', data: { reason } }] : [],
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
    ...person.decide,
    ...tags.decide,
  },
})

/** The first thing done with a new lead takes it up. */
function taken(status: LeadState['status']): LeadState['status'] {
  return status === 'new' ? 'working' : status
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

function rescored(state: LeadState, scoring: ScoringVersion): EventsIn<typeof events>[] {
  const score = scoreOf(factsOf(state), scoring)
  const differs = Object.keys(changed({ score: state.score }, { score })).length > 0
  return differs ? [{ type: 'lead.scored', data: score }] : []
}
