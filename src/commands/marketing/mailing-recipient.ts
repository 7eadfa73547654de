import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type ContactState, contact } from '../../domain/customers/contact.ts'
import { conflict, refuse } from '../../domain/error.ts'
import { contentItem } from '../../domain/marketing/content-item.ts'
import { enrolment } from '../../domain/marketing/enrolment.ts'
import { type GreetingState, greeting, greetingFor } from '../../domain/marketing/greeting.ts'
import { mailing } from '../../domain/marketing/mailing.ts'
import { mailingRecipient } from '../../domain/marketing/mailing-recipient.ts'
import { afterQuiet, type LeftOutReason } from '../../domain/marketing/sending.ts'
import type { SendingPurpose } from '../../domain/marketing/sending-rules.ts'
import { sequence } from '../../domain/marketing/sequence.ts'
import { workflowRun } from '../../domain/settings/workflow-run.ts'
import { day, dayOf } from '../../domain/values/day.ts'
import { count } from '../../domain/values/integer.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { type Asking, commandsOf, type RecordRef } from '../command.ts'
import { subjectCommands } from '../subject.ts'
import { waysOf } from './greeting.ts'
import { templateInUse } from './message-template.ts'
import { leftOutOf, personModels, reachedOf } from './reached.ts'
import { sendingRulesNow } from './sending-policy.ts'

const choose = z.object({
  mailingId: uuid,
  personId: uuid,
  model: z.enum(personModels),
  /** Somebody else of the list has the same address, and gets it. */
  sameAddress: z.boolean().default(false),
})

const chooseForStep = z.object({ enrolmentId: uuid, step: count })
const chooseForGreeting = z.object({ greetingId: uuid, personId: uuid, model: z.literal('contact'), day })
const sendContent = z.object({ contentItemId: uuid, personId: uuid, model: z.enum(personModels) })
/** Whom the record of the run is about was looked up before. */
const chooseForRun = z.object({ runId: uuid, step: count, personId: uuid, model: z.enum(personModels) })

const internal = { internal: true } as const

