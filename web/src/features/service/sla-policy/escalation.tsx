import { Group } from '@mantine/core'
import { isRecord } from '../../../api/problem.ts'
import type { OwnInput } from '../../../records/field.ts'
import { RefInput } from '../../../records/field-input.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { Nothing } from '../../../ui/values.tsx'
import type { SlaPolicy } from '../sla-policy.entry.ts'

type Escalation = NonNullable<SlaPolicy['escalateTo']>

const nobody: Escalation = { teamId: null, userId: null }
const isEscalation = (value: unknown): value is Escalation => isRecord(value) && 'teamId' in value

export function EscalationShown({ value }: { value: unknown }) {
  const { teamId, userId } = isEscalation(value) ? value : nobody
  if (!teamId && !userId) return <Nothing />
  return (
    <Group gap={8}>
      {teamId && <Reference model="team" id={teamId} />}
      {userId && <Reference model="user" id={userId} />}
    </Group>
  )
}

/** A team, a person, or both. */
export function EscalationInput({ label, description, error, value, onChange }: OwnInput) {
  const to = isEscalation(value) ? value : nobody
  const set = (part: Partial<Escalation>) => {
    const next = { ...to, ...part }
    onChange(next.teamId === null && next.userId === null ? null : next)
  }
  return (
    <Group gap={8} grow align="flex-start">
      <RefInput
        label={`${label}: team`}
        description={description}
        error={error}
        model="team"
        value={to.teamId}
        onChange={(teamId) => set({ teamId })}
      />
      <RefInput
        label={`${label}: person`}
        description={description}
        model="user"
        value={to.userId}
        onChange={(userId) => set({ userId })}
      />
    </Group>
  )
}
