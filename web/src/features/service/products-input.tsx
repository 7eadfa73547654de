import { MultiSelect } from '@mantine/core'
import type { FieldKind, OwnInput } from '../../records/field.ts'
import { Reference } from '../../records/field-value.tsx'
import { useDirectory } from '../../records/names.ts'
import { Nothing } from '../../ui/values.tsx'
import { isOffered, type Product } from '../sales/product.entry.ts'

const idsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

function Show({ value }: { value: unknown }) {
  const ids = idsIn(value)
  if (ids.length === 0) return <Nothing />
  return ids.map((id, place) => (
    <span key={id}>
      {place > 0 && ', '}
      <Reference model="product" id={id} />
    </span>
  ))
}

function Input({ label, description, error, value, onChange }: OwnInput) {
  const known = useDirectory<Product>('product')
  const chosen = idsIn(value)
  return (
    <MultiSelect
      label={label}
      description={description}
      error={error}
      searchable
      nothingFoundMessage="No such product."
      data={known
        .filter((one) => isOffered(one) || chosen.includes(one.id))
        .map(({ id, name }) => ({ value: id, label: name ?? id }))}
      value={chosen}
      onChange={onChange}
    />
  )
}

/** A field of several products. */
export const products: Extract<FieldKind, { kind: 'own' }> = { kind: 'own', Show, Input }
