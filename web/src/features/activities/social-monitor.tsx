import { lazy } from 'react'
import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { socialMonitor as entry, type SocialMonitor } from './social-monitor.entry.ts'

export const socialMonitor = resource<SocialMonitor>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'socialAccountId',
      label: 'By account',
      kind: 'ref',
      model: 'socialAccount',
      required: true,
      once: true,
      filter: true,
    },
    {
      key: 'is',
      label: 'Listens for',
      kind: 'choice',
      required: true,
      once: true,
      choices: [
        { value: 'hashtag', label: 'A hashtag', tone: 'neutral' },
        { value: 'keyword', label: 'Words', tone: 'neutral' },
      ],
    },
    { key: 'term', label: 'Hashtag or words', kind: 'text', required: true, once: true },
    archivedField,
  ],
  columns: ['socialAccountId', 'is', 'term'],
  sort: 'name',
  searchable: true,
  change: 'socialMonitor.change',
  archive: 'socialMonitor.archive',
  empty: 'What is written of you without naming you is found by a hashtag or by words. Listen for the first.',
  Page: lazy(async () => ({ default: (await import('./social-account/page.tsx')).SocialMonitorPage })),
})
