import { MultiSelect } from '@mantine/core'
import { useDirectory } from '../../records/names.ts'
import { type SeveralInput, severalRecords } from '../../records/several-records.tsx'
import { isOffered, type Product } from '../sales/product.entry.ts'

function Input({ label, description, error, value: chosen, onChange }: SeveralInput) {
  const known = useDirectory<Product>('product')
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
export const products = severalRecords('product', Input)
