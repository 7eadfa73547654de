import { Checkbox, Group, Select, TextInput } from '@mantine/core'
import { FieldInput } from '../../../records/field-input.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { NumericInput } from '../../../records/typed-inputs.tsx'
import type { Outcome, RuleContent } from '../rule-set.entry.ts'
import { AssignmentSettings, PoolInput } from './assignment.tsx'
import { WorkflowInput } from './workflow.tsx'

interface OutcomeProps {
  place: number
  outcome: Outcome
  readOnly: boolean
  onChange: (outcome: Outcome) => void
}

/** What follows where a rule holds, where that is no points. */
export function OutcomeInput(props: OutcomeProps) {
  if (props.outcome.actions !== undefined) return <WorkflowInput {...props} />
  if (props.outcome.task !== undefined) return <TaskInput {...props} />
  if (props.outcome.priceBookId !== undefined) return <BookInput {...props} />
  return props.outcome.qualifies === undefined ? <PoolInput {...props} /> : <VerdictInput {...props} />
}

function TaskInput({ place, outcome: { task = '' }, readOnly, onChange }: OutcomeProps) {
  return (
    <TextInput
      aria-label={`Rule ${place}: task for the owner`}
      w={240}
      disabled={readOnly}
      value={task}
      onChange={(event) => onChange({ task: event.currentTarget.value })}
    />
  )
}

function BookInput({ place, outcome: { priceBookId = null }, readOnly, onChange }: OutcomeProps) {
  if (readOnly) return <Reference model="priceBook" id={priceBookId ?? ''} />
  return (
    <FieldInput
      field={{ key: 'priceBookId', label: `Rule ${place}: price book`, kind: 'ref', model: 'priceBook' }}
      value={priceBookId}
      onChange={(next) => onChange({ priceBookId: next as string | null })}
    />
  )
}

function VerdictInput({ place, outcome: { qualifies, reason = null }, readOnly, onChange }: OutcomeProps) {
  return (
    <Group gap={4} wrap="nowrap">
      <Select
        aria-label={`Rule ${place}: says`}
        w={130}
        allowDeselect={false}
        disabled={readOnly}
        data={['Qualified', 'Disqualified']}
        value={qualifies ? 'Qualified' : 'Disqualified'}
        onChange={(next) => onChange({ qualifies: next === 'Qualified', reason })}
      />
      {!qualifies && !readOnly && (
        <FieldInput
          field={{
            key: 'reason',
            label: `Rule ${place}: because`,
            kind: 'listed',
            list: 'lead-disqualification',
          }}
          value={reason}
          onChange={(next) => onChange({ qualifies: false, reason: (next as string | null) || null })}
        />
      )}
    </Group>
  )
}

/** What a version says beside its rules, where that is no limits of heat. */
export function PurposeSettings(props: {
  /** Whether what was given is to be taken up within a time. */
  picksUp: boolean
  content: RuleContent
  readOnly: boolean
  onChange: (part: Partial<RuleContent>) => void
}) {
  const { content, readOnly, onChange } = props
  if (content.runsAnHour !== undefined)
    return (
      <NumericInput
        label="Each rule is followed at most"
        unit="times an hour"
        w={220}
        min={1}
        max={10_000}
        disabled={readOnly}
        value={content.runsAnHour}
        onChange={(runs) => onChange({ runsAnHour: runs ?? Number.NaN })}
      />
    )
  if (content.tasksDueInDays !== undefined)
    return (
      <NumericInput
        label="A task is due in"
        unit="days"
        w={150}
        min={0}
        max={365}
        disabled={readOnly}
        value={content.tasksDueInDays}
        onChange={(days) => onChange({ tasksDueInDays: days ?? Number.NaN })}
      />
    )
  if (content.otherBooks !== undefined)
    return (
      <Checkbox
        label="Look for what the first book does not have in those of the next rules that hold"
        disabled={readOnly}
        checked={content.otherBooks}
        onChange={(event) => onChange({ otherBooks: event.currentTarget.checked })}
      />
    )
  if (content.againstPeople === undefined) return <AssignmentSettings {...props} />
  return (
    <Checkbox
      label="Decide on leads, too, that a person has qualified, taken up again or put back"
      disabled={readOnly}
      checked={content.againstPeople}
      onChange={(event) => onChange({ againstPeople: event.currentTarget.checked })}
    />
  )
}
