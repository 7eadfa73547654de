import { ticket } from '../../domain/service/ticket.ts'
import { processManager, type Reaction } from '../process-manager.ts'

const own = ({ aggregateId }: { aggregateId: string }) => aggregateId
const over: Reaction<never> = { wake: { ask: null, remind: null } }

const requested = (id: string, reminder: boolean): Reaction<never> => ({
  send: [{ command: 'ticket.request-survey', id, body: { reminder } }],
})

/** When a ticket is closed, whoever asked is asked what they think of it, once, and once more where they do not answer. */
export const ticketSurvey = processManager()(ticket)({
  name: 'ticket-survey',
  version: 1,
  on: {
    'ticket.closed': {
      key: own,
      react: (_, { aggregateId }) => ({
        send: [{ command: 'ticket.plan-survey', id: aggregateId, body: {} }],
      }),
    },
    'ticket.survey-planned': {
      key: own,
      react: (_, { data: { askAt, remindAt } }) => ({ wake: { ask: askAt, remind: remindAt } }),
    },
    'ticket.survey-left-out': { key: own, react: () => over },
    'ticket.rated': { key: own, react: () => over },
    'ticket.reopened': { key: own, react: () => over },
  },
  wake: {
    ask: (_, __, { key }) => requested(key, false),
    remind: (_, __, { key }) => requested(key, true),
  },
})

/** The question goes out as a mail; cut off before that is noted it goes again, under the same Message-ID. */
export const ticketSurveyMail = processManager()(ticket)({
  name: 'ticket-survey-mail',
  version: 1,
  effect: 'ticket.send-survey',
  on: {
    'ticket.survey-requested': {
      key: own,
      react: (_, { aggregateId, data: { survey, reminder } }) => ({
        send: [{ command: 'ticket.send-survey', id: aggregateId, body: { survey, reminder } }],
      }),
    },
  },
})
