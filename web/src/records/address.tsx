import { Fieldset, Group, Select, Text, Textarea, TextInput } from '@mantine/core'
import { addressLines } from '../../../src/domain/values/address-lines.ts'
import { isRecord } from '../api/problem.ts'
import { Nothing } from '../ui/values.tsx'
import type { OwnInput } from './field.ts'
import classes from './records.module.css'

/** A postal address; `state` only where it can have one. */
export interface Address {
  lines: string[]
  postalCode: string | null
  city: string
  state?: string | null
  country: string
}

const countryNames = new Intl.DisplayNames('en-GB', { type: 'region' })
/** "Germany" for DE. */
export const countryName = (code: string): string =>
  (code.length === 2 ? countryNames.of(code) : undefined) ?? code
const letters = Array.from({ length: 26 }, (_, place) => String.fromCharCode(65 + place))
/** Every code of two letters that has a name of its own. */
export const countries = letters
  .flatMap((first) => letters.map((second) => first + second))
  .map((value) => ({ value, label: countryNames.of(value) ?? value }))
  .filter(({ value, label }) => label !== value && !['EU', 'EZ', 'UN', 'XA', 'XB', 'ZZ'].includes(value))
  .sort((a, b) => a.label.localeCompare(b.label))

export const isAddress = (value: unknown): value is Address => isRecord(value) && Array.isArray(value.lines)

/** As its country writes it. */
export function AddressShown({ value }: { value: unknown }) {
  if (!isAddress(value)) return <Nothing />
  return <span className={classes.longText}>{addressLines(value).join('\n')}</span>
}

/** Where it is, on a map that is opened in a tab of its own: nothing is asked of anybody before it is chosen. */
export function MapLink({ value }: { value: Address }) {
  const query = new URLSearchParams({ query: addressLines(value).join(', ') })
  return (
    <a
      href={`https://www.openstreetmap.org/search?${query}`}
      target="_blank"
      rel="noreferrer noopener"
      className={classes.link}
    >
      Map
    </a>
  )
}

const nowhere: Address = { lines: [], postalCode: null, city: '', country: '' }

/** A place without any of it is none. */
export function AddressInput({ label, error, value, onChange }: OwnInput) {
  const address = isAddress(value) ? value : nowhere
  return (
    <Fieldset legend={<Text fw={500}>{label}</Text>} variant="unstyled" m={0}>
      <AddressFields
        value={address}
        error={error}
        onChange={(next) => {
          const empty =
            next.lines.every((line) => line === '') && !next.postalCode && !next.city && !next.country
          onChange(empty ? null : next)
        }}
      />
    </Fieldset>
  )
}

/** Street and house as they are written, a line each. */
export function AddressFields<T extends Address>({
  value,
  onChange,
  error,
}: {
  value: T
  onChange: (value: T) => void
  error?: string | undefined
}) {
  const set = (part: Partial<Address>) => onChange({ ...value, ...part })
  return (
    <>
      <Textarea
        label="Street"
        autosize
        minRows={1}
        maxRows={4}
        value={value.lines.join('\n')}
        onChange={(event) => set({ lines: event.currentTarget.value.split('\n') })}
        error={error}
      />
      <Group gap={8} wrap="nowrap" mt={8}>
        <TextInput
          label="Postal code"
          w={110}
          value={value.postalCode ?? ''}
          onChange={(event) => set({ postalCode: event.currentTarget.value || null })}
        />
        <TextInput
          label="City"
          flex={1}
          value={value.city}
          onChange={(event) => set({ city: event.currentTarget.value })}
        />
      </Group>
      {value.state !== undefined && (
        <TextInput
          mt={8}
          label="State or province"
          value={value.state ?? ''}
          onChange={(event) => set({ state: event.currentTarget.value || null })}
        />
      )}
      <Select
        mt={8}
        label="Country"
        searchable
        data={countries}
        value={value.country || null}
        onChange={(country) => set({ country: country ?? '' })}
        nothingFoundMessage="Nothing found"
      />
    </>
  )
}
