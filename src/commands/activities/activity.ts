import { z } from 'zod'
import {
  type ActivityState,
  activity,
  busyIn,
  type Participant,
  type Regarded,
  regarded,
  timeHeld,
} from '../../domain/activities/activity.ts'
import { bookingPage } from '../../domain/activities/booking-page.ts'
import { conversation } from '../../domain/activities/conversation.ts'
import { due } from '../../domain/activities/due.ts'
import { addressesIn, type EmailAsked, type EmailHead, emailAsked } from '../../domain/activities/email.ts'
import { letter } from '../../domain/activities/letter.ts'
import { mailbox } from '../../domain/activities/mailbox.ts'
import { mentionsIn } from '../../domain/activities/mention.ts'
import { outgoingMail } from '../../domain/activities/outgoing-mail.ts'
import { outgoingSms } from '../../domain/activities/outgoing-sms.ts'
import { personalCalendar } from '../../domain/activities/personal-calendar.ts'
import { outcomeOf, phoneCall } from '../../domain/activities/phone-call.ts'
import { account } from '../../domain/customers/account.ts'
import { contact } from '../../domain/customers/contact.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import { conflict, refuse } from '../../domain/error.ts'
import { user } from '../../domain/identity/user.ts'
import { changed } from '../../domain/record.ts'
import { lead } from '../../domain/sales/lead.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { ticket } from '../../domain/service/ticket.ts'
import { instant } from '../../domain/values/instant.ts'
import { line } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Asking, commandsOf } from '../command.ts'
import { mustBeReachable } from '../customers/channels.ts'
import { contactEmailClaim } from '../customers/contact.ts'
import { emailClaim } from '../identity/user.ts'
import { mustExist } from '../references.ts'
import { subjectCommands } from '../subject.ts'
import { activityRulesNow } from './activity-policy.ts'
import { contactAt } from './contact-at.ts'
import { personalCalendarId } from './personal-calendar.ts'

const { commands } = activity
const add = commands['activity.add'].schema
const fileMail = commands['activity.file-mail'].schema
const repeat = commands['activity.repeat'].schema
const complete = commands['activity.complete']

/** Without a zone it is due by the clocks of whoever is to do it. */
const dueAsked = due.partial({ time: true, timeZone: true }).register(vocabulary, { id: 'DueInput' })
/** What that belongs to comes with it. */
const few = z.array(regarded).max(20)
const change = commands['activity.change'].extend({
  due: dueAsked.nullable().optional(),
  regarding: few.optional(),
})

/** What has come says everything; what has gone out is taken from there, so that no copy of it has to wait in a saga. */
const mailFiled = z.union([
  z.object({ outgoingId: uuid }),
  z.object({
    conversationId: uuid,
    subject: add.shape.subject,
    body: add.shape.body,
    startsAt: add.shape.startsAt,
    email: emailAsked,
    /** Whether its sender is known to be whom it says. */
    genuine: z.boolean(),
  }),
])

/** The same of a text. */
const smsFiled = z.union([
  z.object({ outgoingSmsId: uuid }),
  z.object({ conversationId: uuid, body: add.shape.body, startsAt: add.shape.startsAt }),
])

const plannedCall = z.object({
  model: z.enum(['contact', 'lead']),
  personId: uuid,
  subject: line(300),
  body: add.shape.body,
  purpose: line(200),
  startsAt: instant,
})

const deciders = { account, contact, lead, opportunity, ticket, conversation, user } as const

