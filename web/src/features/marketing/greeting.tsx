import { lazy } from 'react'
import { countries } from '../../records/address.tsx'
import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { severalOf } from '../../records/several-of.tsx'
import { Tag } from '../../ui/values.tsx'
import { letterForms } from '../activities/letter/forms.ts'
import { OccasionInput, OccasionShown, TextsInput, TextsShown } from './greeting/inputs.tsx'
import { greeting as entry, type Greeting } from './greeting.entry.ts'
import { PurposeInput, PurposeShown } from './purpose-input.tsx'

export const greeting = resource<Greeting>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'occasion',
      label: 'On',
      kind: 'own',
      Show: OccasionShown,
      Input: OccasionInput,
      required: true,
      width: 160,
    },
    {
      key: 'countries',
      label: 'In',
      kind: 'own',
      ...severalOf(countries),
      hint: 'Where it is kept; none is everywhere. It goes by the country of their first address',
    },
    {
      key: 'texts',
      label: 'What is said',
      kind: 'own',
      Show: TextsShown,
      Input: TextsInput,
      required: true,
      hint: 'By the language of each; one without a language is for all who speak none of the others',
    },
    {
      key: 'purpose',
      label: 'Purpose',
      kind: 'own',
      Show: PurposeShown,
      Input: PurposeInput,
      required: true,
      hint: 'What they have allowed, or what nobody has to be asked for',
    },
    { key: 'time', label: 'At', kind: 'text', hint: 'By the clocks of the organisation, as in 09:00' },
    {
      key: 'mailboxId',
      label: 'From mailbox',
      kind: 'ref',
      model: 'mailbox',
      hint: 'Each gets it by the way they prefer, of those that are given',
    },
    { key: 'numberId', label: 'From number', kind: 'ref', model: 'smsNumber' },
    { key: 'letterForm', label: 'By post, on', kind: 'choice', choices: letterForms },
    { key: 'next', label: 'Next', kind: 'instant', fixed: true, sortable: true, width: 140 },
    { key: 'lastDay', label: 'Last on', kind: 'date', fixed: true, width: 110 },
    { key: 'lastTotal', label: 'People then', kind: 'number', fixed: true, width: 90 },
    { key: 'activatedById', label: 'With the rights of', kind: 'ref', model: 'user', fixed: true },
    { key: 'offReason', label: 'Why it was switched off', kind: 'text', fixed: true },
    archivedField,
  ],
  columns: ['occasion', 'next', 'lastDay', 'lastTotal'],
  sort: 'name',
  searchable: true,
  change: 'greeting.change',
  archive: 'greeting.archive',
  initial: { occasion: { is: 'birthday' }, time: '09:00', texts: [{ language: null, templateId: '' }] },
  state: ({ active }) => (active ? <Tag tone="good">On</Tag> : <Tag tone="neutral">Off</Tag>),
  empty:
    'A greeting goes out by itself on birthdays and holidays, to each once in a year. Write the first one.',
  Page: lazy(async () => ({ default: (await import('./greeting/page.tsx')).GreetingPage })),
})
