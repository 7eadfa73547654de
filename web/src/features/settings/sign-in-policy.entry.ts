import type { Replies } from '../../api/types.gen.ts'
import type { SettingEntry, Single } from '../../records/entry.ts'

export type SignInRules = Replies['/settings/sign-in-policy']

/** What holds for whoever signs in. */
export const signInPolicy: Single = {
  model: 'signInPolicy',
  path: 'sign-in-policies',
  one: 'sign-in rules',
  many: 'sign-in rules',
  at: '/settings/sign-in-policy',
  load: async () => (await import('./sign-in-policy.tsx')).signInPolicy,
}

export const signInPolicySetting: SettingEntry = {
  is: 'setting',
  path: 'sign-in',
  label: 'Sign-in rules',
  needs: 'signInPolicy.read',
  single: signInPolicy,
  screen: async () => (await import('./sign-in-policy.tsx')).SignInRulesScreen,
}
