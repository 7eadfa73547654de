import { Gem } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { ScreenEntry, SettingEntry, Single } from '../../records/entry.ts'

export type KeyCustomers = Replies['/key-customers']
export type KeyCustomerRules = Replies['/settings/key-customers']

export const keyCustomers: ScreenEntry = {
  is: 'screen',
  path: 'key-customers',
  label: 'Key customers',
  group: 'Customers',
  needs: 'keyCustomer.read',
  models: ['account', 'invoice'],
  icon: Gem,
  load: async () => (await import('./key-customers.tsx')).KeyCustomersScreen,
}

/** From which share of revenue on a customer is a key customer. */
export const keyCustomerPolicy: Single = {
  model: 'keyCustomerPolicy',
  path: 'key-customer-policies',
  one: 'policy of key customers',
  many: 'policy of key customers',
  at: '/settings/key-customers',
  load: async () => (await import('./key-customer-policy.tsx')).keyCustomerPolicy,
}

export const keyCustomerSetting: SettingEntry = {
  is: 'setting',
  path: 'key-customers',
  label: 'Key customers',
  needs: 'keyCustomerPolicy.read',
  single: keyCustomerPolicy,
  screen: async () => (await import('./key-customer-policy.tsx')).KeyCustomerPolicyScreen,
}
