import type { User } from '../../api/models.ts'
import { resource } from '../../records/resource.ts'
import { Tag } from '../../ui/values.tsx'
import { timeZones } from './me/choices.ts'
import { RoleInput, RoleName } from './role-choice.tsx'
import { UserPage } from './user/page.tsx'
import { SkillsInput, SkillsShown } from './user/skills.tsx'
import { user as entry } from './user.entry.ts'

export const user = resource<User>(entry)({
  title: ({ name }) => name,
  state: ({ active, removed }) => !active && <Tag>{removed ? 'Removed' : 'Deactivated'}</Tag>,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'email', label: 'E-mail', kind: 'email', required: true, width: 240 },
    {
      key: 'role',
      label: 'Role',
      kind: 'own',
      Show: RoleName,
      Input: RoleInput,
      required: true,
      filter: true,
      width: 150,
      by: 'assign-role',
    },
    { key: 'teamId', label: 'Team', kind: 'ref', model: 'team', filter: true, width: 150 },
    {
      key: 'skills',
      label: 'Skills',
      kind: 'own',
      Show: SkillsShown,
      Input: SkillsInput,
      hint: 'By which tickets are shared out',
      width: 200,
    },
    { key: 'timeZone', label: 'Time zone', kind: 'choice', choices: timeZones, width: 150 },
  ],
  columns: ['email', 'role', 'teamId', 'timeZone'],
  sort: 'name',
  searchable: true,
  change: 'user.change',
  final: ({ removed }) => removed,
  empty: 'Users are the people who sign in here.',
  Page: ({ id }) => <UserPage resource={user} id={id} />,
})
