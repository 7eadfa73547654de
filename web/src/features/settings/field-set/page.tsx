import { ActionIcon, Button, Group } from '@mantine/core'
import { Archive, ArchiveRestore, ArrowDown, ArrowUp, Pencil, Plus } from 'lucide-react'
import { useState } from 'react'
import { type Intent, useCommand } from '../../../api/commands.ts'
import type { ChoiceList, CustomField, FieldSet } from '../../../api/models.ts'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import { useDirectory } from '../../../records/names.ts'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { useRefusal } from '../../../time/write.tsx'
import { failed } from '../../../ui/notices.ts'
import { Table } from '../../../ui/screen.tsx'
import { Nothing, Tag } from '../../../ui/values.tsx'
import { fieldSet } from '../field-set.tsx'
import { addFields, changeFields, keyFrom, typeWords } from './asked.ts'

/** The fields of one kind of record, which are added, changed, moved and archived one by one. */
export function FieldSetPage({ id }: { id: string }) {
  return (
    <RecordPage resource={fieldSet} id={id}>
      {(row) => <Fields row={row} />}
    </RecordPage>
  )
}

function Fields({ row }: { row: FieldSet }) {
  const [asked, setAsked] = useState<CustomField | 'new' | null>(null)
  const command = useCommand()
  const refusal = useRefusal()
  const lists = useDirectory<ChoiceList>('choiceList')
  const { fields = [], kind = 'account' } = row
  const may = (verb: string) => refusal(`fieldSet.${verb}`) === undefined
  const close = () => setAsked(null)
  const to = (verb: string, body: object): Intent => ({
    method: 'POST',
    path: `/field-sets/${row.id}/${verb}`,
    body,
    ifMatch: row.revision,
    // What can be asked in lists changes with it.
    touches: ['fieldSet', 'criteria'],
  })
  const send = (verb: string, { key, label }: CustomField, more: object = {}) =>
    command.mutate(to(verb, { key, ...more }), {
      onError: (error) => failed(`${label} stays as it is`, error),
    })
  return (
    <Panel title="Fields">
      <Table label="Fields" head={['Field', 'Holds', 'Section', 'Name for programs', '']}>
        {fields.map((field, place) => (
          <tr key={field.key}>
            <td>
              {field.label} <Marks field={field} />
            </td>
            <td>{typeWords(field)}</td>
            <td>{field.section ?? <Nothing />}</td>
            <td>
              <code>{field.key}</code>
            </td>
            <td data-right>
              <Group gap={4} justify="flex-end" wrap="nowrap">
                <ActionIcon
                  aria-label={`Move ${field.label} up`}
                  disabled={!may('move-field') || place === 0}
                  onClick={() => send('move-field', field, { index: place - 1 })}
                >
                  <ArrowUp size={14} />
                </ActionIcon>
                <ActionIcon
                  aria-label={`Move ${field.label} down`}
                  disabled={!may('move-field') || place === fields.length - 1}
                  onClick={() => send('move-field', field, { index: place + 1 })}
                >
                  <ArrowDown size={14} />
                </ActionIcon>
                <ActionIcon
                  aria-label={`Change ${field.label}`}
                  disabled={!may('change-field') || field.archived}
                  onClick={() => setAsked(field)}
                >
                  <Pencil size={14} />
                </ActionIcon>
                {field.archived ? (
                  <ActionIcon
                    aria-label={`Restore ${field.label}`}
                    disabled={!may('restore-field')}
                    onClick={() => send('restore-field', field)}
                  >
                    <ArchiveRestore size={14} />
                  </ActionIcon>
                ) : (
                  <ActionIcon
                    aria-label={`Archive ${field.label}`}
                    disabled={!may('archive-field')}
                    onClick={() => send('archive-field', field)}
                  >
                    <Archive size={14} />
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
        disabled={!may('add-field')}
        onClick={() => setAsked('new')}
      >
        Add a field
      </Button>
      {asked === 'new' && (
        <AskDialog
          title="Add a field"
          fields={addFields(kind, lists)}
          initial={{ type: 'text' }}
          submit="Add the field"
          onClose={close}
          onSubmit={({ key, label, ...answers }) => {
            const body = { ...filled(answers), label, key: key ?? keyFrom(String(label)) }
            return command.mutateAsync(to('add-field', body))
          }}
        >
          It is on every form, page and list of its kind of record at once. What it holds, and its name for
          programs, are for ever.
        </AskDialog>
      )}
      {asked !== null && asked !== 'new' && (
        <AskDialog
          title={`Change ${asked.label}`}
          fields={changeFields(asked)}
          initial={{ ...asked }}
          submit="Change the field"
          onClose={close}
          onSubmit={({ label, choices, required, section, help }) =>
            command.mutateAsync(
              to('change-field', { key: asked.key, label, choices, required, section, help }),
            )
          }
        >
          Records keep the values they have, and history what the field was called.
        </AskDialog>
      )}
    </Panel>
  )
}

/** What was left empty is left out. */
function filled(answers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== null))
}

function Marks({ field: { archived, required, personal } }: { field: CustomField }) {
  return (
    <>
      {archived && <Tag tone="neutral">Archived</Tag>} {required && <Tag tone="accent">Required</Tag>}{' '}
      {personal && <Tag tone="warn">Personal</Tag>}
    </>
  )
}
