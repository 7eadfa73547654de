import { merged } from '../../domain/record.ts'
import { appointment, type GroupChoice } from '../../domain/service/appointment.ts'
import { boolean, instant, json, nullable, projection, text, uuid } from '../projection.ts'

export const appointmentTable = projection(appointment)({
  name: 'appointment',
  version: 1,
  label: ['title'],
  columns: {
    title: text,
    note: nullable(text),
    resourceId: uuid,
    serviceId: nullable(uuid),
    serviceOrderId: nullable(uuid),
    startsAt: instant,
    endsAt: instant,
    cancelled: boolean,
    /** Of a group, why it was this one. */
    choice: nullable(json<GroupChoice>()),
  },
  indexes: [['startsAt'], ['resourceId', 'startsAt'], ['serviceOrderId'], ['createdAt'], ['updatedAt']],
  on: {
    'appointment.booked': (_, { data: { seats: __, ...data } }) => ({ ...data, cancelled: false }),
    'appointment.moved': (row, { data: { resourceId, startsAt, endsAt } }) =>
      row && { ...row, resourceId, startsAt, endsAt },
    'appointment.changed': (row, { data }) => row && merged(row, data.changes),
    'appointment.cancelled': (row) => row && { ...row, cancelled: true },
  },
})
