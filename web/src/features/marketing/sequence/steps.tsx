import { Select } from '@mantine/core'
import { OrderedPanel } from '../ordered-panel.tsx'
import type { Sequence, Step } from '../sequence.entry.ts'
import { StepInput } from './step-input.tsx'

const mail: Step = { do: 'mail', templateId: '' }
const kinds: readonly { value: Step['do']; label: string; first: Step }[] = [
  { value: 'mail', label: 'Send a mail', first: mail },
  { value: 'wait', label: 'Wait', first: { do: 'wait', amount: 3, unit: 'days', calendarId: null } },
  {
    value: 'task',
    label: 'Give a task',
    first: { do: 'task', subject: 'Follow up', dueInDays: 1, assigneeId: null },
  },
  { value: 'check', label: 'Unless', first: { do: 'check', where: { all: [] }, skip: 1 } },
]

/** As they are sent: nothing that only the server says. */
function stepsOf({ steps = [] }: Sequence): readonly Step[] {
  return steps.map((step) => {
    const { version: _, ...said } = step
    return said as unknown as Step
  })
}

/** The steps of a sequence in their order; whoever is inside stays in the version in which they came. */
export function Steps({ row }: { row: Sequence }) {
  return (
    <OrderedPanel
      row={row}
      of={stepsOf}
      kept={{
        model: 'sequence',
        path: `/sequences/${row.id}`,
        field: 'steps',
        save: 'the steps',
        saved: 'Saved: publish it, and whoever enters then goes by it',
        unsaved: 'The steps were not saved',
      }}
      title="Steps"
      label="Steps"
      one="step"
      first={mail}
      empty="There is no step yet."
    >
      {(step, at, put) => (
        <>
          <Select
            aria-label={`Step ${at + 1}`}
            w={140}
            allowDeselect={false}
            data={kinds.map(({ value, label }) => ({ value, label }))}
            value={step.do}
            onChange={(next) => put(kinds.find(({ value }) => value === next)?.first ?? step)}
          />
          <StepInput label={`Step ${at + 1}`} model={row.model ?? 'lead'} step={step} onChange={put} />
        </>
      )}
    </OrderedPanel>
  )
}