export const activityCommands = commandsOf(
  activity,
  (prepared) => ({
    'activity.add': {
      summary:
        'Log what was done, or plan what is to be done: a call, a task, an appointment, a note, an e-mail',
      ...prepared(
        add.omit({ mentioned: true, required: true }).extend({
          due: dueAsked.nullable().default(null),
          regarding: few.default([]),
          email: emailAsked.nullable().optional(),
        }),
        async (body, asking) => {
          const assigneeId = body.assigneeId === undefined ? personOf(asking) : body.assigneeId
          const { bookingPageId } = body
          await mustExist(
            'activity',
            { assigneeId, bookingPageId },
            { assigneeId: user, bookingPageId: bookingPage },
            asking,
          )
          if (body.followsId !== null && (await asking.access('activity', body.followsId)) === undefined)
            refuse('activity.follows-unknown', 'There is no such activity.', { field: 'followsId' })
          await mustBeInvitable(body.participants, asking)
          await mustBeFreeOutside({ ...body, assigneeId: assigneeId ?? null, responses: {} }, asking)
          const { email, ...rest } = body
          const head = email && (await headOf(email, body.followsId, asking))
          const known = email ? await peopleAt(addressesIn(email), asking) : []
          if (isCallToMake(body, asking.at))
            await mustBeReachable([...body.regarding, ...body.participants], 'phone', asking)
          return {
            ...rest,
            ...(head && { email: head }),
            participants: [...body.participants, ...known].slice(0, 100),
            due: body.due && (await dueOf(body.due, assigneeId, asking)),
            regarding: await whole(body.regarding, [], asking),
            mentioned: await mentionedIn(body.body, asking),
            required: (await activityRulesNow(asking)).requiredOfCall,
          }
        },
      ),
    },
    'activity.plan-call': {
      summary: 'Plan a call to somebody of a selection, for whoever they belong to',
      internal: true,
      permission: 'activity.add',
      ...prepared(plannedCall, async ({ model, personId, ...said }, asking) => {
        const person = { model, id: personId }
        const regarding = await whole([person], [], asking)
        await mustBeReachable([person], 'phone', asking)
        const found = (await asking.load<AnyDecider>(deciders[model] as never, personId)) as {
          ownerId?: string | null
          phone?: string | null
        }
        if (!found?.phone) refuse('activity.no-phone', 'They have no phone number.', { field: 'personId' })
        const assigneeId = found.ownerId ?? personOf(asking)
        return { ...said, kind: 'call', direction: 'outbound', done: false, assigneeId, regarding }
      }),
    },
    'activity.file-mail': {
      summary: 'File a mail that has come to a mailbox, or gone out of it',
      internal: true,
      ...prepared(mailFiled, (body, asking) =>
        'outgoingId' in body ? sentMail(body.outgoingId, asking) : cameMail(body, asking),
      ),
    },
    'activity.file-sms': {
      summary: 'File a text that has come to a number of ours, or gone out from it',
      internal: true,
      ...prepared(smsFiled, (body, asking) =>
        'outgoingSmsId' in body ? sentSms(body.outgoingSmsId, asking) : cameSms(body, asking),
      ),
    },
    'activity.file-letter': {
      summary: 'File a letter that was posted',
      internal: true,
      ...prepared(z.object({ letterId: uuid }), async ({ letterId }, asking) => {
        const sent = await asking.load(letter, letterId)
        if (!sent) refuse('activity.letter-unknown', 'There is no such letter.', { field: 'letterId' })
        const { contactId, subject, body } = sent
        const whom = await asking.load(contact, contactId)
        return {
          kind: 'letter' as const,
          assigneeId: null,
          direction: 'outbound' as const,
          subject,
          body,
          regarding: [
            { model: 'contact' as const, id: contactId },
            ...(whom?.accountId ? [{ model: 'account' as const, id: whom.accountId }] : []),
          ],
          participants: [{ model: 'contact' as const, id: contactId }],
        }
      }),
    },
    'activity.file-call': {
      summary: 'Log a call by one of our lines that is over',
      internal: true,
      ...prepared(z.object({ phoneCallId: uuid }), async ({ phoneCallId }, asking) => {
        const call = await asking.load(phoneCall, phoneCallId)
        if (!call) refuse('activity.call-unknown', 'There is no such call.', { field: 'phoneCallId' })
        const { direction, number, name, records, userId, startedAt, durationSeconds, note } = call
        const who = records.filter(({ model }) => model === 'contact' || model === 'lead')
        return {
          kind: 'call' as const,
          done: true,
          assigneeId: userId,
          direction,
          startsAt: startedAt,
          durationSeconds,
          outcome: outcomeOf(call.end),
          subject: `${direction === 'inbound' ? 'Call from' : 'Call to'} ${name ? `${name}, ${number}` : number}`,
          body: note,
          regarding: await whole(records, [], asking),
          participants: who as Participant[],
        }
      }),
    },
    'activity.repeat': {
      summary: 'Make the next of what comes again',
      internal: true,
      // What it says is taken from the one before, so that no copy of it has to wait in a saga.
      ...prepared(z.object({ followsId: uuid }), async ({ followsId }, { load }) => {
        const before = await load(activity, followsId)
        if (!before?.next)
          refuse('activity.follows-unknown', 'There is no such activity that comes again.', {
            field: 'followsId',
          })
        const { due: by, recurrence, remindAt } = before.next
        return { ...again(before), due: by, recurrence, remindAt, followsId }
      }),
    },
    'activity.change': {
      summary: 'Change what an activity says, when it is, what it regards or who takes part',
      ...prepared(change.omit({ mentioned: true }), async ({ due: by, ...body }, asking) => {
        const { state } = asking
        const invited = body.participants?.filter(
          ({ id }) => !state.participants.some((one) => one.id === id),
        )
        await mustBeInvitable(invited ?? [], asking)
        const { exclusive, startsAt, endsAt, participants } = body
        const time = changed<ActivityState>(state, { exclusive, startsAt, endsAt, participants })
        if (Object.keys(time).length > 0) await mustBeFreeOutside({ ...state, ...time }, asking)
        return {
          ...body,
          ...(by !== undefined && { due: by && (await dueOf(by, state.assigneeId, asking)) }),
          ...(body.regarding && { regarding: await whole(body.regarding, state.regarding, asking) }),
          mentioned: await mentionedIn(body.body, asking),
        }
      }),
    },
    'activity.link': {
      summary: 'Let it be about what its records have become, too',
      internal: true,
      ...prepared(commands['activity.link'], async (body, { load }) => {
        for (const [index, { model, id }] of body.records.entries())
          if ((await load<AnyDecider>(deciders[model] as never, id)) === undefined)
            refuse(`activity.${model}-unknown`, `There is no such ${model}.`, { field: `records.${index}` })
        return body
      }),
    },
    'activity.unlink': { summary: 'Let it be about what is there no more no longer', internal: true },
    'activity.assign': {
      summary: 'Give what is to be done to another user',
      ...prepared(commands['activity.assign'], async (body, asking) => {
        await mustExist('activity', body, { assigneeId: user }, asking)
        return body
      }),
    },
    'activity.complete': {
      summary: 'Say that it is done; what comes again is made anew for its next time',
      ...prepared(complete.omit({ mentioned: true, required: true }), async (body, asking) => ({
        ...body,
        mentioned: await mentionedIn(body.body, asking),
        required: (await activityRulesNow(asking)).requiredOfCall,
      })),
    },
    'activity.reopen': { summary: 'Take it up again: it is not done after all, or not cancelled' },
    'activity.cancel': { summary: 'Cancel what was planned, or withdraw what was written down' },
    'activity.respond': {
      summary: 'Accept or decline an invitation; of a contact, record what they answered',
    },
    'activity.note-reply': {
      summary: 'Say that an e-mail was answered',
      internal: true,
      ...prepared(commands['activity.note-reply'], async (body, asking) => {
        await mustExist('activity', body, { replyId: activity }, asking)
        return body
      }),
    },
    'activity.counter': {
      summary: 'Note that somebody who was invited asks for another time',
      internal: true,
      ...prepared(commands['activity.counter'], async (body, asking) => {
        await mustBeInvitable([body.participant], asking)
        return body
      }),
    },
    'activity.remind': { summary: 'Remind those who are to do it', internal: true },
    ...subjectCommands('activity'),
  }),
  { unique: (state) => timeHeld(state).map(timeClaim) },
)

