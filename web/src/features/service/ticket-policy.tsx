import { resource } from '../../records/resource.ts'
import { type SettingRow, SettingScreen } from '../settings/setting.tsx'
import { ticketPolicy as entry, type TicketRules } from './ticket-policy.entry.ts'

export const ticketPolicy = {
  ...resource<SettingRow<TicketRules>>(entry)({
    title: () => 'rules of tickets',
    fields: [
      {
        key: 'reopenDays',
        label: 'A closed ticket can be reopened for',
        kind: 'number',
        unit: 'days',
        hint: 'Left empty: whenever. After that a new ticket is opened',
      },
    ],
    columns: [],
    sort: '',
    searchable: false,
    change: 'ticketPolicy.change',
    empty: '',
  }),
  at: entry.at,
}

/** How long a closed ticket can be reopened (TIC-08). */
export function TicketRulesScreen() {
  return (
    <SettingScreen
      resource={ticketPolicy}
      about="What holds of tickets once they are closed. A change holds from then on, also of those that are closed already."
    />
  )
}
