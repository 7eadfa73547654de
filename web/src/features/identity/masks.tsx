import { ActionIcon, Group, Select, Stack, TagsInput, Text } from '@mantine/core'
import { X } from 'lucide-react'
import { isRecord } from '../../api/problem.ts'
import { catalog, entryOf } from '../../records/entry.ts'
import type { OwnInput } from '../../records/field.ts'
import { useResource } from '../../records/related.tsx'
import { nounOf } from '../../records/resource.ts'
import { Nothing } from '../../ui/values.tsx'

/** Names of fields by model. */
type Fields = Readonly<Record<string, readonly string[]>>

const fieldsIn = (value: unknown): Fields =>
  isRecord(value)
    ? Object.fromEntries(
        Object.entries(value).map(([model, names]) => [model, Array.isArray(names) ? names.map(String) : []]),
      )
    : {}

export function MasksShown({ value }: { value: unknown }) {
  const models = Object.entries(fieldsIn(value)).filter(([, names]) => names.length > 0)
  if (models.length === 0) return <Nothing />
  return (
    <>
      {models
        .map(([model, names]) => `${nounOf(entryOf(model)?.one ?? model)}: ${names.join(', ')}`)
        .join('; ')}
    </>
  )
}

/** Fields chosen by kind of record. */
export function MasksInput({ label, description, error, value, onChange }: OwnInput) {
  const fields = fieldsIn(value)
  const set = (model: string, names: readonly string[] | null) => {
    const others = Object.entries(fields).filter(([other]) => other !== model)
    onChange(Object.fromEntries(names ? [...others, [model, names]] : others))
  }
  const free = catalog().filter(({ model }) => !(model in fields))
  return (
    <Stack gap={6} role="group" aria-label={label}>
      <Text fw={500}>{label}</Text>
      {description && (
        <Text size="xs" c="dimmed">
          {description}
        </Text>
      )}
      {Object.entries(fields).map(([model, names]) => (
        <FieldsOf
          key={model}
          model={model}
          of={label}
          names={names}
          onChange={(next) => set(model, next)}
          onRemove={() => set(model, null)}
        />
      ))}
      <Select
        aria-label={`${label}: add a kind of record`}
        placeholder="Add a kind of record"
        data={free.map(({ model, many }) => ({ value: model, label: nounOf(many) }))}
        value={null}
        onChange={(model) => model && set(model, [])}
        searchable
      />
      {error && (
        <Text size="xs" c="red" role="alert">
          {error}
        </Text>
      )}
    </Stack>
  )
}

function FieldsOf({
  model,
  of,
  names,
  onChange,
  onRemove,
}: {
  model: string
  /** Hidden or read-only, in words. */
  of: string
  names: readonly string[]
  onChange: (names: string[]) => void
  onRemove: () => void
}) {
  const known = useResource(model)?.fields.map(({ key }) => key) ?? []
  const words = nounOf(entryOf(model)?.many ?? model)
  return (
    <Group gap={4} wrap="nowrap" align="flex-end">
      <TagsInput
        flex={1}
        label={`${words}: ${of.toLowerCase()}`}
        data={known}
        value={[...names]}
        onChange={onChange}
      />
      <ActionIcon aria-label={`Remove ${words}`} onClick={onRemove}>
        <X size={16} />
      </ActionIcon>
    </Group>
  )
}
