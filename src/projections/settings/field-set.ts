import type { CustomisedKind, KnownField } from '../../domain/settings/custom-field.ts'
import { fieldSet, fieldsAfter } from '../../domain/settings/field-set.ts'
import { type Column, json, projection } from '../projection.ts'

const kindText: Column<CustomisedKind> = { sql: 'text', nullable: false }

export const fieldSetTable = projection(fieldSet)({
  name: 'fieldSet',
  version: 1,
  label: ['kind'],
  columns: { kind: kindText, fields: json<readonly KnownField[]>() },
  indexes: [['kind']],
  on: {
    'fieldSet.created': (_, { data: { kind } }) => ({ kind, fields: [] }),
    'fieldSet.field-added': (row, { data }) =>
      row && { ...row, fields: fieldsAfter.added(row.fields, data.field) },
    'fieldSet.field-changed': (row, { data: { key, changes } }) =>
      row && { ...row, fields: fieldsAfter.changed(row.fields, key, changes as Partial<KnownField>) },
    'fieldSet.field-moved': (row, { data: { key, index } }) =>
      row && { ...row, fields: fieldsAfter.moved(row.fields, key, index) },
    'fieldSet.field-archived': (row, { data: { key } }) =>
      row && { ...row, fields: fieldsAfter.changed(row.fields, key, { archived: true }) },
    'fieldSet.field-restored': (row, { data: { key } }) =>
      row && { ...row, fields: fieldsAfter.changed(row.fields, key, { archived: false }) },
  },
})
