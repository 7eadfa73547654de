import { MultiSelect } from '@mantine/core'
import type { OwnInput } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { Nothing } from '../../ui/values.tsx'
import { type SettingRow, SettingScreen } from '../settings/setting.tsx'
import { type ActivityRules, activityPolicy as entry } from './activity-policy.entry.ts'

const names: Readonly<Record<string, string>> = {
  subject: 'Subject',
  durationSeconds: 'Duration',
  purpose: 'Purpose',
  outcome: 'Outcome',
  body: 'Notes',
}

const chosen = (value: unknown) => (Array.isArray(value) ? value.map(String) : [])

function Required({ value }: { value: unknown }) {
  const fields = chosen(value)
  return fields.length === 0 ? <Nothing /> : fields.map((field) => names[field] ?? field).join(', ')
}

function RequiredInput({ value, onChange, ...shared }: OwnInput) {
  return (
    <MultiSelect
      {...shared}
      clearable
      data={Object.entries(names).map(([key, label]) => ({ value: key, label }))}
      value={chosen(value)}
      onChange={onChange}
    />
  )
}

export const activityPolicy = {
  ...resource<SettingRow<ActivityRules>>(entry)({
    title: () => 'rules of activities',
    fields: [
      {
        key: 'requiredOfCall',
        label: 'A call must say its',
        kind: 'own',
        Show: Required,
        Input: RequiredInput,
        hint: 'Before it counts as logged, whoever logs it',
      },
    ],
    columns: [],
    sort: '',
    searchable: false,
    change: 'activityPolicy.change',
    empty: '',
  }),
  at: entry.at,
}

/** What must be said before something counts as logged (ACT-01). */
export function ActivityRulesScreen() {
  return (
    <SettingScreen
      resource={activityPolicy}
      about="What must be said before a call counts as logged. A change holds from the next call on."
    />
  )
}
