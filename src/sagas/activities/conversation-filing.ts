import { conversation } from '../../domain/activities/conversation.ts'
import type { FiledUnder } from '../../domain/activities/filed-under.ts'
import { processManager, type Send } from '../process-manager.ts'

interface Mail {
  id: string
  held: boolean
  /** Whether it is an answer somebody has written to us. */
  isAnswer: boolean
}

interface Filing {
  /** Whether its first mail opens a ticket. */
  tickets: boolean
  /** The ticket that its first mail has opened. */
  ticketId: string | null
  openedBy: string | null
  records: readonly FiledUnder[]
  mails: readonly Mail[]
}

/** Of a conversation, so many mails are filed anew when it is. */
const most = 500

/** Files each mail with the records of its conversation, once nothing speaks against its sender; opens tickets, and goes on with them. */
export const conversationFiling = processManager<Filing>()(conversation)({
  name: 'conversation-filing',
  version: 1,
  on: {
    'conversation.begun': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { data: { tickets } }) => ({
        state: { tickets, ticketId: null, openedBy: null, records: [], mails: [] },
      }),
    },
    'conversation.message-added': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { aggregateId, data: { activityId: id, direction, automatic, held } }, { made }) => {
        if (!state) return undefined
        const isAnswer = direction === 'inbound' && automatic === null
        const mails = [...state.mails, { id, held, isAnswer }].slice(-most)
        const opens = state.tickets && state.ticketId === null && isAnswer
        const news = { ...state, mails }
        if (!opens)
          return {
            state: news,
            send: held ? [] : [...linked(id, state.records), ...answered(state, { id, isAnswer })],
          }
        // Who writes gets a ticket, whoever they are; held is only what would be filed with a customer.
        const ticketId = made('ticket')
        const records = [{ model: 'ticket' as const, id: ticketId }]
        return {
          state: { ...news, ticketId, openedBy: id },
          send: [
            ...(held ? [] : linked(id, state.records)),
            {
              command: 'ticket.open-by-mail',
              name: 'ticket',
              body: { activityId: id, conversationId: aggregateId },
            },
            { command: 'conversation.file', id: aggregateId, body: { records, by: 'ticket' } },
          ],
        }
      },
    },
    'conversation.accepted': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { data: { activityIds } }) => {
        if (!state) return undefined
        const mails = state.mails.map((one) => ({ ...one, held: one.held && !activityIds.includes(one.id) }))
        const free = mails.filter(({ id }) => activityIds.includes(id))
        return {
          state: { ...state, mails },
          send: free.flatMap((one) => [...linked(one.id, state.records), ...answered(state, one)]),
        }
      },
    },
    'conversation.filed': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { data: { records } }) => {
        if (!state) return undefined
        const tickets = records.filter(({ model }) => model === 'ticket')
        return {
          state: { ...state, records: [...state.records, ...records] },
          send: state.mails.flatMap(({ id, held }) => {
            if (!held) return linked(id, records)
            // What a ticket was made of is seen with it.
            return id === state.openedBy ? linked(id, tickets) : []
          }),
        }
      },
    },
    // Its ticket was merged: answers belong to the one that it is part of.
    'conversation.relinked': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { data: { oldId, newId, links } }) =>
        state && {
          state: {
            ...state,
            records: links.records ?? state.records,
            ticketId: state.ticketId === oldId ? newId : state.ticketId,
          },
        },
    },
    'conversation.taken-off': {
      key: ({ aggregateId }) => aggregateId,
      react: (state, { data: { records } }) =>
        state && {
          state: {
            ...state,
            records: state.records.filter(({ id }) => !records.some((one) => one.id === id)),
          },
          send: state.mails.map(({ id }) => ({
            command: 'activity.unlink',
            id,
            name: `${id}/off`,
            body: { records },
          })),
        },
    },
  },
  // It was withdrawn, or its person was erased.
  refused: { 'activity.link': () => undefined, 'activity.unlink': () => undefined },
})

function linked(id: string, records: readonly FiledUnder[]): Send[] {
  return records.length === 0
    ? []
    : [{ command: 'activity.link', id, name: `${id}/${records[0]?.id}`, body: { records } }]
}

/** A ticket of its own goes on with what its requester writes. */
function answered({ ticketId, openedBy }: Filing, { id, isAnswer }: Pick<Mail, 'id' | 'isAnswer'>): Send[] {
  return ticketId === null || id === openedBy || !isAnswer
    ? []
    : [{ command: 'ticket.reply-by-mail', id: ticketId, name: `${id}/reply`, body: { activityId: id } }]
}
