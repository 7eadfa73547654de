import { Button, MultiSelect, Stack } from '@mantine/core'
import type { User } from '../../../api/models.ts'
import type { OwnInput } from '../../../records/field.ts'
import { useDirectory } from '../../../records/names.ts'
import { counted } from '../../../ui/format.ts'

const idsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((id) => typeof id === 'string') : []

export function PeopleCount({ value }: { value: unknown }) {
  return <>{counted(idsOf(value).length, 'person', 'people')}</>
}

const useStaff = () => useDirectory<User>('user').filter(({ active }) => active)

/** Several people who work here. */
export function PeopleSelect({ value, onChange, ...shared }: OwnInput) {
  return (
    <MultiSelect
      {...shared}
      w="100%"
      searchable
      data={useStaff().map(({ id, name }) => ({ value: id, label: name ?? id }))}
      value={idsOf(value)}
      onChange={onChange}
      nothingFoundMessage="Nothing found"
    />
  )
}

/** The same, or all of them. */
export function PeopleInput(input: OwnInput) {
  const people = useStaff()
  const { onChange } = input
  return (
    <Stack gap={4} align="flex-start">
      <PeopleSelect {...input} />
      <Button size="compact-xs" variant="subtle" onClick={() => onChange(people.map(({ id }) => id))}>
        All of them
      </Button>
    </Stack>
  )
}
