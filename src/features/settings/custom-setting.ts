import { titlesOf } from '../../api/lists/titles.ts'
import { customSettingQueries } from '../../api/settings/custom-setting.ts'
import { customSettingCommands } from '../../commands/settings/custom-setting.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { customSetting as decider } from '../../domain/settings/custom-setting.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { customSettingTable } from '../../projections/settings/custom-setting.ts'
import { feature } from '../feature.ts'

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
    'customSetting.set': ({ data }) => `Set to ${data.value ?? 'nothing'} from ${data.from} on`,
  }),
})
