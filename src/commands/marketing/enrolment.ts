import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { conflict, refuse } from '../../domain/error.ts'
import { campaign } from '../../domain/marketing/campaign.ts'
import {
  type EnrolmentAdvance,
  type EnrolmentState,
  enrolledBy,
  enrolment,
  isInside,
} from '../../domain/marketing/enrolment.ts'
import type { LeftOutReason } from '../../domain/marketing/sending.ts'
import {
  type SequenceState,
  type SequenceStep,
  sequence,
  sequenceModel,
} from '../../domain/marketing/sequence.ts'
import { lead } from '../../domain/sales/lead.ts'
import { businessCalendar } from '../../domain/service/business-calendar.ts'
import { addBusinessMinutes } from '../../domain/values/business-time.ts'
import { dayOf, daysAfter } from '../../domain/values/day.ts'
import { within } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { type Asking, commandsOf } from '../command.ts'
import { subjectCommands } from '../subject.ts'
import { leftOutOf, reachedOf } from './reached.ts'
import { sendingRulesNow } from './sending-policy.ts'

const { commands } = enrolment

export const enrolmentCommands = commandsOf(
  enrolment,
  (prepared) => ({
    'enrolment.begin': {
      summary: 'Let somebody enter a sequence, by the version that is published now',
      ...prepared(
        z.object({
          sequenceId: uuid,
          personId: uuid,
          model: sequenceModel.optional(),
          by: enrolledBy.default('hand'),
        }),
        async ({ sequenceId, personId, by, model: asked }, asking) => {
          const of = await asking.load(sequence, sequenceId)
          if (!of) refuse('enrolment.sequence-unknown', 'There is no such sequence.', { field: 'sequenceId' })
          if (of.archived) conflict('enrolment.sequence-archived', 'This sequence is archived.')
          const content = of.versions.at(-1)
          if (!content) conflict('enrolment.sequence-unpublished', 'This sequence was never published.')
          const { model } = of
          if (asked !== undefined && asked !== model)
            refuse('enrolment.other-model', `This sequence is for each ${model}.`, { field: 'model' })
          if ((await asking.access(model, personId)) === undefined)
            refuse(`enrolment.${model}-unknown`, `There is no such ${model}.`, { field: 'personId' })
          const out = await exitOf({ model, id: personId }, content, asking)
          if (out) conflict(`enrolment.${out}`, 'They are not to be written to, or have got there already.')
          const person = (await reachedOf({ model, id: personId }, asking)) as { ownerId?: string | null }
          return {
            sequenceId,
            version: of.versions.length,
            campaignId: of.campaignId,
            contactId: model === 'contact' ? personId : null,
            leadId: model === 'lead' ? personId : null,
            ownerId: person.ownerId ?? null,
            by,
            stage: model === 'lead' ? ((await asking.load(lead, personId))?.status ?? null) : null,
          }
        },
      ),
    },
    'enrolment.advance': {
      summary: 'Do the next step of a sequence for somebody',
      internal: true,
      ...prepared(commands['enrolment.advance'].pick({ from: true }), async ({ from }, asking) => ({
        from,
        next: await nextOf(from, asking),
      })),
    },
    'enrolment.note-refusal': { summary: 'Note that a step was not taken', internal: true },
    'enrolment.pause': { summary: 'Let somebody stay where they are in a sequence' },
    'enrolment.resume': { summary: 'Let somebody go on in a sequence' },
    'enrolment.exit': { summary: 'Take somebody out of a sequence' },
    'enrolment.leave': { summary: 'Note why somebody has left a sequence', internal: true },
    ...subjectCommands('enrolment'),
  }),
  {
    unique: (state) => [
      // Nobody is twice in one sequence at a time, and by a stage they come once only.
      ...(isInside(state) ? [{ kind: 'sequence-inside', value: keyOf(state) }] : []),
      ...(state.by === 'stage' ? [{ kind: 'sequence-by-stage', value: keyOf(state) }] : []),
    ],
  },
)

