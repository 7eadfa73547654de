import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict } from '../error.ts'
import { creates, versioned } from '../event.ts'
import { withLinks } from '../linking.ts'
import { personal } from '../personal.ts'
import { workflowCited } from '../settings/workflow.ts'
import { type AboutPerson, subject as subjectOf } from '../subject.ts'
import { day } from '../values/day.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { templateUse } from '../values/template-use.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { leftOutReason } from './sending.ts'
import { sendingBasis } from './sending-rules.ts'

export const subjectVariant = z.enum(['a', 'b']).register(vocabulary, { id: 'SubjectVariant' })

/** By which way somebody of a mailing is written to. */
export const mailingChannel = z.enum(['email', 'sms', 'post']).register(vocabulary, { id: 'MailingChannel' })

/** Which greeting it is, and of which day: nobody gets it twice in a year. */
const greeted = z.object({ greetingId: uuid, day }).register(vocabulary, { id: 'Greeted' })

/** By which action of which run of the workflow it is sent: its rule in which version, and the event that began it. */
const causedBy = z
  .object({ runId: uuid, step: count, rule: workflowCited, eventType: line(100) })
  .register(vocabulary, { id: 'CausedByWorkflow' })

/** Which item of the library it is, as it was then. */
const content = z
  .object({ contentItemId: uuid, name: line(120), url: z.url().max(1_000) })
  .register(vocabulary, { id: 'SentContent' })

const chosen = z.object({
  channel: mailingChannel,
  /** What it is of: a mailing, a step of a sequence, a greeting, a rule of the workflow, or an item of the library. */
  mailingId: uuid.nullable(),
  enrolmentId: uuid.nullable(),
  step: count.nullable(),
  greeted: greeted.nullable(),
  workflow: causedBy.nullable(),
  content: content.nullable(),
  /** Null: it is of none, as greetings are. */
  campaignId: uuid.nullable(),
  contactId: uuid.nullable(),
  leadId: uuid.nullable(),
  /** Whose customer they are. */
  ownerId: uuid.nullable(),
  /** What for, and why they may be written to. */
  purpose: line(80),
  basis: sendingBasis,
  /** Why they get nothing; null: they are written to. */
  leftOut: leftOutReason.nullable(),
  /** Which text they get: null, the one for all. */
  variant: line(60).nullable(),
  subject: subjectVariant,
  template: templateUse,
  /** When it may go: quiet hours are over. */
  sendAt: instant,
})

const person = subjectOf('mailingRecipient')
const nothing = z.object({})
/** `bounced`: a mail came back, and `hard` for good; `undelivered`: a text did not arrive. */
export const deliveryFailure = z
  .enum(['refused', 'doubtful', 'bounced', 'stopped', 'undelivered'])
  .register(vocabulary, { id: 'DeliveryFailure' })
const failed = z.object({ is: deliveryFailure, hard: z.boolean(), reason: personal(line(500)).nullable() })
/** `machine`: whatever fetched it is known to fetch what nobody has opened. */
const opened = z.object({ machine: z.boolean() })
const clicked = z.object({ link: personal(line(2_000)), machine: z.boolean() })
const replied = z.object({ activityId: uuid, conversationId: uuid })
const unsubscribed = z.object({
  /** What from; null: from all. */
  purpose: line(80).nullable(),
  by: z.enum(['one-click', 'page']).register(vocabulary, { id: 'UnsubscribedBy' }),
})

const events = {
  'mailingRecipient.chosen': versioned(creates(chosen), 3, {
    1: (data) => ({ ...data, channel: 'email' }),
    2: (data) => ({ ...data, greeted: null, workflow: null, content: null }),
  }),
  'mailingRecipient.sent': nothing,
  /** Of a text: its gateway says that it has arrived. */
  'mailingRecipient.delivered': nothing,
  'mailingRecipient.failed': failed,
  'mailingRecipient.opened': opened,
  'mailingRecipient.clicked': clicked,
  'mailingRecipient.replied': replied,
  'mailingRecipient.unsubscribed': unsubscribed,
  /** A lead was made of their response. */
  'mailingRecipient.converted': z.object({ madeLeadId: uuid }),
  ...person.events,
}

const commands = {
  'mailingRecipient.choose': creates(chosen),
  'mailingRecipient.choose-for-step': creates(chosen),
  'mailingRecipient.choose-for-greeting': creates(chosen),
  'mailingRecipient.choose-for-run': creates(chosen),
  'mailingRecipient.send-content': creates(chosen),
  'mailingRecipient.note-sent': nothing,
  'mailingRecipient.note-delivery': nothing,
  'mailingRecipient.note-failure': failed,
  'mailingRecipient.note-open': opened,
  'mailingRecipient.note-click': clicked,
  'mailingRecipient.note-reply': replied,
  'mailingRecipient.unsubscribe': unsubscribed,
  'mailingRecipient.convert': z.object({ madeLeadId: uuid }),
  ...person.commands,
}

