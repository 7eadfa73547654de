import type { Replies } from '../../api/types.gen.ts'
import type { SettingEntry, Single } from '../../records/entry.ts'

export type ActivityRules = Replies['/settings/activity-policy']

/** What must be said before a call counts as logged. */
export const activityPolicy: Single = {
  model: 'activityPolicy',
  path: 'activity-policies',
  one: 'rules of activities',
  many: 'rules of activities',
  at: '/settings/activity-policy',
  load: async () => (await import('./activity-policy.tsx')).activityPolicy,
}

export const activityPolicySetting: SettingEntry = {
  is: 'setting',
  path: 'activities',
  label: 'Activities',
  needs: 'activityPolicy.read',
  single: activityPolicy,
  screen: async () => (await import('./activity-policy.tsx')).ActivityRulesScreen,
}