export const mailingRecipientCommands = commandsOf(
  mailingRecipient,
  (prepared) => ({
    'mailingRecipient.choose': {
      summary: 'Decide whether somebody of a list is sent a mailing, and what of it',
      ...internal,
      permission: 'mailing.schedule',
      // The cap holds of two mailings at one moment, too.
      alone: ({ personId }: z.output<typeof choose>) => ({ kind: 'mailing-person', value: personId }),
      ...prepared(choose, async ({ mailingId, personId, model, sameAddress }, asking) => {
        const of = await asking.load(mailing, mailingId)
        if (!of)
          refuse('mailingRecipient.mailing-unknown', 'There is no such mailing.', { field: 'mailingId' })
        if (!of.started) conflict('mailingRecipient.not-started', 'This mailing does not go out.')
        if (of.status === 'stopped') conflict('mailingRecipient.stopped', 'This mailing was stopped.')
        const ref = { model, id: personId }
        if ((await asking.access(model, personId)) === undefined)
          refuse(`mailingRecipient.${model}-unknown`, `There is no such ${model}.`, { field: 'personId' })
        const rules = await sendingRulesNow(asking)
        const purpose = {
          ...(rules.purposes.find(({ name }) => name === of.purpose) ?? { about: null }),
          name: of.purpose,
          basis: of.started.basis,
        }
        const written = await writtenHow(
          ref,
          { purpose, rules, numberId: of.numberId, byPost: of.letterForm !== null },
          asking,
          sameAddress ? (of.numberId === null ? 'same-address' : 'same-number') : undefined,
        )
        const which = await variantOf(of.variants.map(({ where }) => where))
        async function variantOf(criteria: (typeof of & object)['variants'][number]['where'][]) {
          if (written.leftOut !== null || criteria.length === 0) return undefined
          const held = await asking.hold(criteria, model, personId)
          const place = held.indexOf(true)
          return of?.started?.variants[place]
        }
        return {
          ...ofNothing,
          ...written,
          mailingId,
          campaignId: of.campaignId,
          variant: which?.name ?? null,
          subject: of.otherSubject === null ? ('a' as const) : lotOf(mailingId, personId),
          template: which?.template ?? of.started.template,
        }
      }),
    },
    'mailingRecipient.choose-for-step': {
      summary: 'Decide whether somebody is sent a mail of the sequence they are in',
      ...internal,
      alone: async ({ enrolmentId }: z.output<typeof chooseForStep>, { load }: Pick<Asking, 'load'>) => {
        const way = await load(enrolment, enrolmentId)
        const value = way?.contactId ?? way?.leadId
        return value ? { kind: 'mailing-person', value } : undefined
      },
      ...prepared(chooseForStep, async ({ enrolmentId, step: at }, asking) => {
        const way = await asking.load(enrolment, enrolmentId)
        const of = way && (await asking.load(sequence, way.sequenceId))
        const content = of?.versions[(way?.version ?? 0) - 1]
        const step = content?.steps[at]
        if (!way || !of || !content || step?.do !== 'mail')
          refuse('mailingRecipient.enrolment-unknown', 'There is no such step.', { field: 'enrolmentId' })
        const ref = { model: of.model, id: way.contactId ?? way.leadId ?? '' }
        const rules = await sendingRulesNow(asking)
        const purpose = { name: content.purpose, basis: content.basis, about: null }
        const { ownerId, campaignId } = way
        return {
          ...ofNothing,
          ...(await writtenHow(ref, { purpose, rules }, asking)),
          enrolmentId,
          step: at,
          campaignId,
          ownerId,
          template: { id: step.templateId, version: step.version ?? 1 },
        }
      }),
    },
    'mailingRecipient.choose-for-greeting': {
      summary: 'Decide whether somebody is greeted on a day, by which way, and in which language',
      ...internal,
      permission: 'greeting.activate',
      alone: ({ personId }: z.output<typeof chooseForGreeting>) => ({
        kind: 'mailing-person',
        value: personId,
      }),
      ...prepared(chooseForGreeting, async ({ greetingId, personId, day: on }, asking) => {
        const of = await asking.load(greeting, greetingId)
        if (!of)
          refuse('mailingRecipient.greeting-unknown', 'There is no such greeting.', { field: 'greetingId' })
        if (of.next === null) conflict('mailingRecipient.greeting-off', 'This greeting was switched off.')
        if (on < dayOf(asking.at, await asking.zone()))
          conflict('mailingRecipient.day-over', 'The day is over: nobody is greeted late.')
        if ((await asking.access('contact', personId)) === undefined)
          refuse('mailingRecipient.contact-unknown', 'There is no such contact.', { field: 'personId' })
        const { spoken, ...chosen } = await greetedHow(of, personId, asking)
        const templateId = greetingFor(of.texts, spoken)
        if (templateId === undefined)
          conflict('mailingRecipient.no-text', 'This greeting says nothing in their language.')
        return {
          ...ofNothing,
          ...chosen,
          greeted: { greetingId, day: on },
          campaignId: null,
          template: (await templateInUse(templateId, asking, 'greeting')).use,
        }
      }),
    },
    'mailingRecipient.choose-for-run': {
      summary: 'Decide whether somebody is sent the message of a rule of the workflow',
      ...internal,
      alone: ({ personId }: z.output<typeof chooseForRun>) => ({ kind: 'mailing-person', value: personId }),
      ...prepared(chooseForRun, async ({ runId, step, personId, model }, asking) => {
        const run = await asking.load(workflowRun, runId)
        const action = run?.actions[step]
        if (!run || action?.do !== 'message')
          refuse('mailingRecipient.run-unknown', 'There is no such action.', { field: 'runId' })
        const { rules, purpose } = await purposeInUse(action.purpose, asking)
        return {
          ...ofNothing,
          ...(await writtenHow(
            { model, id: personId },
            { purpose, rules, numberId: action.numberId },
            asking,
          )),
          workflow: { runId, step, rule: run.rule, eventType: run.event.type },
          campaignId: null,
          template: (await templateInUse(action.templateId, asking, 'workflow')).use,
        }
      }),
    },
    'mailingRecipient.send-content': {
      summary: 'Send somebody an item of the library, by a link that says when they follow it',
      alone: ({ personId }: z.output<typeof sendContent>) => ({ kind: 'mailing-person', value: personId }),
      ...prepared(sendContent, async ({ contentItemId, personId, model }, asking) => {
        const of = await asking.load(contentItem, contentItemId)
        if (!of || of.archived)
          refuse('mailingRecipient.content-unknown', 'There is no such item in use.', {
            field: 'contentItemId',
          })
        const access = await asking.access(model, personId)
        if (access === undefined || access === 'read')
          refuse(`mailingRecipient.${model}-unknown`, `There is no such ${model} of yours.`, {
            field: 'personId',
          })
        const { rules, purpose } = await purposeInUse(of.purpose, asking)
        return {
          ...ofNothing,
          ...(await writtenHow({ model, id: personId }, { purpose, rules }, asking)),
          content: { contentItemId, name: of.name, url: of.url },
          campaignId: null,
          template: (await templateInUse(of.templateId, asking, 'contentItem')).use,
        }
      }),
    },
    'mailingRecipient.note-sent': { summary: 'Note that somebody was sent a mailing', ...internal },
    'mailingRecipient.note-delivery': { summary: 'Note that a text of a mailing has arrived', ...internal },
    'mailingRecipient.note-failure': {
      summary: 'Note that a message of a mailing did not arrive',
      ...internal,
    },
    'mailingRecipient.note-open': { summary: 'Note that a mail was opened', ...internal },
    'mailingRecipient.note-click': { summary: 'Note that a link was followed', ...internal },
    'mailingRecipient.note-reply': { summary: 'Note that somebody has answered a mailing', ...internal },
    'mailingRecipient.unsubscribe': { summary: 'Note that somebody wants no more of it', ...internal },
    'mailingRecipient.convert': { summary: 'Note that a lead was made of a response', ...internal },
    ...subjectCommands('mailingRecipient'),
  }),
  {
    // Nobody is greeted twice in a year, whatever happens on the day.
    unique: ({ greeted, contactId }) =>
      greeted === null
        ? []
        : [
            {
              kind: 'greeted-in-year',
              value: `${greeted.greetingId} ${contactId} ${greeted.day.slice(0, 4)}`,
            },
          ],
  },
)

