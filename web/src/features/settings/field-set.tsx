import { lazy } from 'react'
import type { FieldSet } from '../../api/models.ts'
import { entryOf } from '../../records/entry.ts'
import { nounOf, resource } from '../../records/resource.ts'
import { Nothing } from '../../ui/values.tsx'
import { fieldSet as entry } from './field-set.entry.ts'

export const fieldSet = resource<FieldSet>(entry)({
  title: ({ kind }) => (kind === undefined ? undefined : `Fields of ${entryOf(kind)?.many ?? kind}`),
  fields: [
    { key: 'kind', label: 'Kind of record', kind: 'shown', show: kindOf, fixed: true, sortable: true },
    { key: 'fields', label: 'Fields', kind: 'shown', show: labelsIn, fixed: true },
  ],
  columns: ['fields'],
  sort: 'kind',
  searchable: false,
  empty:
    'Accounts, contacts, leads, deals and tickets can have fields of your own. They are opened at the first start.',
  Page: lazy(async () => ({ default: (await import('./field-set/page.tsx')).FieldSetPage })),
})

function kindOf({ kind }: FieldSet) {
  return kind === undefined ? <Nothing /> : nounOf(entryOf(kind)?.many ?? kind)
}

function labelsIn({ fields = [] }: FieldSet) {
  const labels = fields.filter(({ archived }) => !archived).map(({ label }) => label)
  return labels.length === 0 ? <Nothing /> : labels.join(' · ')
}