const keyOf = ({ sequenceId, contactId, leadId }: EnrolmentState) =>
  `${sequenceId} ${contactId ?? leadId ?? ''}`

/** Reasons that hold for good; whoever has no address, or got enough of late, misses a mail and goes on. */
const forGood: Readonly<Partial<Record<LeftOutReason, 'gone' | 'opted-out' | 'bounced'>>> = {
  gone: 'gone',
  restricted: 'gone',
  'do-not-contact': 'opted-out',
  complained: 'opted-out',
  unsubscribed: 'opted-out',
  bounced: 'bounced',
}

type Content = SequenceState['versions'][number]
type Ref = { model: SequenceState['model']; id: string }

/** Why somebody is not to be in a sequence, or no more: they are not to be written to, are converted, or have got there. */
async function exitOf(
  ref: Ref,
  { purpose, basis, goal }: Content,
  asking: Pick<Asking, 'load' | 'holder' | 'hold'>,
) {
  const rules = { ...(await sendingRulesNow(asking)), cap: null }
  const { reason } = await leftOutOf(ref, { purpose: { name: purpose, basis, about: null }, rules }, asking)
  const out = reason && forGood[reason]
  if (out) return out
  if (ref.model === 'lead' && (await asking.load(lead, ref.id))?.status === 'converted') return 'converted'
  if (goal === null) return undefined
  const [held] = await asking.hold([goal], ref.model, ref.id)
  return held ? ('goal' as const) : undefined
}

/** What is to be done for somebody now. Asked before each step: whether they are still to be written to, and have got there. */
async function nextOf(from: number, asking: Asking<EnrolmentState>): Promise<EnrolmentAdvance> {
  const { state, at } = asking
  const of = await asking.load(sequence, state.sequenceId)
  const content = of?.versions[state.version - 1]
  if (!of || !content) return { is: 'exit', reason: 'gone' }
  if (of.paused || state.step !== from || (state.until !== null && state.until > at)) return { is: 'stay' }
  const about = await asking.load(campaign, of.campaignId)
  if (about?.status === 'ended' || about?.status === 'cancelled')
    return { is: 'exit', reason: 'campaign-over' }
  const ref = { model: of.model, id: state.contactId ?? state.leadId ?? '' }
  const out = await exitOf(ref, content, asking)
  if (out) return { is: 'exit', reason: out }
  const step = content.steps[from]
  switch (step?.do) {
    case undefined:
      return { is: 'end' }
    case 'mail':
      return { is: 'mail' }
    case 'task': {
      const due = daysAfter(dayOf(at, await asking.zone()), step.dueInDays)
      return { is: 'task', subject: step.subject, due, assigneeId: step.assigneeId ?? state.ownerId }
    }
    case 'wait':
      return { is: 'wait', until: await waitedUntil(step, asking) }
    case 'check': {
      const [held = false] = await asking.hold([step.where], ref.model, ref.id)
      return { is: 'check', held, next: from + 1 + (held ? 0 : step.skip) }
    }
  }
}

type Wait = Extract<SequenceStep, { do: 'wait' }>

/** When a wait is over: days at the same time of the clock, and with business hours not before they begin. */
async function waitedUntil(
  { amount, unit, calendarId }: Wait,
  { at, load, zone }: Pick<Asking, 'at' | 'load' | 'zone'>,
): Promise<string> {
  const hours = calendarId === null ? undefined : await load(businessCalendar, calendarId)
  if (unit === 'hours')
    return hours ? addBusinessMinutes(hours, at, amount * 60) : within(Date.parse(at) + amount * 3_600_000)
  const now = Temporal.Instant.from(at).toZonedDateTimeISO(hours?.timeZone ?? (await zone()))
  const then = within(now.add({ days: amount }).epochMilliseconds)
  if (!hours) return then
  // The first minute that counts ends a minute after it began.
  const minute = 60_000
  const counted = Date.parse(addBusinessMinutes(hours, then, 1)) - minute
  return within(Math.max(counted, Date.parse(then)))
}
