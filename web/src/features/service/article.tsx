import { lazy } from 'react'
import { archivedField, type Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { Tag } from '../../ui/values.tsx'
import { type Article, article as entry } from './article.entry.ts'

export const types: readonly Choice[] = [
  { value: 'faq', label: 'Question and answer' },
  { value: 'guide', label: 'Guide' },
  { value: 'troubleshooting', label: 'Troubleshooting' },
  { value: 'how-to', label: 'How-to' },
  { value: 'solution', label: 'Solution' },
]

export const audiences: readonly Choice[] = [
  { value: 'internal', label: 'Colleagues', tone: 'neutral' },
  { value: 'public', label: 'Everybody', tone: 'accent' },
]

const statuses: readonly Choice[] = [
  { value: 'draft', label: 'Draft', tone: 'neutral' },
  { value: 'review', label: 'To be approved', tone: 'warn' },
  { value: 'published', label: 'Published', tone: 'good' },
  { value: 'archived', label: 'Archived', tone: 'neutral' },
]

const nexts: readonly Choice[] = [
  { value: 'draft', label: 'Being written', tone: 'neutral' },
  { value: 'review', label: 'To be approved', tone: 'warn' },
]

export const article = resource<Article>(entry)({
  title: ({ title }) => title,
  state: ({ reviewDue, archived }) => reviewDue && !archived && <Tag tone="warn">To be read again</Tag>,
  fields: [
    { key: 'title', label: 'Title', kind: 'text', required: true, once: true, sortable: true },
    {
      key: 'type',
      label: 'Type',
      kind: 'choice',
      choices: types,
      required: true,
      once: true,
      filter: true,
      width: 140,
    },
    {
      key: 'status',
      label: 'State',
      kind: 'choice',
      choices: statuses,
      fixed: true,
      filter: true,
      width: 120,
    },
    {
      key: 'next',
      label: 'Next version',
      kind: 'choice',
      choices: nexts,
      fixed: true,
      filter: true,
      width: 120,
    },
    { key: 'summary', label: 'In a sentence', kind: 'text', once: true },
    {
      key: 'audience',
      label: 'For',
      kind: 'choice',
      choices: audiences,
      once: true,
      filter: true,
      width: 110,
      hint: 'Everybody: it stands in the help centre once it is approved',
    },
    {
      key: 'category',
      label: 'Category',
      kind: 'listed',
      list: 'article-category',
      once: true,
      filter: true,
      width: 140,
    },
    {
      key: 'language',
      label: 'Language',
      kind: 'text',
      required: true,
      once: true,
      width: 90,
      hint: 'A tag such as en or de-AT',
    },
    {
      key: 'originalId',
      label: 'Translation of',
      kind: 'ref',
      model: 'article',
      once: true,
      hint: 'Where it says what another article says, in another language',
    },
    {
      key: 'ticketId',
      label: 'Solution of',
      kind: 'ref',
      model: 'ticket',
      once: true,
      hint: 'The ticket that it was found by',
    },
    { key: 'version', label: 'Version', kind: 'number', fixed: true, width: 80 },
    { key: 'publishedAt', label: 'Published', kind: 'instant', fixed: true, sortable: true, width: 120 },
    { key: 'publishedById', label: 'Approved by', kind: 'ref', model: 'user', fixed: true, width: 140 },
    { key: 'ownerId', label: 'Owner', kind: 'ref', model: 'user', by: 'assign', filter: true, width: 150 },
    {
      key: 'reviewOn',
      label: 'To be read again on',
      kind: 'date',
      by: 'plan-review',
      sortable: true,
      width: 130,
      hint: 'Its owner is told that day',
    },
    { key: 'reviewDue', label: 'To be read again', kind: 'yes-no', fixed: true, filter: true, width: 90 },
    archivedField,
  ],
  columns: ['type', 'status', 'next', 'audience', 'category', 'language', 'ownerId', 'reviewOn'],
  sort: 'title',
  searchable: true,
  initial: { type: 'faq', audience: 'internal', language: 'en' },
  change: 'article.assign',
  archive: 'article.archive',
  empty: 'An article says once what is asked again and again. Write the first one.',
  Page: lazy(async () => ({ default: (await import('./article/page.tsx')).ArticlePage })),
})
