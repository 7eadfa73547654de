import type { SettingEntry } from '../../records/entry.ts'

export const retention: SettingEntry = {
  is: 'setting',
  path: 'retention',
  label: 'Retention',
  needs: 'retentionRule.read',
  screen: async () => (await import('./retention.tsx')).RetentionScreen,
}
