import { z } from 'zod'
import { customField, customisedKind } from '../../domain/settings/custom-field.ts'
import { fieldSet } from '../../domain/settings/field-set.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { fieldSetTable } from '../../projections/settings/field-set.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

const shown = customField.extend({ archived: z.boolean() }).register(vocabulary, { id: 'ShownCustomField' })

export const fieldSetQueries = recordQueries(fieldSetTable)({
  resource: 'field-sets',
  summary: 'Fields that the organisation has given to accounts, contacts, leads, deals and tickets',
  row: z.object({
    kind: customisedKind,
    fields: z.array(shown).describe('In the order in which they are shown.'),
  }),
  shown: ({ fields, ...row }) => ({ ...row, fields: fields as z.input<typeof shown>[] }),
  filters: { kind: customisedKind },
  sorts: ['kind', 'createdAt', 'updatedAt'],
})

type Named = { fields: readonly { key: string; label: string }[] }
const called = ({ fields }: Named, key: string) => fields.find((one) => one.key === key)?.label ?? key

export const fieldSetTitles = titlesOf(fieldSet, {
  'fieldSet.created': () => 'Open for fields of your own',
  'fieldSet.field-added': ({ data: { field } }) => `Field ${field.label} added`,
  'fieldSet.field-changed': ({ data: { key, changes }, before }) =>
    changes.label === undefined
      ? `Field ${called(before, key)} changed`
      : `Field ${called(before, key)} renamed to ${changes.label}`,
  'fieldSet.field-moved': ({ data, before }) => `Field ${called(before, data.key)} moved`,
  'fieldSet.field-archived': ({ data, before }) => `Field ${called(before, data.key)} archived`,
  'fieldSet.field-restored': ({ data, before }) => `Field ${called(before, data.key)} restored`,
})