/** A quarter of an hour of somebody's that one appointment has (107). */
const timeClaim = ({ userId, quarter }: { userId: string; quarter: number }) => ({
  kind: 'activity-time',
  value: `${userId} ${quarter}`,
})

/** @throws DomainError where somebody whose time it is to have is busy by their other calendar. */
async function mustBeFreeOutside(
  wanted: Pick<
    ActivityState,
    'exclusive' | 'startsAt' | 'endsAt' | 'assigneeId' | 'participants' | 'responses'
  >,
  { load }: Pick<Asking, 'load'>,
): Promise<void> {
  const { exclusive, startsAt, endsAt } = wanted
  if (!exclusive || startsAt === null || endsAt === null) return
  for (const userId of busyIn(wanted)) {
    const theirs = await load(personalCalendar, personalCalendarId(userId))
    if (theirs?.busy?.some((one) => one.startsAt < endsAt && one.endsAt > startsAt))
      conflict('activity.outside-busy', 'Somebody who takes part is busy then, by their other calendar.', {
        field: 'startsAt',
        id: userId,
      })
  }
}

/**
 * An e-mail with its conversation: what its header says began it, or the e-mail that it follows here; else it begins one.
 */
async function headOf(
  { msgid, inReplyTo, references, ...addressed }: EmailAsked,
  followsId: string | null,
  { id, load }: Pick<Asking, 'id' | 'load'>,
): Promise<EmailHead> {
  const before = followsId === null ? undefined : (await load(activity, followsId))?.email
  const first = references[0] ?? inReplyTo ?? msgid
  const threadId = before?.threadId ?? derivedId('email-thread', first ?? id)
  return { ...addressed, msgid, threadId }
}

