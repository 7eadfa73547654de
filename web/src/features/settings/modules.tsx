import { Checkbox, Stack } from '@mantine/core'
import type { OwnInput } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { moduleSwitch as entry, type ModuleSettings } from './modules.entry.ts'
import { type SettingRow, SettingScreen } from './setting.tsx'

/** What can be switched off, and what goes with it. */
const modules: readonly { name: string; label: string; about: string }[] = [
  {
    name: 'sales',
    label: 'Sales',
    about: 'Leads, deals, pipelines, quotes, quotas, markets and competitors',
  },
  {
    name: 'marketing',
    label: 'Marketing',
    about: 'Campaigns, lists, mailings, sequences, plans and landing pages',
  },
  { name: 'service', label: 'Service', about: 'Tickets, service levels, articles, surveys and coaching' },
  {
    name: 'fieldService',
    label: 'Field service',
    about: 'Services, resources, appointments, orders and maintenance',
  },
  {
    name: 'communications',
    label: 'Communications',
    about: 'Mailboxes, conversations, texts, letters, chat and booking pages',
  },
  { name: 'analytics', label: 'Analytics', about: 'Reports, forecasts, performance, insight and SQL' },
]

const namesIn = (value: unknown) => (Array.isArray(value) ? value.map(String) : [])

export const moduleSwitch = {
  ...resource<SettingRow<ModuleSettings>>(entry)({
    title: () => 'modules',
    fields: [
      {
        key: 'off',
        label: 'Used here',
        kind: 'own',
        Show: UsedShown,
        Input: UsedInput,
        hint: 'What is switched off is gone from menus, search and the API for everybody. Nothing of it is deleted.',
      },
    ],
    columns: [],
    sort: '',
    searchable: false,
    change: 'moduleSwitch.change',
    empty: '',
  }),
  at: entry.at,
}

/** The parts of the product, switched on and off (ADM-06). */
export function ModulesScreen() {
  return (
    <SettingScreen
      resource={moduleSwitch}
      about="What your organisation uses of Hindsight. What is switched off can be switched on again, with all that was in it."
    />
  )
}

function UsedShown({ value }: { value: unknown }) {
  const off = namesIn(value)
  const used = modules.filter(({ name }) => !off.includes(name)).map(({ label }) => label)
  return <>{used.length === 0 ? 'None of them' : used.join(', ')}</>
}

function UsedInput({ value, onChange, label, description, error }: OwnInput) {
  const off = namesIn(value)
  return (
    <Checkbox.Group
      label={label}
      description={description}
      error={error}
      value={modules.map(({ name }) => name).filter((name) => !off.includes(name))}
      onChange={(used) => onChange(modules.map(({ name }) => name).filter((name) => !used.includes(name)))}
    >
      <Stack gap={8} mt={8}>
        {modules.map(({ name, label: words, about }) => (
          <Checkbox key={name} value={name} label={words} description={about} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