/** What a recipient is of: each sender says its own. */
const ofNothing = {
  mailingId: null,
  enrolmentId: null,
  step: null,
  greeted: null,
  workflow: null,
  content: null,
  variant: null,
  subject: 'a' as const,
}

/** A purpose as the sending policy has it, with its rules. @throws DomainError where it has it no more */
async function purposeInUse(called: string, asking: Pick<Asking, 'load'>) {
  const rules = await sendingRulesNow(asking)
  const purpose = rules.purposes.find(({ name }) => name === called)
  if (!purpose) conflict('mailingRecipient.no-purpose', 'The sending policy has no such purpose any more.')
  return { rules, purpose }
}

/** Whether somebody is written to by one way for a purpose, and from when on; `known`: why not, where that is known before. */
async function writtenHow(
  ref: { model: 'contact' | 'lead'; id: string },
  of: Pick<Parameters<typeof leftOutOf>[1], 'rules' | 'numberId' | 'byPost'> & { purpose: SendingPurpose },
  asking: Asking,
  known?: LeftOutReason,
) {
  const reason = known ?? (await leftOutOf(ref, { ...of, recent: recentOf(ref, asking) }, asking)).reason
  const person = await reachedOf(ref, asking)
  return {
    channel: of.byPost ? ('post' as const) : of.numberId ? ('sms' as const) : ('email' as const),
    contactId: ref.model === 'contact' ? ref.id : null,
    leadId: ref.model === 'lead' ? ref.id : null,
    ownerId: (person as { ownerId?: string | null } | undefined)?.ownerId ?? null,
    purpose: of.purpose.name,
    basis: of.purpose.basis,
    leftOut: reason ?? null,
    sendAt: afterQuiet(asking.at, of.rules.quiet, await asking.zone()),
  }
}

/** The same of a greeting: by the first way of its own that they may be reached by, the one they prefer before all others. */
async function greetedHow(of: GreetingState, personId: string, asking: Asking) {
  const { rules, purpose } = await purposeInUse(of.purpose, asking)
  const ref = { model: 'contact' as const, id: personId }
  const person = (await asking.load(contact, personId)) as ContactState
  const ways = await Promise.all(
    waysOf(of, person.preferredChannel).map((way) => writtenHow(ref, { purpose, rules, ...way }, asking)),
  )
  const found = ways.find(({ leftOut }) => leftOut === null) ?? (ways[0] as (typeof ways)[number])
  return { ...found, spoken: person.language }
}

/** Whether somebody was sent so many in so many days. */
function recentOf({ model, id }: RecordRef, { hold }: Pick<Asking, 'hold'>) {
  return async (most: number, days: number) => {
    const criterion = {
      related: 'mailing-recipients',
      where: {
        all: [
          { field: 'leftOut', operator: 'unknown' as const },
          { field: 'createdAt', operator: 'from' as const, value: { days: -days } },
        ],
      },
      atLeast: most,
    }
    const [held = false] = await hold([criterion], model, id)
    return held
  }
}

/** Which of two subjects somebody gets: by lot, and the same whenever it is asked. */
function lotOf(mailingId: string, personId: string): 'a' | 'b' {
  const [first = 0] = createHash('sha256').update(`${mailingId} ${personId}`).digest()
  return first % 2 === 0 ? 'a' : 'b'
}
