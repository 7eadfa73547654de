import { lazy } from 'react'
import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { socialMessage as entry, type SocialMessage } from './social-message.entry.ts'

export const moods: readonly Choice[] = [
  { value: 'positive', label: 'Good', tone: 'good' },
  { value: 'neutral', label: 'Neither', tone: 'neutral' },
  { value: 'negative', label: 'Bad', tone: 'bad' },
]

const statuses: readonly Choice[] = [
  { value: 'waiting', label: 'Waiting', tone: 'accent' },
  { value: 'in-inbox', label: 'In the inbox', tone: 'good' },
  { value: 'set-aside', label: 'Set aside', tone: 'neutral' },
]

export const socialMessage = resource<SocialMessage>(entry)({
  title: ({ authorName, handle }) => authorName ?? handle,
  fields: [
    { key: 'handle', label: 'From', kind: 'text', fixed: true, width: 190 },
    { key: 'text', label: 'Text', kind: 'long-text', fixed: true, width: 320 },
    { key: 'mood', label: 'Sounds', kind: 'choice', choices: moods, fixed: true, filter: true, width: 90 },
    {
      key: 'score',
      label: 'Score',
      kind: 'number',
      fixed: true,
      width: 80,
      hint: 'What its words say, from -1 to 1',
    },
    {
      key: 'positive',
      label: 'By the words',
      kind: 'shown',
      show: (row) => {
        const { positive = [], negative = [] } = row as SocialMessage
        return [...positive, ...negative].join(', ') || 'None that the list has'
      },
      fixed: true,
      width: 160,
    },
    { key: 'corrected', label: 'Corrected', kind: 'yes-no', fixed: true, filter: true, width: 90 },
    {
      key: 'status',
      label: 'Status',
      kind: 'choice',
      choices: statuses,
      fixed: true,
      filter: true,
      width: 110,
    },
    {
      key: 'monitorId',
      label: 'Found by',
      kind: 'ref',
      model: 'socialMonitor',
      fixed: true,
      filter: true,
      width: 140,
    },
    {
      key: 'socialAccountId',
      label: 'Account',
      kind: 'ref',
      model: 'socialAccount',
      fixed: true,
      filter: true,
      width: 140,
    },
    { key: 'conversationId', label: 'Conversation', kind: 'ref', model: 'conversation', fixed: true },
    { key: 'postedAt', label: 'Written', kind: 'instant', fixed: true, sortable: true, width: 130 },
  ],
  columns: ['text', 'mood', 'positive', 'status', 'monitorId', 'postedAt'],
  sort: '-postedAt',
  searchable: true,
  empty: 'What monitors find in social networks waits here, and what is to you is in the inbox as well.',
  Page: lazy(async () => ({ default: (await import('./social-message/page.tsx')).SocialMessagePage })),
})
