import { z } from 'zod'
import { appointment, groupChoice } from '../../domain/service/appointment.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { appointmentTable } from '../../projections/service/appointment.ts'
import { resourceTable } from '../../projections/service/resource.ts'
import { serviceTable } from '../../projections/service/service.ts'
import { serviceOrderTable } from '../../projections/service/service-order.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

export const appointmentQueries = recordQueries(appointmentTable)({
  resource: 'appointments',
  summary: 'Appointments of resources by time, resource and order',
  row: z.object({
    title: z.string(),
    note: z.string().nullable(),
    resourceId: uuid,
    serviceId: uuid.nullable(),
    serviceOrderId: uuid.nullable(),
    startsAt: instant,
    endsAt: instant,
    cancelled: z.boolean(),
    choice: groupChoice.nullable().describe('Of a group, who could have got it; null: nobody was chosen.'),
  }),
  references: { resourceId: resourceTable, serviceId: serviceTable, serviceOrderId: serviceOrderTable },
  filters: { resourceId: uuid, serviceId: uuid, serviceOrderId: uuid, cancelled: flag },
  ranges: { startsAt: instant, endsAt: instant },
  sorts: ['startsAt', 'createdAt', 'updatedAt'],
  search: ['title', 'resourceId'],
})

export const appointmentTitles = titlesOf(appointment, {
  'appointment.booked': ({ data }) =>
    data.choice
      ? `Booked for ${data.title}, for who of the group had least to do`
      : `Booked for ${data.title}`,
  'appointment.moved': ({ data, before }) =>
    data.resourceId === before.resourceId
      ? `Moved from ${before.startsAt} to ${data.startsAt}`
      : `Given to another, at ${data.startsAt}`,
  'appointment.changed': ({ data: { changes } }) =>
    changes.title ? `Called ${changes.title}` : 'Note changed',
  'appointment.cancelled': ({ data }) => (data.reason ? `Cancelled: ${data.reason}` : 'Cancelled'),
})
