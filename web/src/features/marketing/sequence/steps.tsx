import { Button, Group, Select } from '@mantine/core'
import { Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { equal } from '../../../records/equal.ts'
import { Panel } from '../../../records/panel.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet } from '../../../ui/screen.tsx'
import { OrderedRows } from '../ordered-rows.tsx'
import type { Sequence, Step } from '../sequence.entry.ts'
import { StepInput } from './step-input.tsx'

const kinds: readonly { value: Step['do']; label: string; first: Step }[] = [
  { value: 'mail', label: 'Send a mail', first: { do: 'mail', templateId: '' } },
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
  const [base, setBase] = useState(row)
  const [steps, setSteps] = useState(stepsOf(row))
  const command = useCommand()
  const isChanged = !equal(steps, stepsOf(base))
  // What others save meanwhile is shown unless there is something here that it would take away.
  useEffect(() => {
    if (isChanged || row.revision === base.revision) return
    setBase(row)
    setSteps(stepsOf(row))
  }, [row, base, isChanged])
  const save = () =>
    command.mutate(
      {
        method: 'PATCH',
        path: `/sequences/${row.id}`,
        body: { steps },
        ifMatch: base.revision,
        touches: ['sequence'],
      },
      {
        onSuccess: ({ revision }) => {
          setBase({ ...base, steps: steps as never, revision })
          done('Saved: publish it, and whoever enters then goes by it')
        },
        onError: (error) => failed('The steps were not saved', error),
      },
    )
  return (
    <Panel
      title="Steps"
      aside={
        <Group gap={8}>
          <Button
            variant="default"
            leftSection={<Plus size={14} />}
            onClick={() => setSteps([...steps, ...kinds.slice(0, 1).map(({ first }) => first)])}
          >
            Add a step
          </Button>
          <WriteButton
            permission="sequence.change"
            refusal={isChanged ? undefined : 'Nothing has changed since it was saved.'}
            loading={command.isPending}
            onClick={save}
          >
            Save the steps
          </WriteButton>
        </Group>
      }
    >
      {steps.length === 0 && <Quiet>There is no step yet.</Quiet>}
      <OrderedRows label="Steps" one="step" rows={steps} onChange={setSteps}>
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
      </OrderedRows>
    </Panel>
  )
}
