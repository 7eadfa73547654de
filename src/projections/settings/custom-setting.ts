import { merged } from '../../domain/record.ts'
import {
  type CustomSettingState,
  customSetting,
  type ToldValue,
} from '../../domain/settings/custom-setting.ts'
import { boolean, type Column, json, nullable, projection, text, texts } from '../projection.ts'

const kindText: Column<CustomSettingState['kind']> = { sql: 'text', nullable: false }

const nothingSaid = (): ToldValue[] => []

/** Settings of the organisation's own, with all that was said of them. */
export const customSettingTable = projection(customSetting)({
  name: 'customSetting',
  version: 1,
  label: ['name'],
  columns: {
    key: text,
    name: text,
    about: nullable(text),
    kind: kindText,
    choices: texts,
    said: json<ToldValue[]>(),
    archived: boolean,
  },
  indexes: [['key'], ['name']],
  on: {
    'customSetting.created': (_, { data }) => ({ ...data, said: nothingSaid(), archived: false }),
    'customSetting.changed': (row, { data }) => row && merged(row, data.changes),
    'customSetting.set': (row, { data }) => row && { ...row, said: row.said.concat(data) },
    'customSetting.archived': (row) => row && { ...row, archived: true },
    'customSetting.restored': (row) => row && { ...row, archived: false },
  },
})
