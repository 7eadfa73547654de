import { MultiSelect } from '@mantine/core'
import { archivedField } from '../../records/field.ts'
import { useDirectory } from '../../records/names.ts'
import { resource } from '../../records/resource.ts'
import { type SeveralInput, severalRecords } from '../../records/several-records.tsx'
import type { PlannedResource } from './resource.entry.ts'
import { resourceGroup as entry, type ResourceGroup } from './resource-group.entry.ts'

function Input({ label, description, error, value: chosen, onChange }: SeveralInput) {
  const known = useDirectory<PlannedResource>('resource')
  return (
    <MultiSelect
      label={label}
      description={description}
      error={error}
      searchable
      nothingFoundMessage="No such resource."
      data={known
        .filter((one) => !one.archived || chosen.includes(one.id))
        .map(({ id, name }) => ({ value: id, label: name ?? id }))}
      value={chosen}
      onChange={onChange}
    />
  )
}

export const resourceGroup = resource<ResourceGroup>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    {
      key: 'resourceIds',
      label: 'Any one of',
      ...severalRecords('resource', Input),
      required: true,
      width: 300,
    },
    archivedField,
  ],
  columns: ['resourceIds'],
  sort: 'name',
  searchable: true,
  change: 'resourceGroup.change',
  archive: 'resourceGroup.archive',
  empty: 'A group is of resources of which any one will do: whoever has least to do is booked.',
})
