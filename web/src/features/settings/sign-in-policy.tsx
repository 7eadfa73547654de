import { MultiSelect } from '@mantine/core'
import type { OwnInput } from '../../records/field.ts'
import { useDirectory } from '../../records/names.ts'
import { resource } from '../../records/resource.ts'
import type { Role } from '../identity/role.entry.ts'
import { RoleInput, RoleName, refOf } from '../identity/role-choice.tsx'
import { type SettingRow, SettingScreen } from './setting.tsx'
import { signInPolicy as entry, type SignInRules } from './sign-in-policy.entry.ts'
import { inUnits } from './units.tsx'

const characters = inUnits('character', 'characters')
const minutes = inUnits('minute', 'minutes')

export const signInPolicy = {
  ...resource<SettingRow<SignInRules>>(entry)({
    title: () => 'sign-in rules',
    fields: [
      {
        key: 'passwordLength',
        label: 'Shortest password',
        ...characters,
        hint: 'From 8 to 64. Length is what counts.',
      },
      {
        key: 'passwordDifferent',
        label: 'Different characters in it',
        ...characters,
        hint: 'At least so many, from 1 to 16',
      },
      { key: 'passwordRefusesKnown', label: 'Refuse passwords known from breaches', kind: 'yes-no' },
      { key: 'passwordRefusesOwnName', label: 'Refuse passwords made of name or e-mail', kind: 'yes-no' },
      {
        key: 'secondFactorRoles',
        label: 'Must use a second factor',
        kind: 'own',
        Show: RolesShown,
        Input: RolesInput,
        hint: 'Whoever holds one of these roles sets it up at the next sign-in',
      },
      {
        key: 'directoryRole',
        label: 'Role from the directory',
        kind: 'own',
        Show: RoleName,
        Input: RoleInput,
        hint: 'Of users whom your directory makes and of whom it says no role; without one they are refused',
      },
      {
        key: 'reauthenticateMinutes',
        label: 'Ask again before what is sensitive, after',
        ...minutes,
        hint: 'From 1 to 1,440',
      },
      {
        key: 'sessionIdleMinutes',
        label: 'End a session nobody uses after',
        ...minutes,
        hint: 'From 5 to 43,200; 720 is half a day',
      },
      {
        key: 'sessionLifetimeHours',
        label: 'End any session after',
        ...inUnits('hour', 'hours'),
        hint: 'From 1 to 2,160; 168 is a week',
      },
      {
        key: 'apiKeyDays',
        label: 'Longest life of an API key',
        ...inUnits('day', 'days'),
        hint: 'From 1 to 1,830',
      },
    ],
    columns: [],
    sort: '',
    searchable: false,
    change: 'signInPolicy.change',
    empty: '',
  }),
  at: entry.at,
}

/** How everybody here signs in (USR-18). */
export function SignInRulesScreen() {
  return (
    <SettingScreen
      resource={signInPolicy}
      about="How everybody here signs in, and for how long. A change holds at once."
    />
  )
}

function RolesShown({ value }: { value: unknown }) {
  const roles = Array.isArray(value) ? value.map(String) : []
  if (roles.length === 0) return <>Nobody</>
  return roles.map((role, place) => (
    <span key={role}>
      {place > 0 && ', '}
      <RoleName value={role} />
    </span>
  ))
}

function RolesInput({ value, onChange, ...shared }: OwnInput) {
  const chosen = Array.isArray(value) ? value.map(String) : []
  const roles = useDirectory<Role>('role').filter((role) => !role.archived || chosen.includes(refOf(role)))
  return (
    <MultiSelect
      {...shared}
      searchable
      data={roles.map((role) => ({ value: refOf(role), label: role.name ?? role.id }))}
      value={chosen}
      onChange={onChange}
    />
  )
}
