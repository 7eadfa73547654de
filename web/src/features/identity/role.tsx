import { useState } from 'react'
import { CommandDialog } from '../../records/command-dialog.tsx'
import { catalog } from '../../records/entry.ts'
import { RecordPage } from '../../records/page.tsx'
import { Related } from '../../records/related.tsx'
import { resource } from '../../records/resource.ts'
import { WriteButton } from '../../time/write.tsx'
import { Tag } from '../../ui/values.tsx'
import { MasksInput, MasksShown } from './masks.tsx'
import { role as entry, type Role } from './role.entry.ts'
import { refOf, rightsOf } from './role-choice.tsx'
import { RightsTable } from './role-rights.tsx'

const models = catalog().map(({ model }) => model)

export const role = resource<Role>(entry)({
  title: ({ name }) => name,
  state: ({ builtIn, archived }) =>
    archived ? <Tag tone="warn">Archived</Tag> : builtIn && <Tag>From the start</Tag>,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'may',
      label: 'May',
      kind: 'words',
      width: 380,
      choices: ['*', '*.read', ...models.flatMap((model) => [`${model}.read`, `${model}.*`])],
      hint: 'Permissions such as lead.qualify, lead.* or *.read. What is not named is denied.',
    },
    {
      key: 'seesAll',
      label: 'Sees all',
      kind: 'words',
      choices: ['*', ...models],
      width: 220,
      hint: 'Kinds of records seen whole, whoever owns them; * is every kind',
    },
    {
      key: 'seesMembers',
      label: 'Sees what members of own teams own',
      kind: 'yes-no',
      width: 120,
    },
    {
      key: 'queues',
      label: 'Sees unowned',
      kind: 'words',
      choices: models,
      hint: 'Kinds of records seen while nobody owns them',
    },
    {
      key: 'hidden',
      label: 'Hidden fields',
      kind: 'own',
      Show: MasksShown,
      Input: MasksInput,
      hint: 'Not shown, found or taken anywhere: lists, search, history, exports',
    },
    {
      key: 'readOnly',
      label: 'Read-only fields',
      kind: 'own',
      Show: MasksShown,
      Input: MasksInput,
      hint: 'Shown, but not taken',
    },
  ],
  initial: { may: [], seesAll: [], seesMembers: false, queues: [], hidden: {}, readOnly: {} },
  columns: ['may', 'seesAll', 'hidden'],
  sort: 'name',
  searchable: true,
  change: 'role.change',
  empty: 'Roles say what people may do and see.',
  Page: RolePage,
})

function RolePage({ id }: { id: string }) {
  const [turning, setTurning] = useState<'archive' | 'restore' | null>(null)
  return (
    <>
      <RecordPage
        resource={role}
        id={id}
        actions={({ builtIn, archived }) =>
          !builtIn && (
            <WriteButton
              variant="default"
              permission={archived ? 'role.restore' : 'role.archive'}
              onClick={() => setTurning(archived ? 'restore' : 'archive')}
            >
              {archived ? 'Restore' : 'Archive'}
            </WriteButton>
          )
        }
      >
        {(row) => (
          <>
            <RightsTable role={rightsOf(row)} />
            <Related
              model="user"
              title="Who holds it"
              where={{ role: refOf(row) }}
              columns={['email']}
              empty="Nobody holds this role."
            />
          </>
        )}
      </RecordPage>
      {turning && (
        <CommandDialog
          title={turning === 'archive' ? 'Archive this role' : 'Restore this role'}
          path={`/roles/${id}/${turning}`}
          fields={[]}
          submit={turning === 'archive' ? 'Archive' : 'Restore'}
          grave={turning === 'archive'}
          touches={['role']}
          onClose={() => setTurning(null)}
        >
          {turning === 'archive'
            ? 'Its holders lose at once what it gave them.'
            : 'Its holders have again what it gives.'}
        </CommandDialog>
      )}
    </>
  )
}
