import { z } from 'zod'
import { conflict, refuse } from '../error.ts'
import { personal } from '../personal.ts'
import { email } from '../values/email.ts'
import { instant, within } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { line, prose } from '../values/text.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { type SurveyRules, surveyRules } from './survey-policy.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Which of those about this ticket: 1 is the first. */
const number = count.min(1)
const plan = z.object({
  survey: number,
  askAt: instant,
  /** When who has not answered is asked once more; null: never. */
  remindAt: instant.nullable(),
  /** From then on it is too late to answer. */
  closesAt: instant,
  scale: count.min(2).max(10),
  quietDays: count,
})

/** Why somebody is not asked: they forbid it or may not be written to, they were asked lately, there is no address, the mail server refuses it. */
export const unaskedReason = z
  .enum(['forbidden', 'recent', 'no-address', 'refused'])
  .register(vocabulary, { id: 'WhyNotSurveyed' })
export type UnaskedReason = z.output<typeof unaskedReason>

/** What the customer thought, and who that was as far as we know them. */
const rating = z.object({
  survey: number,
  score: count.min(1).max(10),
  scale: count.min(2).max(10),
  comment: personal(prose(4_000)).nullable(),
  answeredBy: personal(line(200)).nullable(),
})
const asked = z.object({ survey: number, reminder: z.boolean() })

export const surveyEvents = {
  /** As the rules were when it was closed. */
  'ticket.survey-planned': plan,
  /** From here on they are taken to have been asked. */
  'ticket.survey-requested': asked.extend({ to: personal(email) }),
  'ticket.survey-left-out': asked.extend({ reason: unaskedReason }),
  'ticket.survey-sent': asked,
  'ticket.rated': rating,
}

export const surveyCommands = {
  'ticket.plan-survey': z.object({ rules: surveyRules }),
  'ticket.request-survey': z.object({
    reminder: z.boolean(),
    outcome: z.discriminatedUnion('is', [
      z.object({ is: z.literal('free'), to: email }),
      z.object({ is: z.literal('left-out'), reason: unaskedReason }),
    ]),
  }),
  'ticket.send-survey': asked.extend({ refused: z.boolean().default(false) }),
  'ticket.rate': rating.omit({ scale: true }),
}

/** What a ticket knows of the last time that somebody was asked about it. */
export interface Survey extends z.output<typeof plan> {
  /** Whom; undefined: nobody was yet. */
  to?: string
  askedAt?: string
  reminded?: true
  score?: number
  comment?: string | null
}

interface Surveyed {
  status: string
  closedAt?: string
  survey?: Survey
}

const closed = ({ status }: Surveyed) => status === 'closed'

export const surveyEvolve = {
  'ticket.survey-planned': <S extends Surveyed>(state: S, data: z.output<typeof plan>): S => {
    const { to, askedAt } = state.survey ?? {}
    return { ...state, survey: { ...data, ...(to !== undefined && { to }), ...(askedAt && { askedAt }) } }
  },
  'ticket.survey-requested': <S extends Surveyed>(
    state: S,
    { to, reminder }: { to: string; reminder: boolean },
    { at }: { at: string },
  ): S => surveyedWith(state, reminder ? { to, reminded: true } : { to, askedAt: at }),
  'ticket.survey-left-out': <S extends Surveyed>(state: S): S => state,
  'ticket.survey-sent': <S extends Surveyed>(state: S): S => state,
  'ticket.rated': <S extends Surveyed>(
    state: S,
    { score, comment }: { score: number; comment: string | null },
  ): S => surveyedWith(state, { score, comment }),
}

function surveyedWith<S extends Surveyed>(state: S, news: Partial<Survey>): S {
  return state.survey ? { ...state, survey: { ...state.survey, ...news } } : state
}

export const surveyDecide = {
  'ticket.plan-survey': (state: Surveyed, { rules }: { rules: SurveyRules }, { at }: { at: string }) => {
    if (!rules.on || !closed(state)) return []
    return [
      {
        type: 'ticket.survey-planned' as const,
        data: planOf(rules, { at: state.closedAt ?? at, survey: (state.survey?.survey ?? 0) + 1 }),
      },
    ]
  },
  // Whoever asks only prompts: whether it is time is for the ticket to say.
  'ticket.request-survey': (
    state: Surveyed,
    { reminder, outcome }: z.output<(typeof surveyCommands)['ticket.request-survey']>,
    { at }: { at: string },
  ) => {
    const { survey } = state
    if (!survey || !closed(state) || !isDue(survey, reminder, at)) return []
    const said = { survey: survey.survey, reminder }
    if (outcome.is === 'left-out')
      return [{ type: 'ticket.survey-left-out' as const, data: { ...said, reason: outcome.reason } }]
    return [{ type: 'ticket.survey-requested' as const, data: { ...said, to: outcome.to } }]
  },
  'ticket.send-survey': (
    _: Surveyed,
    { refused, ...said }: { survey: number; reminder: boolean; refused: boolean },
  ) => [
    refused
      ? { type: 'ticket.survey-left-out' as const, data: { ...said, reason: 'refused' as const } }
      : { type: 'ticket.survey-sent' as const, data: said },
  ],
  'ticket.rate': (
    { survey }: Surveyed,
    input: z.output<(typeof surveyCommands)['ticket.rate']>,
    { at }: { at: string },
  ) => {
    if (!survey || survey.survey !== input.survey || !isAsked(survey) || at >= survey.closesAt)
      conflict('ticket.survey-over', 'This can no longer be answered.')
    if (input.score > survey.scale)
      refuse('ticket.score-beyond', `The best score is ${survey.scale}.`, { field: 'score' })
    if (survey.score === input.score && survey.comment === input.comment) return []
    return [{ type: 'ticket.rated' as const, data: { ...input, scale: survey.scale } }]
  },
}

/** Whether somebody was asked by this one, rather than by one before. */
export const isAsked = ({ askedAt, askAt }: Survey) => askedAt !== undefined && askedAt >= askAt

function isDue(survey: Survey, reminder: boolean, at: string): boolean {
  const { askAt, remindAt, closesAt, score, reminded } = survey
  if (score !== undefined || at >= closesAt) return false
  if (!reminder) return !isAsked(survey) && at >= askAt
  return isAsked(survey) && !reminded && remindAt !== null && at >= remindAt
}

function planOf(
  { delayHours, remindDays, openDays, scale, quietDays }: SurveyRules,
  { at, survey }: { at: string; survey: number },
): z.output<typeof plan> {
  const ask = Date.parse(at) + delayHours * hourMs
  const closes = ask + openDays * dayMs
  const remind = remindDays === null ? null : ask + remindDays * dayMs
  return {
    survey,
    askAt: within(ask),
    remindAt: remind === null || remind >= closes ? null : within(remind),
    closesAt: within(closes),
    scale,
    quietDays,
  }
}

/** Whether who was asked then is left in peace still. */
export const isQuiet = (askedAt: string, quietDays: number, at: string) =>
  Date.parse(at) < Date.parse(askedAt) + quietDays * dayMs

/** Satisfied is who gives at least four fifths of the best score: 4 or 5 of 5, 8 to 10 of 10. */
export const isSatisfied = (score: number, scale: number) => score * 5 >= scale * 4
