import type { Replies } from '../../api/types.gen.ts'
import type { SettingEntry, Single } from '../../records/entry.ts'

export type AlertLimits = Replies['/settings/alert-policy']

/** From when on an alert is raised. */
export const alertPolicy: Single = {
  model: 'alertPolicy',
  path: 'alert-policies',
  one: 'limits of alerts',
  many: 'limits of alerts',
  at: '/settings/alert-policy',
  load: async () => (await import('./alert-policy.tsx')).alertPolicy,
}

export const alertPolicySetting: SettingEntry = {
  is: 'setting',
  path: 'alerts',
  label: 'Alerts',
  needs: 'alertPolicy.read',
  single: alertPolicy,
  screen: async () => (await import('./alert-policy.tsx')).AlertLimitsScreen,
}
