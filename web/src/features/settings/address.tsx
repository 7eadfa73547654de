import { Fieldset, Group, Select, Text, Textarea, TextInput } from '@mantine/core'
import { isRecord } from '../../api/problem.ts'
import type { OwnInput } from '../../records/field.ts'
import classes from '../../records/records.module.css'
import { Nothing } from '../../ui/values.tsx'
import type { Organisation } from './organisation.entry.ts'

type Address = NonNullable<Organisation['address']>

const countryNames = new Intl.DisplayNames('en-GB', { type: 'region' })
const letters = Array.from({ length: 26 }, (_, place) => String.fromCharCode(65 + place))
/** Every code of two letters that has a name of its own. */
const countries = letters
  .flatMap((first) => letters.map((second) => first + second))
  .map((value) => ({ value, label: countryNames.of(value) ?? value }))
  .filter(({ value, label }) => label !== value && !['EU', 'EZ', 'UN', 'XA', 'XB', 'ZZ'].includes(value))
  .sort((a, b) => a.label.localeCompare(b.label))

const isAddress = (value: unknown): value is Address => isRecord(value) && Array.isArray(value.lines)

export function AddressShown({ value }: { value: unknown }) {
  if (!isAddress(value)) return <Nothing />
  const { lines, postalCode, city, country } = value
  const place = [postalCode, city].filter(Boolean).join(' ')
  return (
    <span className={classes.longText}>
      {[...lines, place, countryNames.of(country) ?? country].join('\n')}
    </span>
  )
}

const nowhere: Address = { lines: [], postalCode: null, city: '', country: '' }

/** Street and house as they are written, a line each; a place without any of it is none. */
export function AddressInput({ label, error, value, onChange }: OwnInput) {
  const address = isAddress(value) ? value : nowhere
  const set = (part: Partial<Address>) => {
    const next = { ...address, ...part }
    const empty = next.lines.every((line) => line === '') && !next.postalCode && !next.city && !next.country
    onChange(empty ? null : next)
  }
  return (
    <Fieldset legend={<Text fw={500}>{label}</Text>} variant="unstyled" m={0}>
      <Textarea
        label="Street"
        autosize
        minRows={1}
        maxRows={4}
        value={address.lines.join('\n')}
        onChange={(event) => set({ lines: event.currentTarget.value.split('\n') })}
        error={error}
      />
      <Group gap={8} wrap="nowrap" mt={8}>
        <TextInput
          label="Postal code"
          w={110}
          value={address.postalCode ?? ''}
          onChange={(event) => set({ postalCode: event.currentTarget.value || null })}
        />
        <TextInput
          label="City"
          flex={1}
          value={address.city}
          onChange={(event) => set({ city: event.currentTarget.value })}
        />
      </Group>
      <Select
        mt={8}
        label="Country"
        searchable
        data={countries}
        value={address.country || null}
        onChange={(country) => set({ country: country ?? '' })}
        nothingFoundMessage="Nothing found"
      />
    </Fieldset>
  )
}