const asMail = { kind: 'email', assigneeId: null } as const

type FiledMail = z.input<typeof fileMail>
type FiledSms = z.input<(typeof commands)['activity.file-sms']['schema']>

async function cameMail(
  { conversationId, genuine, email, ...said }: Extract<z.output<typeof mailFiled>, { email: unknown }>,
  asking: Asking,
): Promise<FiledMail> {
  await mustExist('activity', { conversationId }, { conversationId: conversation }, asking)
  const { inReplyTo: _, references: __, ...head } = email
  return {
    ...asMail,
    ...said,
    direction: 'inbound',
    email: { ...head, threadId: conversationId },
    regarding: [{ model: 'conversation', id: conversationId }],
    // Who only claims to be somebody takes part in nothing of theirs.
    participants: genuine ? await peopleAt(addressesIn(head), asking) : [],
  }
}

async function sentMail(outgoingId: string, asking: Asking): Promise<FiledMail> {
  const sent = await asking.load(outgoingMail, outgoingId)
  const box = sent && (await asking.load(mailbox, sent.mailboxId))
  const conversationId = sent?.conversationId
  const about = conversationId && (await asking.load(conversation, conversationId))
  if (!sent || !box || !conversationId || !about)
    refuse('activity.outgoing-unknown', 'There is no such mail.', { field: 'outgoingId' })
  const head = {
    from: { name: box.name, address: box.address },
    to: sent.to,
    cc: sent.cc,
    msgid: sent.msgid,
    threadId: conversationId,
  }
  return {
    ...asMail,
    startsAt: null,
    subject: sent.subject,
    body: sent.body,
    direction: 'outbound',
    email: head,
    regarding: [{ model: 'conversation', id: conversationId }, ...about.records],
    participants: await peopleAt(addressesIn(head), asking),
  }
}

const asSms = { kind: 'sms', assigneeId: null, subject: null } as const

async function cameSms(
  { conversationId, ...said }: Extract<z.output<typeof smsFiled>, { conversationId: string }>,
  asking: Asking,
): Promise<FiledSms> {
  const about = await asking.load(conversation, conversationId)
  if (!about?.number)
    refuse('activity.conversation-unknown', 'There is no such conversation by text.', {
      field: 'conversationId',
    })
  return {
    ...asSms,
    ...said,
    direction: 'inbound',
    regarding: [{ model: 'conversation', id: conversationId }],
    participants: await personAt(about.number, asking),
  }
}

async function sentSms(outgoingSmsId: string, asking: Asking): Promise<FiledSms> {
  const sent = await asking.load(outgoingSms, outgoingSmsId)
  const conversationId = sent?.conversationId
  const about = conversationId && (await asking.load(conversation, conversationId))
  if (!sent || !conversationId || !about)
    refuse('activity.outgoing-unknown', 'There is no such text.', { field: 'outgoingSmsId' })
  return {
    ...asSms,
    startsAt: null,
    body: sent.body,
    direction: 'outbound',
    regarding: [{ model: 'conversation', id: conversationId }, ...about.records],
    participants: sent.contactId === null ? [] : [{ model: 'contact', id: sent.contactId }],
  }
}

async function personAt(number: string, asking: Asking): Promise<Participant[]> {
  const id = await contactAt(number, asking)
  return id === undefined ? [] : [{ model: 'contact', id }]
}

