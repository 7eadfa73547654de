import { Group, Select, TextInput } from '@mantine/core'
import type { OwnInput } from '../../../records/field.ts'
import { RefInput } from '../../../records/field-input.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { RowsInput } from '../../../records/rows-input.tsx'
import { Nothing } from '../../../ui/values.tsx'

type Occasion = { is: 'birthday' } | { is: 'anniversary' } | { is: 'day'; date: string }

interface Text {
  language: string | null
  templateId: string
}

const occasions: readonly { value: Occasion['is']; label: string; first: Occasion }[] = [
  { value: 'birthday', label: 'Their birthday', first: { is: 'birthday' } },
  {
    value: 'anniversary',
    label: 'The day on which they became a contact',
    first: { is: 'anniversary' },
  },
  { value: 'day', label: 'A day of the year', first: { is: 'day', date: '' } },
]

const occasionIn = (value: unknown) => (value ?? { is: 'birthday' }) as Occasion
const textsIn = (value: unknown) => (Array.isArray(value) ? (value as Text[]) : [])

export function OccasionShown({ value }: { value: unknown }) {
  const occasion = occasionIn(value)
  return occasion.is === 'day' ? occasion.date : occasions.find((one) => one.value === occasion.is)?.label
}

/** On what somebody is greeted. */
export function OccasionInput({ value, onChange, label, error }: OwnInput) {
  const occasion = occasionIn(value)
  return (
    <Group gap={8} align="end">
      <Select
        label={label}
        error={error}
        flex={1}
        allowDeselect={false}
        data={occasions.map((one) => ({ value: one.value, label: one.label }))}
        value={occasion.is}
        onChange={(next) => onChange(occasions.find((one) => one.value === next)?.first ?? occasion)}
      />
      {occasion.is === 'day' && (
        <TextInput
          label="Month and day"
          placeholder="12-24"
          w={130}
          value={occasion.date}
          onChange={(event) => onChange({ is: 'day', date: event.currentTarget.value })}
        />
      )}
    </Group>
  )
}

export function TextsShown({ value }: { value: unknown }) {
  const texts = textsIn(value)
  if (texts.length === 0) return <Nothing />
  return texts.map(({ language, templateId }) => (
    <div key={language ?? 'all'}>
      {language ?? 'All others'}: <Reference model="messageTemplate" id={templateId} />
    </div>
  ))
}

/** Which template is theirs who speak a language. */
export function TextsInput({ label, error, value, onChange }: OwnInput) {
  return (
    <RowsInput<Text>
      label={label}
      error={error}
      rows={textsIn(value)}
      onChange={onChange}
      one="text"
      add="Add a language"
      onAdd={() => onChange([...textsIn(value), { language: '', templateId: '' }])}
    >
      {({ row, place, change }) => (
        <>
          <TextInput
            aria-label={`Language of text ${place + 1}`}
            placeholder="All others"
            w={110}
            value={row.language ?? ''}
            onChange={(event) => change({ language: event.currentTarget.value || null })}
          />
          <RefInput
            label=""
            aria-label={`Template of text ${place + 1}`}
            model="messageTemplate"
            value={row.templateId || null}
            onChange={(templateId) => change({ templateId: templateId ?? '' })}
          />
        </>
      )}
    </RowsInput>
  )
}
