import type { User } from '../../api/models.ts'
import { resource } from '../../records/resource.ts'
import { Tag } from '../../ui/values.tsx'

export const user = resource<User>()({
  model: 'user',
  path: 'users',
  one: 'user',
  many: 'users',
  title: ({ name }) => name,
  state: ({ active }) => !active && <Tag>Deactivated</Tag>,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'email', label: 'E-mail', kind: 'email', required: true, width: 240 },
    {
      key: 'role',
      label: 'Role',
      kind: 'choice',
      required: true,
      filter: true,
      width: 110,
      by: 'assign-role',
      choices: [
        { value: 'admin', label: 'Administrator' },
        { value: 'manager', label: 'Manager' },
        { value: 'rep', label: 'Sales rep' },
        { value: 'agent', label: 'Service agent' },
        { value: 'auditor', label: 'Auditor' },
      ],
    },
    { key: 'timeZone', label: 'Time zone', kind: 'text', width: 150, hint: 'As in Europe/Berlin' },
  ],
  columns: ['email', 'role', 'timeZone'],
  sort: 'name',
  searchable: true,
  create: 'user.register',
  change: 'user.change',
  empty: 'Users are the people who sign in here.',
})
