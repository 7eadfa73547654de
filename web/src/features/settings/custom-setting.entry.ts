import { SlidersVertical } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry, SettingEntry } from '../../records/entry.ts'

export type CustomSetting = Replies['/custom-settings/{id}']
export type SettingTree = Replies['/settings/tree']

/** A setting of the organisation's own. */
export const customSetting: RecordEntry = {
  is: 'record',
  model: 'customSetting',
  path: 'custom-settings',
  one: 'setting of our own',
  many: 'settings of our own',
  group: 'Set-up',
  create: 'customSetting.create',
  configuration: true,
  icon: SlidersVertical,
  load: async () => (await import('./custom-setting.tsx')).customSetting,
}

export const settingTree: SettingEntry = {
  is: 'setting',
  path: 'all',
  label: 'All settings',
  needs: 'customSetting.read',
  screen: async () => (await import('./setting-tree.tsx')).SettingTreeScreen,
}
