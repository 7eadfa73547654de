import { Select, TextInput } from '@mantine/core'
import type { OwnInput } from '../../records/field.ts'
import { RowsInput } from '../../records/rows-input.tsx'
import { Nothing } from '../../ui/values.tsx'
import type { MarketingPlan } from './marketing-plan.entry.ts'

type Goal = NonNullable<MarketingPlan['goals']>[number]

const states = [
  { value: 'open', label: 'Open' },
  { value: 'on-track', label: 'On track' },
  { value: 'at-risk', label: 'At risk' },
  { value: 'met', label: 'Met' },
  { value: 'missed', label: 'Missed' },
]

export function GoalsShown({ value }: { value: unknown }) {
  const goals = (value ?? []) as readonly Goal[]
  if (goals.length === 0) return <Nothing />
  return (
    <ul style={{ margin: 0, paddingLeft: 16 }}>
      {goals.map(({ text, state, note }) => (
        <li key={text}>
          {text} ({states.find((one) => one.value === state)?.label}
          {note && `: ${note}`})
        </li>
      ))}
    </ul>
  )
}

export function GoalsInput({ label, error, value, onChange }: OwnInput) {
  const goals = (value ?? []) as readonly Goal[]
  return (
    <RowsInput
      label={label}
      error={error}
      rows={goals}
      onChange={onChange}
      one="goal"
      add="Add a goal"
      onAdd={() => onChange([...goals, { text: '', state: 'open', note: null }])}
    >
      {({ row, place, change }) => (
        <>
          <TextInput
            aria-label={`Goal ${place + 1}`}
            flex={2}
            value={row.text}
            onChange={(event) => change({ text: event.currentTarget.value })}
          />
          <Select
            aria-label={`Goal ${place + 1}: how it stands`}
            w={120}
            allowDeselect={false}
            data={states}
            value={row.state}
            onChange={(state) => state && change({ state: state as Goal['state'] })}
          />
          <TextInput
            aria-label={`Goal ${place + 1}: note`}
            flex={1}
            placeholder="Note"
            value={row.note ?? ''}
            onChange={(event) => change({ note: event.currentTarget.value || null })}
          />
        </>
      )}
    </RowsInput>
  )
}
