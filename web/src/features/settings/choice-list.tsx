import { lazy } from 'react'
import { resource } from '../../records/resource.ts'
import { Nothing } from '../../ui/values.tsx'
import { type ChoiceList, choiceList as entry } from './choice-list.entry.ts'

export const choiceList = resource<ChoiceList>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'others',
      label: 'Other texts',
      kind: 'yes-no',
      width: 110,
      hint: 'What is not on the list is taken as it is written, rather than refused',
    },
    { key: 'choices', label: 'Choices', kind: 'shown', show: namesIn, fixed: true },
    { key: 'archived', label: 'Archived', kind: 'yes-no', fixed: true, filter: true, width: 90 },
  ],
  columns: ['choices', 'others'],
  sort: 'name',
  searchable: true,
  change: 'choiceList.change',
  archive: 'choiceList.archive',
  empty:
    'Lists say what sources, reasons, categories and classes there are. They are made at the first start.',
  Page: lazy(async () => ({ default: (await import('./choice-list/page.tsx')).ChoiceListPage })),
})

function namesIn({ choices = [] }: ChoiceList) {
  return choices.length === 0 ? <Nothing /> : choices.map(({ name }) => name).join(' · ')
}
