import { enrolment } from '../../domain/marketing/enrolment.ts'
import { mailingRecipient } from '../../domain/marketing/mailing-recipient.ts'
import { lead } from '../../domain/sales/lead.ts'
import { within } from '../../domain/values/instant.ts'
import { cutTo } from '../../domain/values/text.ts'
import { processManager, type Reaction } from '../process-manager.ts'

interface Way {
  id: string
  from: number
  until: string | null
  person: { model: 'contact' | 'lead'; id: string }
}

/** So often it is asked whether a paused sequence goes on, in ms. */
const beat = 15 * 60_000

const advance = (id: string, from: number, name: string) => ({
  command: 'enrolment.advance',
  id,
  name,
  body: { from },
})

/** Goes on at once, and asks again in a while: where the sequence is paused, nothing comes of the first. */
const on = (way: Way, at: string, more: Reaction<Way>['send'] = []): Reaction<Way> => ({
  state: { ...way, until: null },
  send: [...more, advance(way.id, way.from, 'next')],
  wake: { go: within(Date.parse(at) + beat) },
})

const over = {
  key: ({ aggregateId }: { aggregateId: string }) => aggregateId,
  react: (): Reaction<Way> => ({ done: true }),
}
const own = ({ aggregateId }: { aggregateId: string }) => aggregateId

/** Takes somebody through a sequence, one step after the other: each is asked for once, however often it is begun again. */
export const sequenceWay = processManager<Way>()(enrolment)({
  name: 'sequence-way',
  version: 1,
  on: {
    'enrolment.begun': {
      key: own,
      react: (_, { aggregateId: id, data: { contactId, leadId }, occurredAt }) => {
        const model = contactId === null ? 'lead' : 'contact'
        return on({ id, from: 0, until: null, person: { model, id: contactId ?? leadId ?? '' } }, occurredAt)
      },
    },
    'enrolment.mail-due': {
      key: own,
      react: (way, { data: { step }, occurredAt }) =>
        way &&
        on({ ...way, from: step + 1 }, occurredAt, [
          {
            command: 'mailingRecipient.choose-for-step',
            name: 'mail',
            body: { enrolmentId: way.id, step },
          },
        ]),
    },
    'enrolment.task-due': {
      key: own,
      react: (way, { data: { step, subject, due, assigneeId }, occurredAt }) =>
        way &&
        on({ ...way, from: step + 1 }, occurredAt, [
          {
            command: 'activity.add',
            name: 'task',
            body: {
              kind: 'task',
              subject,
              due: { day: due },
              assigneeId,
              regarding: [way.person],
            },
          },
        ]),
    },
    'enrolment.checked': {
      key: own,
      react: (way, { data: { next }, occurredAt }) => way && on({ ...way, from: next }, occurredAt),
    },
    'enrolment.waited': {
      key: own,
      react: (way, { data: { step, until } }) =>
        way && { state: { ...way, from: step + 1, until }, wake: { go: until } },
    },
    'enrolment.relinked': {
      key: own,
      react: (way, { data: { links } }) =>
        way && links.contactId
          ? { state: { ...way, person: { model: 'contact', id: links.contactId } } }
          : undefined,
    },
    'enrolment.paused': { key: own, react: (way) => way && { state: way, wake: { go: null } } },
    'enrolment.resumed': {
      key: own,
      react: (way, { occurredAt }) =>
        way && {
          state: way,
          wake: { go: way.until !== null && way.until > occurredAt ? way.until : occurredAt },
        },
    },
    'enrolment.left': over,
    'enrolment.completed': over,
    'enrolment.erased': over,
  },
  wake: {
    go: (way, dueAt) => ({
      state: { ...way, until: null },
      send: [advance(way.id, way.from, dueAt)],
      wake: { go: within(Date.parse(dueAt) + beat) },
    }),
  },
  refused: {
    'activity.add': ({ id }, { code, message }) => noted(id, code, message),
    'mailingRecipient.choose-for-step': ({ id }, { code, message }) => noted(id, code, message),
  },
})

const noted = (id: string, code: string, message: string): Reaction<Way> => ({
  send: [
    {
      command: 'enrolment.note-refusal',
      id,
      body: { code: code.slice(0, 120), message: cutTo(message, 500) || code },
    },
  ],
})

const leave = (id: string, reason: string) => ({
  command: 'enrolment.leave',
  id,
  name: reason,
  body: { reason },
})

/** Whoever answers a mail of a sequence, wants no more of it or is not reached leaves it. */
export const sequenceAnswers = processManager<{ id: string }>()(mailingRecipient)({
  name: 'sequence-answers',
  version: 1,
  on: {
    'mailingRecipient.chosen': {
      key: ({ aggregateId, data: { enrolmentId } }) => (enrolmentId ? aggregateId : undefined),
      react: (_, { data: { enrolmentId } }) => (enrolmentId ? { state: { id: enrolmentId } } : undefined),
    },
    'mailingRecipient.replied': {
      key: own,
      react: (state) => state && { send: [leave(state.id, 'replied')] },
    },
    'mailingRecipient.unsubscribed': {
      key: own,
      react: (state) => state && { send: [leave(state.id, 'opted-out')] },
    },
    'mailingRecipient.failed': {
      key: own,
      react: (state, { data: { hard } }) =>
        state && hard ? { send: [leave(state.id, 'bounced')] } : undefined,
    },
  },
})

/** A lead that is converted leaves the sequences in which it is. */
export const sequenceConversion = processManager<{ ids: readonly string[] }>()(enrolment, lead)({
  name: 'sequence-conversion',
  version: 1,
  on: {
    'enrolment.begun': {
      key: ({ data: { leadId } }) => leadId ?? undefined,
      react: (state, { aggregateId }) => ({ state: { ids: [...(state?.ids ?? []), aggregateId] } }),
    },
    'lead.converted': {
      key: own,
      react: (state) =>
        state && {
          done: true,
          send: state.ids.map((id) => ({ ...leave(id, 'converted'), name: id })),
        },
    },
  },
})

const came = {
  key: own,
  react: (_: unknown, { aggregateId: leadId }: { aggregateId: string }): Reaction<never> => ({
    send: [{ command: 'enrolment.begin', name: 'stage', body: { leadId } }],
    done: true,
  }),
}

/** A lead that comes to a stage enters the sequences that begin there. */
export const sequenceStages = processManager()(lead)({
  name: 'sequence-stages',
  version: 1,
  effect: 'enrolment.begin',
  on: {
    'lead.captured': came,
    'lead.claimed': came,
    'lead.assigned': came,
    'lead.qualified': came,
    'lead.disqualified': came,
    'lead.recycled': came,
    'lead.woken': came,
    'lead.reopened': came,
  },
})
