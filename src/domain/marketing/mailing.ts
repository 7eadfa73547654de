import { z } from 'zod'
import { criterion } from '../criteria/criterion.ts'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates, versioned } from '../event.ts'
import { changed, merged } from '../record.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { letterForm } from '../values/letter-form.ts'
import { templateUse } from '../values/template-use.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { sendingBasis } from './sending-rules.ts'

/** Another text for those a criterion holds of; the first that does. */
export const mailingVariant = z
  .object({ name: line(60), where: criterion, templateId: uuid })
  .register(vocabulary, { id: 'MailingVariant' })

const fields = z.object({
  name: line(120),
  campaignId: uuid,
  listId: uuid,
  /** Where it is from: a mailbox, or, of what goes by text, a number of ours. */
  mailboxId: uuid.nullable(),
  numberId: uuid.nullable(),
  /** Of what goes by post: how its letters are laid out. */
  letterForm: letterForm.nullable(),
  /** What for: one of those of the sending policy. */
  purpose: line(80),
  templateId: uuid,
  variants: z.array(mailingVariant).max(10),
  /** Half of them, by lot, get this subject; null: all get that of the template. */
  otherSubject: line(300).nullable(),
})
const changes = fields.omit({ campaignId: true })

/** Whose rights count when it goes out. */
const asker = z.object({ userId: uuid, keyId: uuid.nullable() })

const started = z.object({
  batchId: uuid,
  /** How many were in the list then; who, its batch says for ever. */
  total: count,
  /** What is sent, as it was published then. */
  template: templateUse,
  variants: z.array(z.object({ name: line(60), template: templateUse })),
  basis: sendingBasis,
})

const nothing = z.object({})
const reason = z.object({ reason: line(300).nullable() })

const events = {
  'mailing.created': versioned(creates(fields), 2, {
    1: (data) => ({ ...data, numberId: null, letterForm: null }),
  }),
  'mailing.changed': z.object({ changes: changes.partial() }),
  'mailing.scheduled': z.object({ at: instant, asker }),
  'mailing.unscheduled': nothing,
  'mailing.started': started,
  'mailing.paused': nothing,
  'mailing.resumed': nothing,
  /** What has not gone by then does not go. */
  'mailing.stopped': reason,
  /** Each of the list was either written to or left out. */
  'mailing.completed': nothing,
}

const commands = {
  'mailing.create': creates(
    fields.extend({
      mailboxId: fields.shape.mailboxId.default(null),
      numberId: fields.shape.numberId.default(null),
      letterForm: fields.shape.letterForm.default(null),
      variants: fields.shape.variants.default([]),
      otherSubject: fields.shape.otherSubject.default(null),
    }),
  ),
  'mailing.change': changes.partial(),
  'mailing.schedule': z.object({ at: instant, asker }),
  'mailing.unschedule': nothing,
  'mailing.start': started,
  'mailing.pause': nothing,
  'mailing.resume': nothing,
  'mailing.stop': reason.partial().extend({ reason: reason.shape.reason.default(null) }),
  'mailing.complete': nothing,
}

export const mailingStatuses = ['draft', 'scheduled', 'sending', 'paused', 'stopped', 'done'] as const
export type MailingStatus = (typeof mailingStatuses)[number]

export interface MailingState extends z.output<typeof fields> {
  status: MailingStatus
  scheduledAt: string | null
  asker: z.output<typeof asker> | null
  started: z.output<typeof started> | null
  /** Whether everybody of the list was either written to or left out. */
  chosen: boolean
}

