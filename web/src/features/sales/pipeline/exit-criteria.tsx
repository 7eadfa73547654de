import { ActionIcon, Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import type { Pipeline, Stage } from '../../../api/models.ts'
import { CriteriaBuilder } from '../../../records/criteria/builder.tsx'
import {
  asGroup,
  type Criterion,
  criterionWords,
  partsOf,
  useVocabularies,
} from '../../../records/criteria/criterion.ts'
import { reasonOf } from '../../../ui/notices.ts'
import { Quiet } from '../../../ui/screen.tsx'
import classes from '../../settings/rule-set/rule-set.module.css'
import { opportunity } from '../opportunity.tsx'

interface ExitCriterion {
  id?: string
  name: string
  when: Criterion
}

/** What is asked of a deal before it leaves a stage for a later one. */
export function ExitCriteria({ row, stage, onClose }: { row: Pipeline; stage: Stage; onClose: () => void }) {
  const [exit, setExit] = useState<readonly ExitCriterion[]>(stage.exit as readonly ExitCriterion[])
  const [building, setBuilding] = useState<number | null>(null)
  const [problem, setProblem] = useState<unknown>()
  const command = useCommand()
  const asked = useVocabularies().get('opportunity')?.fields ?? []
  const change = (place: number, part: Partial<ExitCriterion>) =>
    setExit(exit.map((one, at) => (at === place ? { ...one, ...part } : one)))
  const built = building === null ? undefined : exit[building]
  const save = () =>
    command.mutate(
      {
        method: 'POST',
        path: `/pipelines/${row.id}/set-exit-criteria`,
        body: { stageId: stage.id, exit },
        ifMatch: row.revision,
        touches: ['pipeline'],
      },
      { onSuccess: onClose, onError: setProblem },
    )
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={`Before a deal leaves ${stage.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <Stack gap={12}>
          <Quiet>
            A deal that goes on to a later stage must meet all of these. What is not met is named by what it
            is called here.
          </Quiet>
          {problem !== undefined && (
            <Alert color="red" role="alert" title="Nothing was changed">
              {reasonOf(problem)}
            </Alert>
          )}
          {exit.length === 0 && <Quiet>Nothing is asked so far.</Quiet>}
          <ol className={classes.rules} aria-label="Criteria">
            {exit.map((one, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a new one has no name but its place
              <li key={place} className={classes.rule}>
                <TextInput
                  aria-label={`Criterion ${place + 1}: name`}
                  placeholder="A quote is written"
                  className={classes.name}
                  value={one.name}
                  onChange={(event) => change(place, { name: event.currentTarget.value })}
                />
                <button
                  type="button"
                  className={classes.when}
                  aria-label={`Criterion ${place + 1}: when`}
                  onClick={() => setBuilding(place)}
                >
                  {criterionWords(one.when, opportunity.fields, asked)}
                </button>
                <ActionIcon
                  aria-label={`Remove criterion ${place + 1}`}
                  onClick={() => setExit(exit.toSpliced(place, 1))}
                >
                  <Trash2 size={14} />
                </ActionIcon>
              </li>
            ))}
          </ol>
          <Group justify="space-between">
            <Button
              variant="default"
              leftSection={<Plus size={14} />}
              onClick={() => {
                setExit([...exit, { name: '', when: { all: [] } }])
                setBuilding(exit.length)
              }}
            >
              Add a criterion
            </Button>
            <Group gap={8}>
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={command.isPending}>
                Save
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
      {built && building !== null && (
        <CriteriaBuilder
          resource={opportunity}
          criterion={asGroup(built.when)}
          title="What must hold of the deal"
          submit="Take these conditions"
          onClose={() => setBuilding(null)}
          onShow={(group) => {
            const [only, ...others] = partsOf(group)
            // One condition stands for itself, and names what has no name yet.
            const when = 'all' in group && only && others.length === 0 ? only : group
            const words = criterionWords(when, opportunity.fields, asked)
            change(building, { when, ...(built.name === '' && { name: words.slice(0, 80) }) })
            setBuilding(null)
          }}
        />
      )}
    </Modal>
  )
}
