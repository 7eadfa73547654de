import { lazy } from 'react'
import { archivedField, type Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { webhook as entry, type Webhook } from './webhook.entry.ts'

export const statuses: readonly Choice[] = [
  { value: 'active', label: 'Active', tone: 'good' },
  { value: 'paused', label: 'Paused', tone: 'neutral' },
  { value: 'disabled', label: 'Disabled', tone: 'bad' },
]

export const webhook = resource<Webhook>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'url',
      label: 'Address',
      kind: 'text',
      required: true,
      width: 280,
      hint: 'Where events are told to: https://…',
    },
    {
      key: 'types',
      label: 'Events',
      kind: 'words',
      required: true,
      choices: ['lead.*', 'opportunity.*', 'quote.*', 'order.*', 'account.*', 'contact.*', 'ticket.*'],
      hint: 'Types such as lead.captured, or all of a kind: lead.*',
    },
    {
      key: 'status',
      label: 'State',
      kind: 'choice',
      choices: statuses,
      fixed: true,
      filter: true,
      width: 110,
    },
    { key: 'disabledBecause', label: 'Disabled because', kind: 'text', fixed: true },
    { key: 'ownerId', label: 'With the rights of', kind: 'ref', model: 'user', fixed: true, width: 150 },
    archivedField,
  ],
  columns: ['url', 'status', 'ownerId'],
  sort: 'name',
  searchable: true,
  change: 'webhook.change',
  archive: 'webhook.archive',
  empty:
    'A webhook tells another program what happens here, as it happens, with the rights of who sets it up. Create the first one.',
  Page: lazy(async () => ({ default: (await import('./webhook/page.tsx')).WebhookPage })),
})