export interface MailingRecipientState extends AboutPerson, z.output<typeof chosen> {
  status: 'left-out' | 'waiting' | 'sent' | 'delivered' | z.output<typeof deliveryFailure>
  opened: boolean
  machineOpened: boolean
  clicks: number
  repliedIds: readonly string[]
  unsubscribed: boolean
  madeLeadId: string | null
}

/** So many clicks of one person are noted; what goes on after them is a machine. */
const mostClicks = 50

const own = decider<MailingRecipientState>()({
  name: 'mailingRecipient',
  events,
  commands,
  evolve: {
    'mailingRecipient.chosen': (_, data) => ({
      ...data,
      status: data.leftOut ? 'left-out' : 'waiting',
      opened: false,
      machineOpened: false,
      clicks: 0,
      repliedIds: [],
      unsubscribed: false,
      madeLeadId: null,
    }),
    'mailingRecipient.sent': (state) => ({ ...state, status: 'sent' }),
    'mailingRecipient.delivered': (state) => ({ ...state, status: 'delivered' }),
    'mailingRecipient.failed': (state, { is }) => ({ ...state, status: is }),
    'mailingRecipient.opened': (state, { machine }) =>
      machine ? { ...state, machineOpened: true } : { ...state, opened: true },
    'mailingRecipient.clicked': (state) => ({ ...state, clicks: state.clicks + 1 }),
    'mailingRecipient.replied': (state, { activityId }) => ({
      ...state,
      repliedIds: [...state.repliedIds, activityId],
    }),
    'mailingRecipient.unsubscribed': (state) => ({ ...state, unsubscribed: true }),
    'mailingRecipient.converted': (state, data) => ({ ...state, ...data }),
    ...person.evolve,
  },
  decide: {
    'mailingRecipient.choose': (_, input) => [{ type: 'mailingRecipient.chosen', data: input }],
    'mailingRecipient.choose-for-step': (_, input) => [{ type: 'mailingRecipient.chosen', data: input }],
    'mailingRecipient.choose-for-greeting': (_, input) => [{ type: 'mailingRecipient.chosen', data: input }],
    'mailingRecipient.send-content': (_, input) => [{ type: 'mailingRecipient.chosen', data: input }],
    'mailingRecipient.choose-for-run': (_, input) => [{ type: 'mailingRecipient.chosen', data: input }],
    'mailingRecipient.note-sent': ({ status }) =>
      status === 'waiting' ? [{ type: 'mailingRecipient.sent', data: {} }] : [],
    // What was in doubt has arrived all the same.
    'mailingRecipient.note-delivery': ({ status }) =>
      status === 'sent' || status === 'doubtful' || status === 'waiting'
        ? [{ type: 'mailingRecipient.delivered', data: {} }]
        : [],
    'mailingRecipient.note-failure': ({ status }, input) =>
      status === input.is || status === 'left-out' ? [] : [{ type: 'mailingRecipient.failed', data: input }],
    // The first of each kind: how often a program fetches a picture says nothing of anybody.
    'mailingRecipient.note-open': (state, input) =>
      state.status === 'left-out' || (input.machine ? state.machineOpened : state.opened)
        ? []
        : [{ type: 'mailingRecipient.opened', data: input }],
    'mailingRecipient.note-click': (state, input) =>
      state.status === 'left-out' || state.clicks >= mostClicks
        ? []
        : [{ type: 'mailingRecipient.clicked', data: input }],
    'mailingRecipient.note-reply': ({ repliedIds }, input) =>
      repliedIds.includes(input.activityId) || repliedIds.length >= 20
        ? []
        : [{ type: 'mailingRecipient.replied', data: input }],
    'mailingRecipient.unsubscribe': (state, input) =>
      state.unsubscribed && input.purpose !== null
        ? []
        : [{ type: 'mailingRecipient.unsubscribed', data: input }],
    'mailingRecipient.convert': (state, input) => {
      if (state.madeLeadId === input.madeLeadId) return []
      if (state.madeLeadId !== null)
        conflict('mailingRecipient.converted', 'A lead was made of this response already.')
      return [{ type: 'mailingRecipient.converted', data: input }]
    },
    ...person.decide,
  },
})

/** Somebody whom something was for: what they were sent, or why nothing, and what they did with it. */
export const mailingRecipient = withLinks(
  'mailingRecipient',
  own,
  z.object({ contactId: uuid.nullable(), leadId: uuid.nullable(), ownerId: uuid.nullable() }),
)
