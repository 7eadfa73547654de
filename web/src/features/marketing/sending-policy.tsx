import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { type SettingRow, SettingScreen } from '../settings/setting.tsx'
import {
  CapInput,
  CapShown,
  PurposesInput,
  PurposesShown,
  QuietInput,
  QuietShown,
} from './sending-inputs.tsx'
import { sendingPolicy as entry, type SendingRules } from './sending-policy.entry.ts'

const measuring: readonly Choice[] = [
  { value: 'off', label: 'Of nobody' },
  { value: 'consent', label: 'Of who has allowed it' },
  { value: 'all', label: 'Of everybody' },
]

export const sendingPolicy = {
  ...resource<SettingRow<SendingRules>>(entry)({
    title: () => 'rules of sending',
    fields: [
      { key: 'purposes', label: 'Purposes', kind: 'own', Show: PurposesShown, Input: PurposesInput },
      { key: 'cap', label: 'At most', kind: 'own', Show: CapShown, Input: CapInput },
      { key: 'quiet', label: 'Quiet hours', kind: 'own', Show: QuietShown, Input: QuietInput },
      {
        key: 'opens',
        label: 'It is noted who opens a mail',
        kind: 'choice',
        choices: measuring,
        required: true,
      },
      {
        key: 'clicks',
        label: 'It is noted who follows a link',
        kind: 'choice',
        choices: measuring,
        required: true,
      },
    ],
    columns: [],
    sort: '',
    searchable: false,
    change: 'sendingPolicy.change',
    empty: '',
  }),
  at: entry.at,
}

/** What holds of all that is sent to many. */
export function SendingRulesScreen() {
  return (
    <SettingScreen
      resource={sendingPolicy}
      about="What may be sent to many, on which basis, how often and when. It holds from the next mail on; who was left out and why stands with each mailing."
    />
  )
}
