import { type Module, moduleSwitch } from '../../domain/settings/modules.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Asking, commandsOf } from '../command.ts'

/** There is one. */
export const moduleSwitchId = derivedId('moduleSwitch')

/** Changed as a setting, by an endpoint of its own. */
export const moduleSwitchCommands = commandsOf(moduleSwitch, () => ({
  'moduleSwitch.create': {
    summary: 'Decide which modules are used',
    permission: 'moduleSwitch.change',
    internal: true,
  },
  'moduleSwitch.change': { summary: 'Switch modules on and off', internal: true },
  'moduleSwitch.archive': { summary: 'Archive the modules', internal: true },
  'moduleSwitch.restore': { summary: 'Restore the modules', internal: true },
}))

/** The modules that are switched off now. */
export async function modulesOff({ load }: Pick<Asking, 'load'>): Promise<readonly Module[]> {
  return (await load(moduleSwitch, moduleSwitchId))?.off ?? []
}

/** Whether a module is switched off: what was begun in it goes on, and nothing else begins by itself (133). */
export async function isSwitchedOff(module: Module, asking: Pick<Asking, 'load'>): Promise<boolean> {
  return (await modulesOff(asking)).includes(module)
}
