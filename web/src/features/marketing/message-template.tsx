import { lazy } from 'react'
import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { Tag } from '../../ui/values.tsx'
import { messageTemplate as entry, type MessageTemplate } from './message-template.entry.ts'

export const messageTemplate = resource<MessageTemplate>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'subject', label: 'Subject', kind: 'text', required: true },
    {
      key: 'body',
      label: 'Text',
      kind: 'long-text',
      required: true,
      hint: 'Hello {{ person.firstName | default: "there" }} … {% if person.country == "DE" %} … {% endif %} … [words](https://example.com)',
    },
    { key: 'version', label: 'Version', kind: 'number', fixed: true, width: 80 },
    { key: 'publishedAt', label: 'Published', kind: 'instant', fixed: true, sortable: true, width: 140 },
    { key: 'draft', label: 'Written on since', kind: 'yes-no', fixed: true, filter: true, width: 130 },
    archivedField,
  ],
  columns: ['subject', 'version', 'draft', 'publishedAt'],
  sort: 'name',
  searchable: true,
  change: 'messageTemplate.change',
  archive: 'messageTemplate.archive',
  state: ({ version }) => version === 0 && <Tag tone="warn">Never published</Tag>,
  empty:
    'A template is a text that is sent to many, with what is known of each filled in. Write the first one.',
  Page: lazy(async () => ({ default: (await import('./message-template/page.tsx')).MessageTemplatePage })),
})
