import { Select } from '@mantine/core'
import type { OwnInput } from '../../records/field.ts'
import { useDirectory } from '../../records/names.ts'
import { sentence } from '../../ui/format.ts'
import { Nothing } from '../../ui/values.tsx'
import type { Role } from './role.entry.ts'

/** Events name a role that is there from the start by its word, one defined here by its id. */
export const refOf = ({ builtIn, id }: Role): string => builtIn ?? id

export function RoleName({ value }: { value: unknown }) {
  const roles = useDirectory<Role>('role')
  if (typeof value !== 'string') return <Nothing />
  const named = roles.find((role) => refOf(role) === value)?.name
  return <>{named ?? (value.includes('-') ? '…' : sentence(value))}</>
}

export function RoleInput({ value, onChange, ...shared }: OwnInput) {
  const roles = useDirectory<Role>('role').filter((role) => !role.archived || refOf(role) === value)
  return (
    <Select
      {...shared}
      data={roles.map((role) => ({ value: refOf(role), label: role.name ?? role.id }))}
      value={typeof value === 'string' ? value : null}
      onChange={onChange}
      nothingFoundMessage="Nothing found"
    />
  )
}
