import { resource } from '../../records/resource.ts'
import { type SettingRow, SettingScreen } from '../settings/setting.tsx'
import { keyCustomerPolicy as entry, type KeyCustomerRules } from './key-customers.entry.ts'

export const keyCustomerPolicy = {
  ...resource<SettingRow<KeyCustomerRules>>(entry)({
    title: () => 'policy of key customers',
    fields: [
      {
        key: 'basis',
        label: 'Revenue is',
        kind: 'choice',
        choices: [
          { value: 'invoices', label: 'what was invoiced, less credits' },
          { value: 'orders', label: 'what was ordered' },
        ],
      },
      { key: 'months', label: 'Of so many months', kind: 'number', unit: 'months' },
      {
        key: 'sharePercent',
        label: 'A key customer has at least',
        kind: 'number',
        places: 4,
        unit: '%',
        hint: 'Of all revenue in one currency',
      },
    ],
    columns: [],
    sort: '',
    searchable: false,
    change: 'keyCustomerPolicy.change',
    empty: '',
  }),
  at: entry.at,
}

/** From which share of revenue on a customer is a key customer (CUS-18). */
export function KeyCustomerPolicyScreen() {
  return (
    <SettingScreen
      resource={keyCustomerPolicy}
      about="From which share of revenue on a customer is a key customer. All customers are judged every night, and at once when this is changed; an account says in its history when it became one."
    />
  )
}
