import { lazy } from 'react'
import { resource } from '../../records/resource.ts'
import { directions } from './choices.ts'
import { About } from './phone-call/about.tsx'
import { ends } from './phone-call/ends.ts'
import { phoneCall as entry, type PhoneCall } from './phone-call.entry.ts'

export const phoneCall = resource<PhoneCall>(entry)({
  title: ({ name, number }) => name ?? number,
  fields: [
    { key: 'number', label: 'Number', kind: 'phone', fixed: true, width: 160 },
    {
      key: 'name',
      label: 'Name told',
      kind: 'text',
      fixed: true,
      width: 150,
      hint: 'What the other side says that it is called; nobody has checked it',
    },
    { key: 'direction', label: 'Direction', kind: 'choice', choices: directions, fixed: true, width: 110 },
    { key: 'end', label: 'Ended', kind: 'choice', choices: ends, fixed: true, width: 150 },
    { key: 'startedAt', label: 'Began', kind: 'instant', fixed: true, sortable: true, width: 160 },
    { key: 'answeredAt', label: 'Answered', kind: 'instant', fixed: true, width: 160 },
    { key: 'durationSeconds', label: 'Length', kind: 'number', unit: 's', fixed: true, width: 90 },
    { key: 'userId', label: 'User', kind: 'ref', model: 'user', fixed: true, width: 150 },
    { key: 'lineId', label: 'Line', kind: 'ref', model: 'phoneLine', fixed: true, width: 150 },
    {
      key: 'records',
      label: 'About',
      kind: 'shown',
      show: (row) => <About records={(row as PhoneCall).records ?? []} />,
      fixed: true,
    },
    { key: 'note', label: 'Notes', kind: 'long-text', fixed: true },
    { key: 'consentedAt', label: 'Agreed to be recorded', kind: 'instant', fixed: true },
    { key: 'activityId', label: 'Logged as', kind: 'ref', model: 'activity', fixed: true },
  ],
  columns: ['number', 'direction', 'end', 'startedAt', 'durationSeconds', 'userId'],
  sort: '-startedAt',
  searchable: true,
  empty: 'Calls by telephone lines stand here, while they go on and after. None was made or came yet.',
  Page: lazy(async () => ({ default: (await import('./phone-call/page.tsx')).PhoneCallPage })),
})
