import { lazy } from 'react'
import { resource } from '../../records/resource.ts'
import { Tag } from '../../ui/values.tsx'
import { type Appointment, appointment as entry } from './appointment.entry.ts'

export const appointment = resource<Appointment>(entry)({
  title: ({ title }) => title,
  state: ({ cancelled }) => cancelled && <Tag tone="neutral">Cancelled</Tag>,
  fields: [
    { key: 'title', label: 'For', kind: 'text', required: true },
    {
      key: 'resourceId',
      label: 'Resource',
      kind: 'ref',
      model: 'resource',
      fixed: true,
      filter: true,
      width: 170,
    },
    { key: 'startsAt', label: 'From', kind: 'instant', fixed: true, sortable: true, width: 130 },
    { key: 'endsAt', label: 'Until', kind: 'instant', fixed: true, width: 130 },
    { key: 'serviceId', label: 'Service', kind: 'ref', model: 'service', fixed: true, width: 150 },
    { key: 'serviceOrderId', label: 'Order', kind: 'ref', model: 'serviceOrder', fixed: true, width: 150 },
    { key: 'note', label: 'Note', kind: 'long-text' },
    { key: 'cancelled', label: 'Cancelled', kind: 'yes-no', fixed: true, filter: true, width: 90 },
  ],
  columns: ['resourceId', 'startsAt', 'endsAt', 'serviceOrderId'],
  sort: 'startsAt',
  searchable: true,
  change: 'appointment.change',
  final: ({ cancelled }) => cancelled,
  empty: 'Appointments are booked on the service board, and on the page of a service order.',
  Page: lazy(async () => ({ default: (await import('./appointment/page.tsx')).AppointmentPage })),
})
