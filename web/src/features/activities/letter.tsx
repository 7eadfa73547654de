import { lazy } from 'react'
import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { Nothing } from '../../ui/values.tsx'
import { letterForms } from './letter/forms.ts'
import { postAction } from './letter/post-action.ts'
import { letter as entry, type Letter } from './letter.entry.ts'

const statuses: readonly Choice[] = [
  { value: 'written', label: 'Written', tone: 'neutral' },
  { value: 'posted', label: 'Posted', tone: 'good' },
  { value: 'returned', label: 'Came back', tone: 'bad' },
]

export const letter = resource<Letter>(entry)({
  title: ({ subject }) => subject ?? undefined,
  fields: [
    {
      key: 'contactId',
      label: 'To',
      kind: 'ref',
      model: 'contact',
      required: true,
      once: true,
      filter: true,
    },
    {
      key: 'form',
      label: 'Sheet and window',
      kind: 'choice',
      choices: letterForms,
      once: true,
      required: true,
    },
    { key: 'subject', label: 'Subject', kind: 'text', required: true, once: true },
    { key: 'body', label: 'Letter', kind: 'long-text', required: true, once: true },
    {
      key: 'address',
      label: 'In the window',
      kind: 'shown',
      show: (row) => (row as Letter).address?.join(', ') ?? <Nothing />,
      fixed: true,
      width: 220,
    },
    {
      key: 'status',
      label: 'Status',
      kind: 'choice',
      choices: statuses,
      fixed: true,
      filter: true,
      width: 100,
    },
    {
      key: 'mailingId',
      label: 'Mailing',
      kind: 'ref',
      model: 'mailing',
      fixed: true,
      filter: true,
      width: 150,
    },
    { key: 'ownerId', label: 'Owner', kind: 'ref', model: 'user', fixed: true, filter: true, width: 140 },
    { key: 'writtenAt', label: 'Written', kind: 'instant', fixed: true, sortable: true, width: 130 },
    { key: 'postedAt', label: 'Posted', kind: 'instant', fixed: true, sortable: true, width: 130 },
    { key: 'returnedAt', label: 'Came back', kind: 'instant', fixed: true },
    { key: 'reason', label: 'Why it came back', kind: 'text', fixed: true },
  ],
  columns: ['contactId', 'status', 'mailingId', 'writtenAt', 'postedAt'],
  sort: '-createdAt',
  searchable: true,
  initial: { form: 'din-5008-b' },
  bulk: [postAction],
  empty: 'A letter is printed here and posted by you. Write the first one, or all of a list by a mailing.',
  Page: lazy(async () => ({ default: (await import('./letter/page.tsx')).LetterPage })),
})
