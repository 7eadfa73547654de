import { ActionIcon, Button, Fieldset, Group, Text, TextInput } from '@mantine/core'
import { Plus, Trash2 } from 'lucide-react'
import type { Stage } from '../../../api/models.ts'
import { isRecord } from '../../../api/problem.ts'
import type { OwnInput } from '../../../records/field.ts'
import { NumericInput } from '../../../records/typed-inputs.tsx'
import { percent } from '../../../ui/format.ts'
import { Nothing } from '../../../ui/values.tsx'

type NewStage = Omit<Stage, 'id'>

const isStages = (value: unknown): value is NewStage[] =>
  Array.isArray(value) && value.every((one) => isRecord(one) && typeof one.name === 'string')

export function StagesShown({ value }: { value: unknown }) {
  if (!isStages(value)) return <Nothing />
  return <>{value.map(({ name, probability }) => `${name} ${percent(probability)}`).join(' · ')}</>
}

const closing = { open: undefined, won: 'Won', lost: 'Lost' } as const

/** The stages of a pipeline that is made: open ones first, then the one that is won and the one that is lost. */
export function StagesInput({ label, error, value, onChange }: OwnInput) {
  const stages = isStages(value) ? value : []
  const change = (place: number, part: Partial<NewStage>) =>
    onChange(stages.map((stage, at) => (at === place ? { ...stage, ...part } : stage)))
  const open = stages.filter(({ kind }) => kind === 'open').length
  return (
    <Fieldset legend={<Text fw={500}>{label}</Text>} variant="unstyled" m={0}>
      {stages.map(({ name, probability, kind }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a new stage has no name but its place
        <Group key={place} gap={8} mb={4} wrap="nowrap">
          <TextInput
            flex={1}
            aria-label={`Stage ${place + 1}: name`}
            value={name}
            onChange={(event) => change(place, { name: event.currentTarget.value })}
          />
          <NumericInput
            w={84}
            unit="%"
            min={0}
            max={100}
            aria-label={`Stage ${place + 1}: probability`}
            disabled={kind !== 'open'}
            value={Math.round(probability * 100)}
            onChange={(next) => change(place, { probability: (next ?? Number.NaN) / 100 })}
          />
          {kind === 'open' ? (
            <ActionIcon
              aria-label={`Remove stage ${place + 1}`}
              disabled={open === 1}
              onClick={() => onChange(stages.filter((_, at) => at !== place))}
            >
              <Trash2 size={14} />
            </ActionIcon>
          ) : (
            <Text size="xs" c="dimmed" w={28}>
              {closing[kind]}
            </Text>
          )}
        </Group>
      ))}
      {error && (
        <Text size="xs" c="red.9" role="alert">
          {error}
        </Text>
      )}
      <Button
        variant="default"
        size="xs"
        leftSection={<Plus size={14} />}
        onClick={() => onChange(stages.toSpliced(open, 0, { name: '', probability: 0.5, kind: 'open' }))}
      >
        Add a stage
      </Button>
    </Fieldset>
  )
}
