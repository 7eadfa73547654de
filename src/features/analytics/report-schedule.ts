import { deliveryStep } from '../../api/analytics/report/delivery-step.ts'
import {
  reportDeliveryQueries,
  reportDeliveryTitles,
  reportScheduleQueries,
  reportScheduleTitles,
} from '../../api/analytics/report/schedule.ts'
import { reportDeliveryCommands, reportScheduleCommands } from '../../commands/analytics/report-schedule.ts'
import { reportDelivery as delivery } from '../../domain/analytics/report-delivery.ts'
import { reportSchedule as schedule } from '../../domain/analytics/report-schedule.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { reportDeliveryTable } from '../../projections/analytics/report-delivery.ts'
import { reportScheduleTable } from '../../projections/analytics/report-schedule.ts'
import { reportMail, reportTiming } from '../../sagas/analytics/report-schedule.ts'
import { feature } from '../feature.ts'

const who = { may: ['reportSchedule.*'] } as const

/** Reports that are sent by themselves; whoever gets one finds it, and can have that end. */
export const reportSchedule = feature({
  decider: schedule,
  resource: 'report-schedules',
  grants: ({ ownerId, recipientIds }) => [keyOf.user(ownerId), ...recipientIds.map((id) => keyOf.user(id))],
  authority: { manager: who, rep: who, agent: who },
  table: reportScheduleTable,
  commands: reportScheduleCommands,
  queries: reportScheduleQueries,
  titles: reportScheduleTitles,
  sagas: [reportTiming],
  ownership: { column: 'ownerId', command: 'reportSchedule.change' },
})

export const reportDelivery = feature({
  decider: delivery,
  resource: 'report-deliveries',
  grants: ({ ownerId, recipientId }) => [keyOf.user(ownerId), keyOf.user(recipientId)],
  authority: {
    manager: { may: ['reportDelivery.read'] },
    rep: { may: ['reportDelivery.read'] },
    agent: { may: ['reportDelivery.read'] },
  },
  table: reportDeliveryTable,
  commands: reportDeliveryCommands,
  queries: reportDeliveryQueries,
  titles: reportDeliveryTitles,
  sagas: [reportMail],
  effects: { 'reportDelivery.send': deliveryStep },
})
