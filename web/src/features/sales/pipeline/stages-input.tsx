import { Text, TextInput } from '@mantine/core'
import type { Stage } from '../../../api/models.ts'
import { isRecord } from '../../../api/problem.ts'
import type { OwnInput } from '../../../records/field.ts'
import { RowsInput } from '../../../records/rows-input.tsx'
import { NumericInput } from '../../../records/typed-inputs.tsx'
import { percent } from '../../../ui/format.ts'
import { Nothing } from '../../../ui/values.tsx'

type NewStage = Omit<Stage, 'id' | 'exit'>

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
  const open = stages.filter(({ kind }) => kind === 'open').length
  return (
    <RowsInput
      label={label}
      error={error}
      rows={stages}
      onChange={onChange}
      one="stage"
      add="Add a stage"
      onAdd={() => onChange(stages.toSpliced(open, 0, { name: '', probability: 0.5, kind: 'open' }))}
      keeps={({ kind }) => kind === 'open' && open === 1}
      end={({ kind }) =>
        kind !== 'open' && (
          <Text size="xs" c="dimmed" w={28}>
            {closing[kind]}
          </Text>
        )
      }
    >
      {({ row, place, change }) => (
        <>
          <TextInput
            flex={1}
            aria-label={`Stage ${place + 1}: name`}
            value={row.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <NumericInput
            w={84}
            unit="%"
            min={0}
            max={100}
            aria-label={`Stage ${place + 1}: probability`}
            disabled={row.kind !== 'open'}
            value={Math.round(row.probability * 100)}
            onChange={(next) => change({ probability: (next ?? Number.NaN) / 100 })}
          />
        </>
      )}
    </RowsInput>
  )
}
