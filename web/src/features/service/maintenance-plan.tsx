import { Group, Select, TagsInput } from '@mantine/core'
import { archivedField, type OwnInput } from '../../records/field.ts'
import { RecordPage } from '../../records/page.tsx'
import { Related } from '../../records/related.tsx'
import { resource } from '../../records/resource.ts'
import { NumericInput } from '../../records/typed-inputs.tsx'
import { Nothing } from '../../ui/values.tsx'
import { maintenancePlan as entry, type MaintenancePlan } from './maintenance-plan.entry.ts'

interface Rhythm {
  every: number
  unit: 'week' | 'month'
}

function RhythmShown({ value }: { value: unknown }) {
  if (!value) return <Nothing />
  const { every, unit } = value as Rhythm
  return every === 1 ? `Every ${unit}` : `Every ${every} ${unit}s`
}

function RhythmInput({ label, error, value, onChange }: OwnInput) {
  const { every, unit } = (value ?? { every: 6, unit: 'month' }) as Rhythm
  return (
    <Group gap={8} align="end">
      <NumericInput
        label={label}
        error={error}
        min={1}
        max={120}
        value={every}
        onChange={(next) => onChange({ every: next, unit })}
      />
      <Select
        aria-label="Unit"
        data={[
          { value: 'week', label: 'weeks' },
          { value: 'month', label: 'months' },
        ]}
        value={unit}
        allowDeselect={false}
        onChange={(next) => onChange({ every, unit: next })}
      />
    </Group>
  )
}

const texts = (value: unknown) => (Array.isArray(value) ? value.map(String) : [])

function TasksShown({ value }: { value: unknown }) {
  return texts(value).length === 0 ? <Nothing /> : texts(value).join(' · ')
}

function TasksInput({ value, onChange, ...shared }: OwnInput) {
  return <TagsInput {...shared} clearable value={texts(value)} onChange={onChange} />
}

/** What is looked after every so often, and the orders that were made of it (SVC-08). */
function MaintenancePlanPage({ id }: { id: string }) {
  return (
    <RecordPage resource={maintenancePlan} id={id}>
      {(row) => (
        <Related
          model="serviceOrder"
          title="Its orders"
          where={{ planId: row.id, sort: '-dueOn' }}
          columns={['status', 'dueOn', 'ownerId']}
          empty="No order was made of it yet."
        />
      )}
    </RecordPage>
  )
}

export const maintenancePlan = resource<MaintenancePlan>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'accountId',
      label: 'Account',
      kind: 'ref',
      model: 'account',
      required: true,
      once: true,
      filter: true,
      width: 160,
    },
    {
      key: 'serviceId',
      label: 'Service',
      kind: 'ref',
      model: 'service',
      required: true,
      filter: true,
      width: 150,
    },
    { key: 'assetId', label: 'Asset', kind: 'ref', model: 'asset', width: 150 },
    { key: 'contractId', label: 'Contract', kind: 'ref', model: 'contract', width: 150 },
    {
      key: 'rhythm',
      label: 'Every',
      kind: 'own',
      Show: RhythmShown,
      Input: RhythmInput,
      required: true,
      width: 130,
    },
    { key: 'startsOn', label: 'First due on', kind: 'date', required: true, width: 120 },
    { key: 'endsOn', label: 'Last due until', kind: 'date', width: 120 },
    {
      key: 'aheadDays',
      label: 'Order made ahead',
      kind: 'number',
      unit: 'days',
      required: true,
      width: 110,
    },
    {
      key: 'tasks',
      label: 'Tasks',
      kind: 'own',
      Show: TasksShown,
      Input: TasksInput,
      hint: 'A word or a sentence each',
    },
    { key: 'ownerId', label: 'Owner', kind: 'ref', model: 'user', width: 150 },
    { key: 'nextDueOn', label: 'Due next', kind: 'date', fixed: true, sortable: true, width: 120 },
    { key: 'lastDueOn', label: 'Last order for', kind: 'date', fixed: true, width: 120 },
    archivedField,
  ],
  columns: ['accountId', 'serviceId', 'rhythm', 'nextDueOn', 'ownerId'],
  sort: 'nextDueOn',
  searchable: true,
  initial: { rhythm: { every: 6, unit: 'month' }, aheadDays: 14 },
  change: 'maintenancePlan.change',
  archive: 'maintenancePlan.archive',
  empty: 'A plan says what is looked after every so often. Its orders are made ahead by themselves.',
  Page: MaintenancePlanPage,
})
