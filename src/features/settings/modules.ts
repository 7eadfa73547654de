import { titlesOf } from '../../api/lists/titles.ts'
import { moduleEndpoints } from '../../api/settings/modules.ts'
import { moduleSwitchCommands } from '../../commands/settings/modules.ts'
import { moduleSwitch as decider, type Module, moduleLabels } from '../../domain/settings/modules.ts'
import { feature } from '../feature.ts'

const names = (of: readonly Module[]) => of.map((one) => moduleLabels[one]).join(', ')

export const moduleSwitch = feature({
  decider,
  resource: 'module-switches',
  grants: () => [],
  commands: moduleSwitchCommands,
  titles: titlesOf(decider, {
    'moduleSwitch.created': ({ data: { off } }) =>
      off.length === 0 ? 'All modules on' : `Switched off: ${names(off)}`,
    'moduleSwitch.changed': ({ data: { changes }, before }) => {
      const { off = [] } = changes
      const gone = off.filter((one) => !before.off.includes(one))
      const back = before.off.filter((one) => !off.includes(one))
      return [
        gone.length > 0 && `Switched off: ${names(gone)}`,
        back.length > 0 && `Switched on: ${names(back)}`,
      ]
        .filter(Boolean)
        .join('; ')
    },
  }),
  endpoints: [moduleEndpoints],
})
