import { lazy } from 'react'
import { archivedField, type Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { severalOf } from '../../records/several-of.tsx'
import { Tag } from '../../ui/values.tsx'
import { statuses } from '../sales/lead.tsx'
import { PurposeInput, PurposeShown } from './purpose-input.tsx'
import { sequence as entry, type Sequence } from './sequence.entry.ts'

const models: readonly Choice[] = [
  { value: 'lead', label: 'Leads' },
  { value: 'contact', label: 'Contacts' },
]

export const sequence = resource<Sequence>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'model',
      label: 'For',
      kind: 'choice',
      choices: models,
      required: true,
      once: true,
      filter: true,
      width: 100,
    },
    {
      key: 'campaignId',
      label: 'Campaign',
      kind: 'ref',
      model: 'campaign',
      required: true,
      once: true,
      filter: true,
      width: 160,
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
    { key: 'mailboxId', label: 'From', kind: 'ref', model: 'mailbox', required: true },
    {
      key: 'stages',
      label: 'Leads enter as',
      kind: 'own',
      ...severalOf(statuses.filter(({ value }) => value !== 'converted')),
      hint: 'A lead that comes to one of these enters by itself, once; from the next version on',
    },
    { key: 'version', label: 'Version', kind: 'number', fixed: true, width: 80 },
    { key: 'publishedAt', label: 'Published', kind: 'instant', fixed: true, sortable: true, width: 140 },
    archivedField,
  ],
  columns: ['model', 'campaignId', 'version', 'publishedAt'],
  sort: 'name',
  searchable: true,
  change: 'sequence.change',
  archive: 'sequence.archive',
  initial: { model: 'lead' },
  state: ({ paused, draft, version }) => {
    if (paused) return <Tag tone="warn">Paused</Tag>
    return draft ? <Tag tone="neutral">{version === 0 ? 'Draft' : 'Changed'}</Tag> : null
  },
  empty:
    'A sequence takes people through mails, tasks and waits by itself, until they have got where they were to. Write the first one.',
  Page: lazy(async () => ({ default: (await import('./sequence/page.tsx')).SequencePage })),
})