/** Whom of ours, and of our customers as far as the asker may know of them, these addresses are. */
async function peopleAt(
  addresses: readonly string[],
  { holder, access, load }: Pick<Asking, 'holder' | 'access' | 'load'>,
): Promise<Participant[]> {
  const found = await Promise.all(
    addresses.map(async (address): Promise<Participant | undefined> => {
      const contactId = await holder(contactEmailClaim(address))
      if (contactId !== undefined && (await access('contact', contactId)) !== undefined)
        return { model: 'contact', id: contactId }
      const userId = await holder(emailClaim(address))
      const works = userId !== undefined && (await load(user, userId))?.active
      return works ? { model: 'user', id: userId } : undefined
    }),
  )
  return found.filter((one) => one !== undefined)
}

/** Whether somebody is to be called who was not yet; what was done can only be told. */
function isCallToMake(
  { kind, direction, done, startsAt }: Pick<z.output<typeof add>, 'kind' | 'direction' | 'done' | 'startsAt'>,
  at: string,
): boolean {
  if (kind !== 'call' || direction === 'inbound' || done === true) return false
  return done === false || (startsAt !== null && startsAt > at)
}

function personOf({ actor }: Pick<Asking, 'actor'>): string | null {
  return actor.kind === 'user' ? actor.id : null
}

function again(before: ActivityState): Omit<z.input<typeof repeat>, 'followsId' | 'recurrence'> {
  const { kind, subject, body, priority, regarding, participants, assigneeId } = before
  return {
    kind,
    subject,
    body,
    priority,
    regarding: [...regarding],
    participants: [...participants],
    assigneeId,
    // Whom it mentions was told of it the first time.
    mentioned: [],
  }
}

async function dueOf(
  { day, time = null, timeZone }: z.output<typeof dueAsked>,
  assigneeId: string | null,
  { load, zone }: Pick<Asking, 'load' | 'zone'>,
) {
  const theirs = assigneeId === null ? undefined : (await load(user, assigneeId))?.timeZone
  return { day, time, timeZone: timeZone ?? theirs ?? (await zone()) }
}

/**
 * What it regards with what that belongs to: a call about a deal is one with its contact and its account too. Who adds to
 * the story of a record is somebody who may act on it.
 */
async function whole(
  asked: readonly Regarded[],
  before: readonly Regarded[],
  asking: Pick<Asking, 'load' | 'access'>,
): Promise<Regarded[]> {
  for (const [index, { model, id }] of asked.entries()) {
    if (before.some((one) => one.id === id)) continue
    const field = `regarding.${index}`
    const access = await asking.access(model, id)
    if (access === undefined) refuse(`activity.${model}-unknown`, `There is no such ${model}.`, { field })
    if (access === 'read')
      refuse(`activity.${model}-read-only`, `This ${model} is shared with you for reading only.`, { field })
  }
  const all = [...asked]
  for (const { model, id } of all) {
    for (const one of belongsTo(await asking.load<AnyDecider>(deciders[model] as never, id)))
      if (!all.some((known) => known.id === one.id)) all.push(one)
  }
  return all
}

/** The records that a record names as those of its customer, or that it became. */
function belongsTo(state: unknown): Regarded[] {
  const { accountId, contactId, converted } = (state ?? {}) as Partial<
    Record<'accountId' | 'contactId', string | null>
  > & { converted?: { accountId: string | null; contactId: string; opportunityId: string } | null }
  const became = converted ?? { accountId: null, contactId: null, opportunityId: null }
  const named = [
    { model: 'opportunity' as const, id: became.opportunityId },
    { model: 'contact' as const, id: contactId ?? became.contactId },
    { model: 'account' as const, id: accountId ?? became.accountId },
  ]
  return named.flatMap(({ model, id }) => (id ? [{ model, id }] : []))
}

async function mustBeInvitable(
  participants: readonly Participant[],
  { load, access }: Pick<Asking, 'load' | 'access'>,
): Promise<void> {
  for (const [index, { model, id }] of participants.entries()) {
    const found = model === 'user' ? (await load(user, id))?.active : await access(model, id)
    if (!found)
      refuse(`activity.${model}-unknown`, `There is no such ${model}.`, { field: `participants.${index}` })
  }
}

/** Those whom a text mentions and who work here. */
async function mentionedIn(
  text: string | null | undefined,
  { load }: Pick<Asking, 'load'>,
): Promise<string[]> {
  const ids = mentionsIn(text)
  const users = await Promise.all(ids.map((id) => load(user, id)))
  return ids.filter((_, n) => users[n]?.active)
}
