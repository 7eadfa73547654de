import { titlesOf } from '../../api/lists/titles.ts'
import { customSettingQueries } from '../../api/settings/custom-setting.ts'
import { customSettingCommands } from '../../commands/settings/custom-setting.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { customSetting as decider, type ToldValue } from '../../domain/settings/custom-setting.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { customSettingTable } from '../../projections/settings/custom-setting.ts'
import { feature } from '../feature.ts'

const words = (value: ToldValue['value']) =>
  value === null ? 'nothing' : value === true ? 'yes' : value === false ? 'no' : String(value)

export const customSetting = feature({
  decider,
  resource: 'custom-settings',
  grants: () => [everyone],
  authority: readByAll('customSetting'),
  table: customSettingTable,
  commands: customSettingCommands,
  queries: customSettingQueries,
  titles: titlesOf(decider, {
    'customSetting.created': ({ data }) => `Setting ${data.name} defined`,
    'customSetting.set': ({ data }) => `Set to ${words(data.value)} from ${data.from} on`,
  }),
})
