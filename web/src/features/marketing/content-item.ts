import { archivedField } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { type ContentItem, contentItem as entry } from './content-item.entry.ts'
import { PurposeInput, PurposeShown } from './purpose-input.tsx'

export const contentItem = resource<ContentItem>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'about', label: 'About', kind: 'long-text' },
    { key: 'url', label: 'Link', kind: 'url', required: true, width: 220 },
    {
      key: 'interests',
      label: 'For who is interested in',
      kind: 'words',
      choices: [],
      hint: 'It is offered to leads who ask for a product of that name, and to whoever has such a tag',
    },
    {
      key: 'templateId',
      label: 'Template',
      kind: 'ref',
      model: 'messageTemplate',
      required: true,
      hint: 'The words it is sent with; its link stands under them',
    },
    { key: 'mailboxId', label: 'From mailbox', kind: 'ref', model: 'mailbox', required: true },
    {
      key: 'purpose',
      label: 'Purpose',
      kind: 'own',
      Show: PurposeShown,
      Input: PurposeInput,
      required: true,
      hint: 'What they have allowed, or what nobody has to be asked for',
    },
    archivedField,
  ],
  columns: ['url', 'interests'],
  sort: 'name',
  searchable: true,
  change: 'contentItem.change',
  archive: 'contentItem.archive',
  empty: 'The library has what is worth reading, and for whom. Put the first item into it.',
})
