import type { Ticket } from '../../api/models.ts'
import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'

export const priorities: readonly Choice[] = [
  { value: 'urgent', label: 'Urgent', tone: 'bad' },
  { value: 'high', label: 'High', tone: 'warn' },
  { value: 'normal', label: 'Normal', tone: 'neutral' },
  { value: 'low', label: 'Low', tone: 'neutral' },
]

export const ticket = resource<Ticket>()({
  model: 'ticket',
  path: 'tickets',
  one: 'ticket',
  many: 'tickets',
  title: ({ subject }) => subject,
  fields: [{ key: 'subject', label: 'Subject', kind: 'text', required: true }],
  columns: [],
  sort: 'dueAt',
  searchable: true,
  create: 'ticket.open',
  empty: 'Tickets are what customers ask of you.',
})
