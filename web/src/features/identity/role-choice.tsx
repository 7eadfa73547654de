import { Select } from '@mantine/core'
import { useState } from 'react'
import type { OwnInput } from '../../records/field.ts'
import { useDirectory } from '../../records/names.ts'
import { sentence } from '../../ui/format.ts'
import { Nothing } from '../../ui/values.tsx'
import type { Rights } from './rights.ts'
import type { Role } from './role.entry.ts'
import { RightsChange } from './role-rights.tsx'

/** Events name a role that is there from the start by its word, one defined here by its id. */
export const refOf = ({ builtIn, id }: Role): string => builtIn ?? id

export function RoleName({ value }: { value: unknown }) {
  const roles = useDirectory<Role>('role')
  if (typeof value !== 'string') return <Nothing />
  const named = roles.find((role) => refOf(role) === value)?.name
  return <>{named ?? (value.includes('-') ? '…' : sentence(value))}</>
}

/** Says what is lost and gained by another role than the one that was there. */
export function RoleInput({ value, onChange, ...shared }: OwnInput) {
  const [before] = useState(value)
  const all = useDirectory<Role>('role')
  const roles = all.filter((role) => !role.archived || refOf(role) === value)
  const [from, to] = [before, value].map((ref) => all.find((role) => refOf(role) === ref))
  return (
    <>
      <Select
        {...shared}
        data={roles.map((role) => ({ value: refOf(role), label: role.name ?? role.id }))}
        value={typeof value === 'string' ? value : null}
        onChange={onChange}
        nothingFoundMessage="Nothing found"
      />
      {from && to && from !== to && <RightsChange from={rightsOf(from)} to={rightsOf(to)} />}
    </>
  )
}

/** What a role lets people do; where the reader's role hides a part of it, as if it were not there. */
export const rightsOf = (role: Role): Rights => ({
  may: role.may ?? [],
  seesAll: role.seesAll ?? [],
  seesMembers: role.seesMembers ?? false,
  queues: role.queues ?? [],
  hidden: role.hidden ?? {},
  readOnly: role.readOnly ?? {},
})
