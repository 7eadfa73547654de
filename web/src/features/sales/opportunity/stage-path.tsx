import { Tooltip } from '@mantine/core'
import { Check } from 'lucide-react'
import { useCommand } from '../../../api/commands.ts'
import type { Pipeline, Stage } from '../../../api/models.ts'
import { useDirectory } from '../../../records/names.ts'
import { useRefusal } from '../../../time/write.tsx'
import { percent } from '../../../ui/format.ts'
import { useShortcuts } from '../../../ui/shortcuts.ts'
import type { Opportunity } from '../opportunity.entry.ts'
import type { Closing } from './close.tsx'
import { useHeldUp } from './held-up.tsx'
import classes from './opportunity.module.css'

/** The way through the pipeline, where this deal is on it, and a click to move on. */
export function StagePath({ row, onClose }: { row: Opportunity; onClose: (as: Closing) => void }) {
  const { stages } = useDirectory<Pipeline>('pipeline').find(({ id }) => id === row.pipelineId) ?? {}
  const command = useCommand()
  const refusal = useRefusal()
  const { refused, dialog } = useHeldUp()
  const move = (stage: Stage) => {
    if (stage.kind !== 'open') {
      onClose(stage.kind)
      return
    }
    command.mutate(
      {
        method: 'POST',
        path: `/opportunities/${row.id}/advance-stage`,
        body: { stageId: stage.id },
        ifMatch: row.revision,
        touches: ['opportunity'],
      },
      {
        onError: (error) => refused(error, { deal: row, to: stage }, `${row.name} stays in ${row.stageName}`),
      },
    )
  }
  const moves = row.status === 'open' && refusal('opportunity.advance-stage') === undefined
  const ahead = (stages ?? []).filter(({ id, kind }) => moves && kind === 'open' && id !== row.stageId)
  useShortcuts(
    'Opportunity',
    ahead.map((stage) => ({ label: `Advance stage to ${stage.name}`, run: () => move(stage) })),
  )
  if (!stages) return null
  const visited = row.stagesVisited ?? []
  const here = stages.findIndex(({ id }) => id === row.stageId)
  /** What is asked of a deal that goes on from here to a stage. */
  const before = (stage: Stage) => {
    const left = stages.slice(Math.max(here, 0), Math.max(here, stages.indexOf(stage), 0))
    const asked = left.flatMap(({ exit }) => exit.map(({ name }) => name))
    return asked.length > 0 ? `. Asked before: ${asked.join('; ')}` : ''
  }
  const shown = stages.filter(({ kind }) => kind === 'open' || kind === row.status)
  return (
    <>
      <ol className={classes.path} aria-label="Stages">
        {shown.map((stage) => {
          const current = stage.id === row.stageId
          const passed = !current && visited.includes(stage.id)
          const why =
            row.status !== 'open'
              ? 'This opportunity is closed; reopen it to move it.'
              : refusal('opportunity.advance-stage')
          return (
            <li key={stage.id} aria-current={current ? 'step' : undefined}>
              <Tooltip
                label={
                  why ??
                  `A deal that comes here is given a probability of ${percent(stage.probability)}${before(stage)}`
                }
              >
                <button
                  type="button"
                  className={classes.step}
                  data-state={current ? 'current' : passed ? 'passed' : 'ahead'}
                  aria-disabled={current || why !== undefined}
                  onClick={() => !current && !why && move(stage)}
                >
                  {passed && <Check size={12} aria-label="Has been in" />}
                  {stage.name}
                </button>
              </Tooltip>
            </li>
          )
        })}
      </ol>
      {dialog}
    </>
  )
}
