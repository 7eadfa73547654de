import { TagsInput } from '@mantine/core'
import { useState } from 'react'
import { CommandDialog } from '../../records/command-dialog.tsx'
import type { Field, OwnInput } from '../../records/field.ts'
import { RecordPage } from '../../records/page.tsx'
import { Panel } from '../../records/panel.tsx'
import { resource } from '../../records/resource.ts'
import { WriteButton } from '../../time/write.tsx'
import { Quiet, Table } from '../../ui/screen.tsx'
import { Nothing } from '../../ui/values.tsx'
import { type CustomSetting, customSetting as entry } from './custom-setting.entry.ts'

const kinds = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'yes-no', label: 'Yes or no' },
  { value: 'date', label: 'Day' },
  { value: 'choice', label: 'Choice' },
] as const

const texts = (value: unknown) => (Array.isArray(value) ? value.map(String) : [])

export const customSetting = resource<CustomSetting>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'key',
      label: 'Key',
      kind: 'text',
      required: true,
      sortable: true,
      once: true,
      hint: 'Its place in the tree, such as sales.discounts.largest',
    },
    { key: 'kind', label: 'Kind', kind: 'choice', choices: kinds, required: true, once: true, width: 120 },
    {
      key: 'choices',
      label: 'Choices',
      kind: 'own',
      Show: ChoicesShown,
      Input: ChoicesInput,
      hint: 'Of a choice: what it can be',
    },
    { key: 'about', label: 'About', kind: 'long-text' },
    { key: 'archived', label: 'Archived', kind: 'yes-no', fixed: true, filter: true, width: 90 },
  ],
  columns: ['key', 'kind'],
  sort: 'key',
  searchable: true,
  change: 'customSetting.change',
  archive: 'customSetting.archive',
  empty:
    'Settings of your own are values that everybody here goes by: the largest discount, the greeting of letters.',
  Page: ({ id }) => <CustomSettingPage id={id} />,
})

function CustomSettingPage({ id }: { id: string }) {
  const [setting, setSetting] = useState<CustomSetting | null>(null)
  return (
    <>
      <RecordPage
        resource={customSetting}
        id={id}
        actions={(row) =>
          !row.archived && (
            <WriteButton permission="customSetting.set" onClick={() => setSetting(row)}>
              Set the value
            </WriteButton>
          )
        }
      >
        {({ said }) => (
          <Panel title="Values">
            {said === undefined || said.length === 0 ? (
              <Quiet>Nothing was set yet.</Quiet>
            ) : (
              <Table label="Values" head={['From', 'Value']}>
                {said.map(({ value, from }, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: what was said is never taken out of its order
                  <tr key={place}>
                    <td>{from}</td>
                    <td>{wordsOf(value)}</td>
                  </tr>
                ))}
              </Table>
            )}
          </Panel>
        )}
      </RecordPage>
      {setting && (
        <CommandDialog
          title={`Set ${setting.name}`}
          path={`/custom-settings/${id}/set`}
          fields={fieldsOf(setting)}
          submit="Set"
          touches={['customSetting']}
          onClose={() => setSetting(null)}
        >
          What was said of other days stays.
        </CommandDialog>
      )}
    </>
  )
}

export function wordsOf(value: unknown) {
  if (value === null || value === undefined) return <Nothing />
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function fieldsOf({ kind, choices = [] }: CustomSetting): Field[] {
  const value = { key: 'value', label: 'Value', required: true } as const
  const from = { key: 'from', label: 'From', kind: 'date', required: true } as const
  if (kind === 'choice')
    return [{ ...value, kind: 'choice', choices: choices.map((one) => ({ value: one, label: one })) }, from]
  if (kind === 'yes-no')
    return [
      {
        ...value,
        kind: 'choice',
        choices: [
          { value: 'yes', label: 'Yes' },
          { value: 'no', label: 'No' },
        ],
      },
      from,
    ]
  return [{ ...value, kind: kind === 'date' ? 'date' : 'text' }, from]
}

function ChoicesShown({ value }: { value: unknown }) {
  const all = texts(value)
  return all.length === 0 ? <Nothing /> : all.join(', ')
}

function ChoicesInput({ value, onChange, ...shared }: OwnInput) {
  return <TagsInput {...shared} clearable value={texts(value)} onChange={onChange} />
}
