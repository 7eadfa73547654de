import { ActionIcon, Button, Group } from '@mantine/core'
import { ArrowDown, ArrowUp, Ban, Pencil, Plus, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { type Intent, useCommand } from '../../../api/commands.ts'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import type { Field } from '../../../records/field.ts'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { useReferenceNow } from '../../../time/use-time.ts'
import { useRefusal } from '../../../time/write.tsx'
import { day } from '../../../ui/format.ts'
import { formatsNow } from '../../../ui/formats.ts'
import { failed } from '../../../ui/notices.ts'
import { Table } from '../../../ui/screen.tsx'
import { Nothing, Tag } from '../../../ui/values.tsx'
import { dateAt } from '../../../ui/zone.ts'
import type { Choice, ChoiceList } from '../choice-list.entry.ts'
import { choiceList } from '../choice-list.tsx'

/** A list with its choices, which are changed one by one: records keep what they were given. */
export function ChoiceListPage({ id }: { id: string }) {
  return (
    <RecordPage resource={choiceList} id={id}>
      {(row) => <Choices row={row} />}
    </RecordPage>
  )
}

const choiceFields: readonly Field[] = [
  { key: 'name', label: 'Name', kind: 'text', required: true },
  { key: 'from', label: 'Offered from', kind: 'date', hint: 'Left empty: from ever' },
  { key: 'until', label: 'No more from', kind: 'date', hint: 'Left empty: for ever' },
]

function Choices({ row }: { row: ChoiceList }) {
  const [asked, setAsked] = useState<Choice | 'new' | null>(null)
  const command = useCommand()
  const refusal = useRefusal()
  const { choices = [] } = row
  const may = (verb: string) => !row.archived && refusal(`choiceList.${verb}`) === undefined
  const today = dateAt(useReferenceNow(), formatsNow().timeZone)
  const close = () => setAsked(null)
  const to = (verb: string, body: object): Intent => ({
    method: 'POST',
    path: `/choice-lists/${row.id}/${verb}`,
    body,
    ifMatch: row.revision,
    touches: ['choiceList'],
  })
  const send = (verb: string, { id, name }: Choice, more: object = {}) =>
    command.mutate(to(verb, { choiceId: id, ...more }), {
      onError: (error) => failed(`${name} stays as it is`, error),
    })
  return (
    <Panel title="Choices">
      <Table label="Choices" head={['Choice', 'Offered from', 'No more from', 'Formerly', '']}>
        {choices.map((choice, place) => (
          <tr key={choice.id}>
            <td>
              {choice.name} <Standing choice={choice} today={today} />
            </td>
            <td>{choice.from ? day(choice.from) : <Nothing />}</td>
            <td>{choice.until ? day(choice.until) : <Nothing />}</td>
            <td>{choice.names.slice(0, -1).join(', ') || <Nothing />}</td>
            <td data-right>
              <Group gap={4} justify="flex-end" wrap="nowrap">
                <ActionIcon
                  aria-label={`Move ${choice.name} up`}
                  disabled={!may('move-choice') || place === 0}
                  onClick={() => send('move-choice', choice, { index: place - 1 })}
                >
                  <ArrowUp size={14} />
                </ActionIcon>
                <ActionIcon
                  aria-label={`Move ${choice.name} down`}
                  disabled={!may('move-choice') || place === choices.length - 1}
                  onClick={() => send('move-choice', choice, { index: place + 1 })}
                >
                  <ArrowDown size={14} />
                </ActionIcon>
                <ActionIcon
                  aria-label={`Change ${choice.name}`}
                  disabled={!may('change-choice')}
                  onClick={() => setAsked(choice)}
                >
                  <Pencil size={14} />
                </ActionIcon>
                {choice.until === null ? (
                  <ActionIcon
                    aria-label={`Retire ${choice.name}`}
                    disabled={!may('retire-choice')}
                    onClick={() => send('retire-choice', choice)}
                  >
                    <Ban size={14} />
                  </ActionIcon>
                ) : (
                  <ActionIcon
                    aria-label={`Offer ${choice.name} again`}
                    disabled={!may('change-choice')}
                    onClick={() => send('change-choice', choice, { until: null })}
                  >
                    <RotateCcw size={14} />
                  </ActionIcon>
                )}
              </Group>
            </td>
          </tr>
        ))}
      </Table>
      <Button
        variant="default"
        mt={8}
        leftSection={<Plus size={14} />}
        disabled={!may('add-choice')}
        onClick={() => setAsked('new')}
      >
        Add a choice
      </Button>
      {asked === 'new' && (
        <AskDialog
          title="Add a choice"
          fields={choiceFields}
          submit="Add the choice"
          onClose={close}
          onSubmit={(choice) => command.mutateAsync(to('add-choice', { choice }))}
        >
          It comes last; move it to its place.
        </AskDialog>
      )}
      {asked !== null && asked !== 'new' && <ChangeChoice choice={asked} to={to} onClose={close} />}
    </Panel>
  )
}

function Standing({ choice: { from, until }, today }: { choice: Choice; today: string }) {
  if (until !== null && until <= today) return <Tag tone="warn">Retired</Tag>
  return from !== null && from > today ? <Tag tone="neutral">To come</Tag> : null
}

/** What was emptied is sent as such: a day that is taken away. */
function ChangeChoice({
  choice: { id, name, from, until },
  to,
  onClose,
}: {
  choice: Choice
  to: (verb: string, body: object) => Intent
  onClose: () => void
}) {
  const command = useCommand()
  return (
    <AskDialog
      title={`Change ${name}`}
      fields={choiceFields}
      initial={{ name, from, until }}
      submit="Change the choice"
      onClose={onClose}
      onSubmit={(answers) => command.mutateAsync(to('change-choice', { choiceId: id, ...answers }))}
    >
      Records that were given it keep the name they were given; asked for by the new name, they are found as
      well.
    </AskDialog>
  )
}
