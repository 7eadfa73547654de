import { lazy } from 'react'
import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { AsksInput, AsksShown } from './lead-form/asks-input.tsx'
import { ConsentInput, ConsentShown } from './lead-form/consent-input.tsx'
import { leadForm as entry, type LeadForm } from './lead-form.entry.ts'

const languages: readonly Choice[] = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'German' },
  { value: 'fr', label: 'French' },
  { value: 'es', label: 'Spanish' },
]

export const leadForm = resource<LeadForm>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true, hint: 'As you call it' },
    { key: 'title', label: 'Title', kind: 'text', required: true, hint: 'As it is headed' },
    {
      key: 'makes',
      label: 'Whoever sends it',
      kind: 'choice',
      choices: [
        { value: 'lead', label: 'Becomes a lead' },
        { value: 'ticket', label: 'Opens a ticket' },
      ],
      required: true,
      filter: true,
      width: 130,
      hint: 'Whoever opens a ticket gets its number by mail; ask for e-mail and message, and require both',
    },
    { key: 'intro', label: 'Introduction', kind: 'long-text' },
    { key: 'language', label: 'Language', kind: 'choice', choices: languages, required: true, width: 100 },
    {
      key: 'source',
      label: 'Source',
      kind: 'listed',
      list: 'lead-source',
      required: true,
      filter: true,
      width: 120,
    },
    {
      key: 'campaign',
      label: 'Campaign or event',
      kind: 'listed',
      list: 'campaign',
      filter: true,
      width: 150,
      hint: 'Its leads carry it',
    },
    { key: 'category', label: 'Category of its tickets', kind: 'listed', list: 'ticket-category' },
    { key: 'teamId', label: 'Team of its tickets', kind: 'ref', model: 'team' },
    { key: 'asks', label: 'Asks for, beside the name', kind: 'own', Show: AsksShown, Input: AsksInput },
    { key: 'consent', label: 'What they may allow', kind: 'own', Show: ConsentShown, Input: ConsentInput },
    {
      key: 'thanks',
      label: 'Thanks',
      kind: 'long-text',
      required: true,
      hint: 'What they read when they have sent it',
    },
    {
      key: 'confirm',
      label: 'Asks by e-mail whether it was them',
      kind: 'yes-no',
      hint: 'Nobody is asked as long as no mail server is set up',
    },
    {
      key: 'sites',
      label: 'Sites that may show it',
      kind: 'words',
      choices: [],
      hint: 'Such as https://www.example.com',
    },
    { key: 'archived', label: 'Switched off', kind: 'yes-no', fixed: true, filter: true, width: 100 },
  ],
  columns: ['title', 'makes', 'source', 'campaign', 'archived'],
  sort: 'name',
  searchable: true,
  initial: { language: 'en', makes: 'lead', source: 'Web', asks: [{ field: 'email', required: true }] },
  change: 'leadForm.change',
  archive: 'leadForm.archive',
  empty:
    'A form is a page by which strangers become leads, or customers open tickets. Make one, and put it into your web site.',
  Page: lazy(async () => ({ default: (await import('./lead-form/page.tsx')).LeadFormPage })),
})