/** A mail, a text or a letter that goes to all of a list for a campaign: to each once, or it is said why not. */
export const mailing = decider<MailingState>()({
  name: 'mailing',
  events,
  commands,
  evolve: {
    'mailing.created': (_, data) => ({
      ...data,
      status: 'draft',
      scheduledAt: null,
      asker: null,
      started: null,
      chosen: false,
    }),
    'mailing.changed': (state, data) => merged(state, data.changes),
    'mailing.scheduled': (state, { at, asker: by }) => ({
      ...state,
      status: 'scheduled',
      scheduledAt: at,
      asker: by,
    }),
    'mailing.unscheduled': (state) => ({ ...state, status: 'draft', scheduledAt: null, asker: null }),
    'mailing.started': (state, data) => ({ ...state, status: 'sending', started: data }),
    'mailing.paused': (state) => ({ ...state, status: 'paused' }),
    'mailing.resumed': (state) => ({ ...state, status: state.chosen ? 'done' : 'sending' }),
    'mailing.stopped': (state) => ({ ...state, status: 'stopped' }),
    'mailing.completed': (state) => ({
      ...state,
      chosen: true,
      status: state.status === 'paused' ? 'paused' : 'done',
    }),
  },
  decide: {
    'mailing.create': (_, input) => {
      mustBeFromOne(input)
      return [{ type: 'mailing.created', data: input }]
    },
    'mailing.change': (state, input) => {
      if (state.status !== 'draft')
        conflict('mailing.not-draft', 'It is to go out, or has: take it off its schedule first.')
      const news = changed<z.output<typeof changes>>(state, input)
      mustBeFromOne({ ...state, ...news })
      return Object.keys(news).length > 0 ? [{ type: 'mailing.changed', data: { changes: news } }] : []
    },
    'mailing.schedule': (state, input, { at }) => {
      if (state.status !== 'draft' && state.status !== 'scheduled')
        conflict('mailing.begun', 'It goes out already, or has gone.')
      if (input.at < at) refuse('mailing.past', 'It goes out at an instant to come.', { field: 'at' })
      return state.scheduledAt === input.at ? [] : [{ type: 'mailing.scheduled', data: input }]
    },
    'mailing.unschedule': ({ status }) => {
      if (status === 'draft') return []
      if (status !== 'scheduled') conflict('mailing.begun', 'It goes out already, or has gone.')
      return [{ type: 'mailing.unscheduled', data: {} }]
    },
    'mailing.start': ({ status }, input) => {
      if (status !== 'scheduled') conflict('mailing.not-scheduled', 'It is not to go out.')
      return [{ type: 'mailing.started', data: input }]
    },
    'mailing.pause': ({ status }) => {
      if (status === 'paused') return []
      if (status !== 'sending' && status !== 'done') conflict('mailing.not-sending', 'It is not going out.')
      return [{ type: 'mailing.paused', data: {} }]
    },
    'mailing.resume': ({ status }) => {
      if (status === 'sending' || status === 'done') return []
      if (status !== 'paused') conflict('mailing.not-paused', 'It is not paused.')
      return [{ type: 'mailing.resumed', data: {} }]
    },
    'mailing.stop': ({ status }, input) =>
      status === 'stopped' ? [] : [{ type: 'mailing.stopped', data: input }],
    'mailing.complete': ({ status, chosen }) =>
      !chosen && (status === 'sending' || status === 'paused')
        ? [{ type: 'mailing.completed', data: {} }]
        : [],
  },
})

function mustBeFromOne({
  mailboxId,
  numberId,
  letterForm: form,
  otherSubject,
}: Pick<z.output<typeof fields>, 'mailboxId' | 'numberId' | 'letterForm' | 'otherSubject'>): void {
  if ([mailboxId, numberId, form].filter((one) => one !== null).length !== 1)
    refuse('mailing.from', 'It goes by mail from a mailbox, by text from a number, or by post.', {
      field: 'mailboxId',
    })
  if (numberId !== null && otherSubject !== null)
    refuse('mailing.no-subject', 'A text has no subject.', { field: 'otherSubject' })
}

/** By which way it goes. */
export const channelOf = ({
  numberId,
  letterForm: form,
}: Pick<MailingState, 'numberId' | 'letterForm'>): 'email' | 'sms' | 'post' =>
  form !== null ? 'post' : numberId !== null ? 'sms' : 'email'
