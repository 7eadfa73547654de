import { reportDelivery } from '../../domain/analytics/report-delivery.ts'
import { reportSchedule } from '../../domain/analytics/report-schedule.ts'
import { processManager, type Reaction } from '../process-manager.ts'

const own = ({ aggregateId }: { aggregateId: string }) => aggregateId
const watched = (next: string | null): Reaction<never> => ({ wake: { due: next } })

/** Orders what is due for each who gets it, once for each time it is due, however late it comes to it (REP-06). */
export const reportTiming = processManager()(reportSchedule)({
  name: 'report-timing',
  version: 1,
  on: {
    'reportSchedule.created': { key: own, react: (_, { data }) => watched(data.next) },
    'reportSchedule.changed': { key: own, react: (_, { data }) => watched(data.next) },
    'reportSchedule.restored': { key: own, react: (_, { data }) => watched(data.next) },
    'reportSchedule.archived': { key: own, react: () => watched(null) },
    'reportSchedule.fell-due': {
      key: own,
      react: (_, { aggregateId: scheduleId, data: { reportId, format, recipientIds, dueAt, next } }) => ({
        ...watched(next),
        send: recipientIds.map((recipientId) => ({
          command: 'reportDelivery.order',
          name: recipientId,
          body: { scheduleId, reportId, format, asOf: dueAt, recipientId },
        })),
      }),
    },
  },
  wake: {
    due: (_, __, { key }) => ({ send: [{ command: 'reportSchedule.fall-due', id: key, body: {} }] }),
  },
})

/** It goes out as a mail; cut off before that is noted it goes again, under the same Message-ID. */
export const reportMail = processManager()(reportDelivery)({
  name: 'report-mail',
  version: 1,
  effect: 'reportDelivery.send',
  on: {
    'reportDelivery.ordered': {
      key: own,
      react: (_, { aggregateId }) => ({
        send: [{ command: 'reportDelivery.send', id: aggregateId, body: {} }],
        done: true,
      }),
    },
  },
})
