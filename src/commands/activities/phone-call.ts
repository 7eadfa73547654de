import { activity } from '../../domain/activities/activity.ts'
import type { FiledUnder } from '../../domain/activities/filed-under.ts'
import { type PhoneCallState, phoneCall } from '../../domain/activities/phone-call.ts'
import { phoneLine } from '../../domain/activities/phone-line.ts'
import { refuse } from '../../domain/error.ts'
import { asE164 } from '../../domain/values/e164.ts'
import { type Asking, commandsOf } from '../command.ts'
import { mustBeReachable } from '../customers/channels.ts'
import { by } from '../inverse.ts'
import { mustExist } from '../references.ts'
import { subjectCommands } from '../subject.ts'
import { contactAt } from './contact-at.ts'

const { commands } = phoneCall
const start = commands['phoneCall.start'].schema

const asked = start.omit({ userId: true }).extend({
  name: start.shape.name.default(null),
  /** Without any, an incoming call is about the one contact who has that number. */
  records: start.shape.records.default([]),
})

export const phoneCallCommands = commandsOf(phoneCall, (prepared) => ({
  'phoneCall.start': {
    summary:
      'Note that a call by one’s line begins, or rings; its key is made of the Call-ID, so that it is noted once',
    ...prepared(asked, async ({ lineId, number: said, ...body }, asking) => {
      const line = await asking.load(phoneLine, lineId)
      if (!line || line.archived || line.userId !== asking.actor.id)
        refuse('phoneCall.line-unknown', 'This is no line of yours.', { field: 'lineId' })
      const number = asE164(said, line.country) ?? said
      await mustSee(body.records, asking)
      const records = body.records.length > 0 ? body.records : await whoHas(number, asking)
      if (body.direction === 'outbound') await mustBeReachable(records, 'phone', asking)
      return { ...body, lineId, number, records, userId: line.userId }
    }),
  },
  'phoneCall.answer': { summary: 'Note that a call was answered' },
  'phoneCall.end': { summary: 'Note that a call is over, and how it ended; it is logged as an activity' },
  'phoneCall.give-up': { summary: 'End a call of which nothing was heard for hours', internal: true },
  'phoneCall.note': { summary: 'Note what is said while it is said' },
  'phoneCall.file': {
    summary: 'Say what a call is about',
    inverse: by('phoneCall.take-off'),
    ...prepared(commands['phoneCall.file'], async (body, asking) => {
      await mustSee(body.records, asking)
      return body
    }),
  },
  'phoneCall.take-off': { summary: 'Say that a call is not about something after all' },
  'phoneCall.consent': {
    summary: 'Note that both sides were told that the call is recorded, and agree',
    permission: 'phoneCall.record',
  },
  'phoneCall.withdraw-consent': {
    summary: 'Note that somebody does not agree any more that the call is recorded',
    permission: 'phoneCall.record',
  },
  'phoneCall.log': {
    summary: 'Name the activity that a call is logged as',
    internal: true,
    ...prepared(commands['phoneCall.log'], async (body, asking) => {
      await mustExist('phoneCall', body, { activityId: activity }, asking)
      return body
    }),
  },
  ...subjectCommands('phoneCall'),
}))

/** Whoever says what a call is about adds to the story of that: they may act on it. */
async function mustSee(records: readonly FiledUnder[], { access }: Pick<Asking, 'access'>): Promise<void> {
  for (const [index, { model, id }] of records.entries()) {
    const may = await access(model, id)
    const field = `records.${index}`
    if (may === undefined) refuse(`phoneCall.${model}-unknown`, `There is no such ${model}.`, { field })
    if (may === 'read')
      refuse(`phoneCall.${model}-read-only`, `This ${model} is shared with you for reading only.`, { field })
  }
}

async function whoHas(number: string, asking: Asking<PhoneCallState>): Promise<PhoneCallState['records']> {
  const id = number.startsWith('+') ? await contactAt(number, asking) : undefined
  const may = id === undefined ? undefined : await asking.access('contact', id)
  return id !== undefined && (may === 'own' || may === 'write') ? [{ model: 'contact', id }] : []
}
