import { Select, TextInput } from '@mantine/core'
import { CriterionButton } from '../../../records/criteria/criterion-button.tsx'
import { RefInput } from '../../../records/field-input.tsx'
import { NumericInput } from '../../../records/typed-inputs.tsx'
import type { Step } from '../sequence.entry.ts'

interface Props<S extends Step = Step> {
  label: string
  /** Of whom the sequence is. */
  model: 'contact' | 'lead'
  step: S
  onChange: (step: Step) => void
}

type Of<K extends Step['do']> = Extract<Step, { do: K }>

/** What is said of a step. */
export function StepInput(props: Props) {
  const { step } = props
  switch (step.do) {
    case 'mail':
      return (
        <RefInput
          label=""
          aria-label={`${props.label}: template`}
          placeholder="Template"
          model="messageTemplate"
          value={step.templateId || null}
          onChange={(templateId) => props.onChange({ ...step, templateId: templateId ?? '' })}
        />
      )
    case 'task':
      return <TaskInput {...props} step={step} />
    case 'wait':
      return <WaitInput {...props} step={step} />
    case 'check':
      return <CheckInput {...props} step={step} />
  }
}

function TaskInput({ label, step, onChange }: Props<Of<'task'>>) {
  return (
    <>
      <TextInput
        aria-label={`${label}: subject`}
        flex={1}
        miw={180}
        value={step.subject}
        onChange={(event) => onChange({ ...step, subject: event.currentTarget.value })}
      />
      <NumericInput
        aria-label={`${label}: due in`}
        unit="days"
        w={110}
        min={0}
        max={365}
        value={step.dueInDays}
        onChange={(next) => onChange({ ...step, dueInDays: next ?? Number.NaN })}
      />
      <RefInput
        label=""
        aria-label={`${label}: for whom; nobody is whoever has them`}
        placeholder="Whoever has them"
        model="user"
        value={step.assigneeId}
        onChange={(assigneeId) => onChange({ ...step, assigneeId })}
      />
    </>
  )
}

function WaitInput({ label, step, onChange }: Props<Of<'wait'>>) {
  return (
    <>
      <NumericInput
        aria-label={`${label}: how long`}
        w={90}
        min={1}
        max={365}
        value={step.amount}
        onChange={(next) => onChange({ ...step, amount: next ?? Number.NaN })}
      />
      <Select
        aria-label={`${label}: unit`}
        w={110}
        allowDeselect={false}
        data={['hours', 'days']}
        value={step.unit}
        onChange={(unit) => onChange({ ...step, unit: unit === 'hours' ? 'hours' : 'days' })}
      />
      <RefInput
        label=""
        aria-label={`${label}: business hours; none is around the clock`}
        placeholder="Around the clock"
        model="businessCalendar"
        value={step.calendarId}
        onChange={(calendarId) => onChange({ ...step, calendarId })}
      />
    </>
  )
}

function CheckInput({ label, model, step, onChange }: Props<Of<'check'>>) {
  return (
    <>
      <CriterionButton
        label={`${label}: condition`}
        model={model}
        criterion={step.where}
        title="What must hold?"
        onChange={(where) => onChange({ ...step, where })}
      />
      <span>holds, leave out the next</span>
      <NumericInput
        aria-label={`${label}: how many steps are left out`}
        w={80}
        min={1}
        max={50}
        value={step.skip}
        onChange={(next) => onChange({ ...step, skip: next ?? Number.NaN })}
      />
    </>
  )
}
