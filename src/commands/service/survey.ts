import { z } from 'zod'
import { contact } from '../../domain/customers/contact.ts'
import { DomainError } from '../../domain/error.ts'
import { isQuiet, surveyCommands, type UnaskedReason } from '../../domain/service/survey.ts'
import { type TicketState, ticket } from '../../domain/service/ticket.ts'
import { privacyOf } from '../../domain/subject.ts'
import { fullName } from '../../domain/values/person-name.ts'
import { checkedRecipients } from '../activities/outgoing-mail.ts'
import type { Asking, Claim } from '../command.ts'
import { surveyRulesNow } from './survey-policy.ts'

type Loads = Pick<Asking, 'load'>

/** Held by the ticket about which somebody was asked last; whoever is asked about another one passes it on. */
export const surveyClaim = (address: string): Claim => ({
  kind: 'ticket-survey',
  value: address,
  yields: true,
})

/** Where whoever asked is written to; null: nobody knows. */
export async function surveyAddress(
  { requester, contactId }: Pick<TicketState, 'requester' | 'contactId'>,
  { load }: Loads,
): Promise<string | null> {
  if (requester?.email) return requester.email
  const found = contactId ? await load(contact, contactId) : undefined
  return found && !privacyOf(found).erased ? found.email : null
}

/** Two tickets of one person are asked about one after the other, so that the second sees the first. */
export async function oneSurveyAtATime(_: unknown, { id, load }: Pick<Asking, 'id' | 'load'>) {
  const state = await load(ticket, id)
  const address = state ? await surveyAddress(state, { load }) : null
  return address === null ? undefined : { kind: 'ticket-survey-turn', value: address }
}

export const planSurvey = {
  body: z.object({}),
  prepare: async (_: object, asking: Loads) => ({ rules: await surveyRulesNow(asking) }),
}

export const requestSurvey = {
  body: surveyCommands['ticket.request-survey'].pick({ reminder: true }),
  async prepare({ reminder }: { reminder: boolean }, asking: Asking<TicketState>) {
    const to = await surveyAddress(asking.state, asking)
    const reason = to === null ? 'no-address' : await whyNot(to, reminder, asking)
    return {
      reminder,
      outcome:
        to === null || reason !== null
          ? ({ is: 'left-out', reason: reason ?? 'no-address' } as const)
          : ({ is: 'free', to } as const),
    }
  },
}

async function whyNot(
  address: string,
  reminder: boolean,
  asking: Asking<TicketState>,
): Promise<UnaskedReason | null> {
  try {
    await checkedRecipients({ to: [{ name: null, address }], cc: [], bcc: [] }, asking)
  } catch (error) {
    if (error instanceof DomainError) return 'forbidden'
    throw error
  }
  const { survey } = asking.state
  if (reminder || !survey) return null
  const lastId = await asking.holder(surveyClaim(address))
  const last = lastId === undefined ? undefined : (await asking.load(ticket, lastId))?.survey
  const before = [last?.askedAt, survey.askedAt].filter((at) => at !== undefined)
  return before.some((askedAt) => isQuiet(askedAt, survey.quietDays, asking.at)) ? 'recent' : null
}

export const rate = {
  body: surveyCommands['ticket.rate'].omit({ answeredBy: true }),
  async prepare(
    body: Omit<z.output<(typeof surveyCommands)['ticket.rate']>, 'answeredBy'>,
    { state, load }: Asking<TicketState>,
  ) {
    const known = state.contactId ? await load(contact, state.contactId) : undefined
    const answeredBy =
      state.requester?.name ?? (known && !privacyOf(known).erased ? fullName(known.name) : null)
    return { ...body, answeredBy }
  },
}
