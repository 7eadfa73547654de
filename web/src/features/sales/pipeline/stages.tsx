import { ActionIcon, Button, Group } from '@mantine/core'
import { ArrowDown, ArrowUp, ListChecks, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import type { Pipeline, Stage } from '../../../api/models.ts'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import type { Field } from '../../../records/field.ts'
import { Panel } from '../../../records/panel.tsx'
import { useRefusal } from '../../../time/write.tsx'
import { percent } from '../../../ui/format.ts'
import { failed } from '../../../ui/notices.ts'
import classes from '../quote/quote.module.css'
import { ExitCriteria } from './exit-criteria.tsx'
import { InOrder, Movable } from './in-order.tsx'

const stageFields: readonly Field[] = [
  { key: 'name', label: 'Name', kind: 'text', required: true },
  {
    key: 'probability',
    label: 'Probability',
    kind: 'percent',
    required: true,
    hint: 'What a deal that enters it is given, unless somebody knows better',
  },
]
/** A stage that closes deals is sure. */
const fieldsOf = (stage: Stage) => (stage.kind === 'open' ? stageFields : stageFields.slice(0, 1))

type Asked = { verb: 'add' } | { verb: 'change' | 'exit' | 'remove'; stage: Stage } | null

export function Stages({ row }: { row: Pipeline }) {
  const [asked, setAsked] = useState<Asked>(null)
  const command = useCommand()
  const refusal = useRefusal()
  const { stages = [] } = row
  const open = stages.filter(({ kind }) => kind === 'open').length
  const may = (verb: string) => !row.archived && refusal(`pipeline.${verb}`) === undefined
  const close = () => setAsked(null)
  const shared = { touches: ['pipeline'], ifMatch: row.revision, onClose: close }
  const path = (verb: string) => `/pipelines/${row.id}/${verb}`
  const move = (stage: Stage, index: number) =>
    command.mutate(
      {
        method: 'POST',
        path: path('move-stage'),
        body: { stageId: stage.id, index },
        ifMatch: row.revision,
        touches: ['pipeline'],
      },
      { onError: (error) => failed(`${stage.name} stays where it is`, error) },
    )
  return (
    <Panel title="Stages">
      <InOrder
        things={stages.filter(({ kind }) => kind === 'open')}
        still={!may('move-stage')}
        onMove={(id, place) => {
          const stage = stages.find((one) => one.id === id)
          if (stage) move(stage, place)
        }}
      >
        <table className={classes.lines}>
          <thead>
            <tr>
              <td />
              <th>Stage</th>
              <th data-right>Probability</th>
              <th>Closes as</th>
              <th>Asked before it is left</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {stages.map((stage, place) => (
              <Movable key={stage.id} id={stage.id} name={stage.name} fixed={stage.kind !== 'open'}>
                <td>{stage.name}</td>
                <td data-right>{percent(stage.probability)}</td>
                <td>{stage.kind === 'open' ? '–' : stage.kind}</td>
                <td>{stage.exit.map(({ name }) => name).join('; ') || '–'}</td>
                <td data-right>
                  <Group gap={4} justify="flex-end" wrap="nowrap">
                    {stage.kind === 'open' && (
                      <>
                        <ActionIcon
                          aria-label={`Move ${stage.name} up`}
                          disabled={!may('move-stage') || place === 0}
                          onClick={() => move(stage, place - 1)}
                        >
                          <ArrowUp size={14} />
                        </ActionIcon>
                        <ActionIcon
                          aria-label={`Move ${stage.name} down`}
                          disabled={!may('move-stage') || place >= open - 1}
                          onClick={() => move(stage, place + 1)}
                        >
                          <ArrowDown size={14} />
                        </ActionIcon>
                      </>
                    )}
                    {stage.kind === 'open' && (
                      <ActionIcon
                        aria-label={`What is asked before ${stage.name} is left`}
                        disabled={!may('set-exit-criteria')}
                        onClick={() => setAsked({ verb: 'exit', stage })}
                      >
                        <ListChecks size={14} />
                      </ActionIcon>
                    )}
                    <ActionIcon
                      aria-label={`Change ${stage.name}`}
                      disabled={!may('change-stage')}
                      onClick={() => setAsked({ verb: 'change', stage })}
                    >
                      <Pencil size={14} />
                    </ActionIcon>
                    {stage.kind === 'open' && (
                      <ActionIcon
                        aria-label={`Remove ${stage.name}`}
                        disabled={!may('remove-stage') || open === 1}
                        onClick={() => setAsked({ verb: 'remove', stage })}
                      >
                        <Trash2 size={14} />
                      </ActionIcon>
                    )}
                  </Group>
                </td>
              </Movable>
            ))}
          </tbody>
        </table>
      </InOrder>
      <Button
        variant="default"
        mt={8}
        leftSection={<Plus size={14} />}
        disabled={!may('add-stage')}
        onClick={() => setAsked({ verb: 'add' })}
      >
        Add a stage
      </Button>
      {asked?.verb === 'add' && <AddStage path={path('add-stage')} {...shared} />}
      {asked?.verb === 'change' && (
        <CommandDialog
          title={`Change ${asked.stage.name}`}
          path={path('change-stage')}
          fields={fieldsOf(asked.stage)}
          initial={{ name: asked.stage.name, probability: asked.stage.probability }}
          body={{ stageId: asked.stage.id }}
          submit="Change the stage"
          {...shared}
        >
          Deals that are in it keep the name and probability that they were given.
        </CommandDialog>
      )}
      {asked?.verb === 'exit' && <ExitCriteria row={row} stage={asked.stage} onClose={close} />}
      {asked?.verb === 'remove' && (
        <CommandDialog
          title={`Remove ${asked.stage.name}`}
          path={path('remove-stage')}
          fields={[]}
          body={{ stageId: asked.stage.id }}
          submit="Remove the stage"
          grave
          {...shared}
        >
          Deals that are in it stay there, with its name and probability, until they are moved.
        </CommandDialog>
      )}
    </Panel>
  )
}

/** What is entered is the stage, in one part of the command. */
function AddStage({ path, touches, ifMatch, onClose }: Shared) {
  const command = useCommand()
  return (
    <AskDialog
      title="Add a stage"
      fields={stageFields}
      submit="Add the stage"
      onClose={onClose}
      onSubmit={(stage) => command.mutateAsync({ method: 'POST', path, body: { stage }, ifMatch, touches })}
    >
      It comes after the open stages; move it to its place.
    </AskDialog>
  )
}

interface Shared {
  path: string
  touches: readonly string[]
  ifMatch: number
  onClose: () => void
}
