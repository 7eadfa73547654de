import { MultiSelect } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { derivedQuery } from '../../../api/queries.ts'
import type { Page } from '../../../api/shapes.ts'
import { type SeveralInput, severalRecords } from '../../../records/several-records.tsx'
import type { Asset } from '../asset.entry.ts'

/** There may be many: they are looked for by what somebody types. */
function Input({ label, description, error, value: chosen, onChange }: SeveralInput) {
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 200)
  const { data } = useQuery(
    derivedQuery<Page<Asset>>(
      'asset',
      '/customer-assets',
      { archived: 'false', limit: 30, ...(q && { q }) },
      null,
    ),
  )
  const found = (data?.items ?? []).map(({ id, name, serial }) => ({
    value: id,
    label: serial ? `${name}, ${serial}` : (name ?? id),
  }))
  const others = chosen.filter((id) => !found.some((one) => one.value === id))
  return (
    <MultiSelect
      label={label}
      description={description}
      error={error}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage="No such asset."
      data={[...found, ...others.map((id) => ({ value: id, label: `Asset ${id.slice(0, 8)}` }))]}
      value={chosen}
      onChange={onChange}
    />
  )
}

/** A field of several assets. */
export const assets = severalRecords('asset', Input)
