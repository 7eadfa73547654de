import type { Replies } from '../../api/types.gen.ts'
import type { SettingEntry, Single } from '../../records/entry.ts'

export type ModuleSettings = Replies['/settings/modules']

/** Which parts of the product are used here. */
export const moduleSwitch: Single = {
  model: 'moduleSwitch',
  path: 'module-switches',
  one: 'choice of modules',
  many: 'choices of modules',
  at: '/settings/modules',
  load: async () => (await import('./modules.tsx')).moduleSwitch,
}

export const moduleSetting: SettingEntry = {
  is: 'setting',
  path: 'modules',
  label: 'Modules',
  needs: 'moduleSwitch.read',
  single: moduleSwitch,
  screen: async () => (await import('./modules.tsx')).ModulesScreen,
}
