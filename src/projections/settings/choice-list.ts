import { merged } from '../../domain/record.ts'
import { choicesAfter, type ListKey, type NamedChoice, named } from '../../domain/settings/choice.ts'
import { choiceList } from '../../domain/settings/choice-list.ts'
import { boolean, type Column, json, projection, text } from '../projection.ts'

const keyText: Column<ListKey> = { sql: 'text', nullable: false }

export const choiceListTable = projection(choiceList)({
  name: 'choiceList',
  version: 1,
  label: ['name'],
  columns: {
    key: keyText,
    name: text,
    others: boolean,
    choices: json<readonly NamedChoice[]>(),
    archived: boolean,
  },
  indexes: [['name']],
  on: {
    'choiceList.created': (_, { data }) => ({ ...data, choices: data.choices.map(named), archived: false }),
    'choiceList.changed': (row, { data }) => row && merged(row, data.changes),
    'choiceList.choice-added': (row, { data }) =>
      row && { ...row, choices: choicesAfter.added(row.choices, data) },
    'choiceList.choice-changed': (row, { data }) =>
      row && { ...row, choices: choicesAfter.changed(row.choices, data) },
    'choiceList.choice-moved': (row, { data }) =>
      row && { ...row, choices: choicesAfter.moved(row.choices, data) },
    'choiceList.archived': (row) => row && { ...row, archived: true },
    'choiceList.restored': (row) => row && { ...row, archived: false },
  },
})
