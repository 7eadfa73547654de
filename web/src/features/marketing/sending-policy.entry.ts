import type { Replies } from '../../api/types.gen.ts'
import type { SettingEntry, Single } from '../../records/entry.ts'

export type SendingRules = Replies['/settings/sending-policy']

/** What holds of all that is sent to many. */
export const sendingPolicy: Single = {
  model: 'sendingPolicy',
  path: 'sending-policies',
  one: 'rules of sending',
  many: 'rules of sending',
  at: '/settings/sending-policy',
  load: async () => (await import('./sending-policy.tsx')).sendingPolicy,
}

export const sendingPolicySetting: SettingEntry = {
  is: 'setting',
  path: 'sending',
  label: 'Sending to many',
  needs: 'sendingPolicy.read',
  single: sendingPolicy,
  screen: async () => (await import('./sending-policy.tsx')).SendingRulesScreen,
}
