import { resource } from '../../records/resource.ts'
import { type SettingRow, SettingScreen } from '../settings/setting.tsx'
import { portalPolicy as entry, type PortalRules } from './portal.entry.ts'

export const portalPolicy = {
  ...resource<SettingRow<PortalRules>>(entry)({
    title: () => 'rules of the portal',
    fields: [
      {
        key: 'on',
        label: 'Customers have a portal',
        kind: 'yes-no',
        hint: 'Under /portal. Invitations go by e-mail: none go out as long as no mail server is set up',
      },
      {
        key: 'ownData',
        label: 'What customers change of their own data',
        kind: 'choice',
        choices: [
          { value: 'direct', label: 'Holds at once' },
          { value: 'request', label: 'Is asked for by a ticket' },
        ],
      },
    ],
    columns: [],
    sort: '',
    searchable: false,
    change: 'portalPolicy.change',
    empty: '',
  }),
  at: entry.at,
}

/** Whether customers have a portal, and what they may do there (COL-01, COL-04). */
export function PortalRulesScreen() {
  return (
    <SettingScreen
      resource={portalPolicy}
      about="Contacts who were invited see there what is theirs: requests, quotes, orders, invoices, contracts and their own data. Switched off, there is nothing, whoever was invited."
    />
  )
}
