import { lazy } from 'react'
import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { socialPost as entry, type SocialPost } from './social-post.entry.ts'

const statuses: readonly Choice[] = [
  { value: 'draft', label: 'Draft', tone: 'neutral' },
  { value: 'scheduled', label: 'To be posted', tone: 'accent' },
  { value: 'sending', label: 'Being posted', tone: 'accent' },
  { value: 'posted', label: 'Posted', tone: 'good' },
  { value: 'refused', label: 'Not posted', tone: 'bad' },
  { value: 'doubtful', label: 'Perhaps posted', tone: 'warn' },
  { value: 'discarded', label: 'Thrown away', tone: 'neutral' },
]

export const socialPost = resource<SocialPost>(entry)({
  title: ({ text = '' }) => (text.length > 80 ? `${text.slice(0, 80)}…` : text),
  fields: [
    {
      key: 'socialAccountId',
      label: 'Account',
      kind: 'ref',
      model: 'socialAccount',
      required: true,
      once: true,
      filter: true,
      width: 140,
    },
    {
      key: 'text',
      label: 'Text',
      kind: 'long-text',
      required: true,
      hint: '500 signs; an address counts 23',
      width: 300,
    },
    {
      key: 'visibility',
      label: 'Seen by',
      kind: 'choice',
      choices: [
        { value: 'public', label: 'Everybody', tone: 'neutral' },
        { value: 'unlisted', label: 'Everybody, in no list', tone: 'neutral' },
        { value: 'private', label: 'Followers', tone: 'neutral' },
      ],
    },
    { key: 'campaignId', label: 'Campaign', kind: 'ref', model: 'campaign', filter: true, width: 140 },
    {
      key: 'publishAt',
      label: 'Goes',
      kind: 'instant',
      once: true,
      sortable: true,
      width: 130,
      hint: 'Without it, it stays a draft',
    },
    {
      key: 'status',
      label: 'Status',
      kind: 'choice',
      choices: statuses,
      fixed: true,
      filter: true,
      width: 110,
    },
    { key: 'to', label: 'Answer to', kind: 'text', fixed: true },
    { key: 'reason', label: 'Why not', kind: 'text', fixed: true },
    { key: 'postedAt', label: 'Posted', kind: 'instant', fixed: true, sortable: true },
    { key: 'reactions', label: 'Reactions', kind: 'number', fixed: true, sortable: true, width: 90 },
    { key: 'favourites', label: 'Favourites', kind: 'number', fixed: true },
    { key: 'reblogs', label: 'Boosts', kind: 'number', fixed: true },
    { key: 'replies', label: 'Replies', kind: 'number', fixed: true },
  ],
  columns: ['socialAccountId', 'status', 'publishAt', 'campaignId', 'reactions'],
  sort: '-publishAt',
  searchable: true,
  change: 'socialPost.change',
  empty: 'What you post in social networks stands here, with what others did with it. Write the first post.',
  Page: lazy(async () => ({ default: (await import('./social-post/page.tsx')).SocialPostPage })),
})
