import { customSetting } from '../../domain/settings/custom-setting.ts'
import { commandsOf } from '../command.ts'

export const customSettingCommands = commandsOf(
  customSetting,
  () => ({
    'customSetting.create': { summary: 'Define a setting of one’s own' },
    'customSetting.change': { summary: 'Change what a setting of one’s own is called, and what it can be' },
    'customSetting.set': { summary: 'Say what a setting of one’s own is, from a day on' },
    'customSetting.archive': { summary: 'Archive a setting of one’s own' },
    'customSetting.restore': { summary: 'Restore an archived setting of one’s own' },
  }),
  { unique: ({ key }) => [{ kind: 'custom-setting-key', value: key }] },
)
