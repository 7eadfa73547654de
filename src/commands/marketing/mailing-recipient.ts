import { createHash } from 'node:crypto'
import { z } from 'zod'
import { conflict, refuse } from '../../domain/error.ts'
import { enrolment } from '../../domain/marketing/enrolment.ts'
import { channelOf, mailing } from '../../domain/marketing/mailing.ts'
import { mailingRecipient } from '../../domain/marketing/mailing-recipient.ts'
import { afterQuiet } from '../../domain/marketing/sending.ts'
import { sequence } from '../../domain/marketing/sequence.ts'
import { count } from '../../domain/values/integer.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { type Asking, commandsOf, type RecordRef } from '../command.ts'
import { subjectCommands } from '../subject.ts'
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

const internal = { internal: true } as const

export const mailingRecipientCommands = commandsOf(mailingRecipient, (prepared) => ({
  'mailingRecipient.choose': {
    summary: 'Decide whether somebody of a list is sent a mailing, and what of it',
    ...internal,
    permission: 'mailing.schedule',
    // The cap holds of two mailings at one moment, too.
    alone: ({ personId }: z.output<typeof choose>) => ({ kind: 'mailing-person', value: personId }),
    ...prepared(choose, async ({ mailingId, personId, model, sameAddress }, asking) => {
      const of = await asking.load(mailing, mailingId)
      if (!of) refuse('mailingRecipient.mailing-unknown', 'There is no such mailing.', { field: 'mailingId' })
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
      const { reason } = sameAddress
        ? { reason: of.numberId === null ? ('same-address' as const) : ('same-number' as const) }
        : await leftOutOf(
            ref,
            {
              purpose,
              rules,
              recent: recentOf(ref, asking),
              numberId: of.numberId,
              byPost: of.letterForm !== null,
            },
            asking,
          )
      const person = await reachedOf(ref, asking)
      const which = await variantOf(of.variants.map(({ where }) => where))
      async function variantOf(criteria: (typeof of & object)['variants'][number]['where'][]) {
        if (reason !== undefined || criteria.length === 0) return undefined
        const held = await asking.hold(criteria, model, personId)
        const place = held.indexOf(true)
        return of?.started?.variants[place]
      }
      return {
        channel: channelOf(of),
        mailingId,
        enrolmentId: null,
        step: null,
        campaignId: of.campaignId,
        contactId: model === 'contact' ? personId : null,
        leadId: model === 'lead' ? personId : null,
        ownerId: (person as { ownerId?: string | null } | undefined)?.ownerId ?? null,
        purpose: purpose.name,
        basis: purpose.basis,
        leftOut: reason ?? null,
        variant: which?.name ?? null,
        subject: of.otherSubject === null ? ('a' as const) : lotOf(mailingId, personId),
        template: which?.template ?? of.started.template,
        sendAt: afterQuiet(asking.at, rules.quiet, await asking.zone()),
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
      const { reason } = await leftOutOf(ref, { purpose, rules, recent: recentOf(ref, asking) }, asking)
      const { contactId, leadId, ownerId, campaignId } = way
      return {
        channel: 'email' as const,
        mailingId: null,
        enrolmentId,
        step: at,
        campaignId,
        contactId,
        leadId,
        ownerId,
        purpose: purpose.name,
        basis: purpose.basis,
        leftOut: reason ?? null,
        variant: null,
        subject: 'a' as const,
        template: { id: step.templateId, version: step.version ?? 1 },
        sendAt: afterQuiet(asking.at, rules.quiet, await asking.zone()),
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
}))

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
