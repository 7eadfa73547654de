import { Fieldset, Group, Text } from '@mantine/core'
import { isRecord } from '../../../api/problem.ts'
import type { OwnInput } from '../../../records/field.ts'
import { NumericInput } from '../../../records/typed-inputs.tsx'
import { hours } from '../../../ui/format.ts'
import { Nothing } from '../../../ui/values.tsx'
import type { SlaPolicy } from '../sla-policy.entry.ts'

type Targets = NonNullable<SlaPolicy['targets']>

const priorities = ['urgent', 'high', 'normal', 'low'] as const
const promises = [
  { key: 'responseMinutes', label: 'first reply' },
  { key: 'resolutionMinutes', label: 'solution' },
] as const

const isTargets = (value: unknown): value is Targets => isRecord(value) && isRecord(value.urgent)

export function TargetsShown({ value }: { value: unknown }) {
  if (!isTargets(value)) return <Nothing />
  return (
    <>
      {priorities
        .map((of) => `${of}: ${hours(value[of].responseMinutes)} / ${hours(value[of].resolutionMinutes)}`)
        .join(' · ')}
    </>
  )
}

/** How many business minutes until the first reply and the solution, by priority. */
export function TargetsInput({ label, error, value, onChange }: OwnInput) {
  const none = { responseMinutes: 0, resolutionMinutes: 0 }
  const targets = isTargets(value) ? value : { urgent: none, high: none, normal: none, low: none }
  return (
    <Fieldset legend={<Text fw={500}>{label}, in business minutes</Text>} variant="unstyled" m={0}>
      {priorities.map((priority) => (
        <Group key={priority} gap={8} mb={4} wrap="nowrap">
          <Text size="sm" w={64}>
            {priority}
          </Text>
          {promises.map(({ key, label: of }) => (
            <NumericInput
              key={key}
              flex={1}
              min={1}
              unit="min"
              aria-label={`${priority}: minutes to the ${of}`}
              description={priority === 'urgent' ? `To the ${of}` : undefined}
              value={targets[priority][key]}
              onChange={(next) =>
                onChange({ ...targets, [priority]: { ...targets[priority], [key]: next ?? Number.NaN } })
              }
            />
          ))}
        </Group>
      ))}
      {error && (
        <Text size="xs" c="red.9" role="alert">
          {error}
        </Text>
      )}
    </Fieldset>
  )
}
