import { Box, Group, PasswordInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { currencies, minorDigits } from '../../../src/domain/values/currency.ts'
import { read } from '../api/client.ts'
import { pathOf } from '../api/kinds.ts'
import type { Pipeline } from '../api/models.ts'
import { isMoney, isName, isPerson, type Page, type Row } from '../api/shapes.ts'
import type { Money, PersonName } from '../api/types.gen.ts'
import { isDirectory } from './entry.ts'
import type { Field } from './field.ts'
import { ListedInput } from './listed.tsx'
import { MomentInput } from './moment-input.tsx'
import { nameOf, useDirectory, useName } from './names.ts'
import { isArchived } from './resource.ts'
import { AmountInput, DayInput, NumericInput } from './typed-inputs.tsx'

interface InputProps {
  field: Field
  value: unknown
  onChange: (value: unknown) => void
  error?: string | undefined
  autoFocus?: boolean
}

/** The input for a field. Empty is null, never an empty string. */
export function FieldInput({ field, value, onChange, error, autoFocus = false }: InputProps) {
  const shared = {
    label: field.label,
    description: field.hint,
    withAsterisk: field.required ?? false,
    error,
    'data-autofocus': autoFocus || undefined,
  }
  const words = typeof value === 'string' ? value : ''
  const setWords = (text: string) => onChange(text === '' ? null : text)
  switch (field.kind) {
    case 'text':
    case 'url':
      return <TextInput {...shared} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
    case 'email':
      return (
        <TextInput
          {...shared}
          type="email"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )
    case 'password':
      return (
        <PasswordInput
          {...shared}
          autoComplete={field.key === 'password' ? 'new-password' : 'current-password'}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )
    case 'words':
      return (
        <TagsInput
          {...shared}
          data={[...field.choices]}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={onChange}
          clearable
        />
      )
    case 'own':
      return <field.Input {...shared} value={value} onChange={onChange} />
    case 'listed':
      return (
        <ListedInput
          {...shared}
          list={field.list}
          choices={field.choices}
          value={value}
          onChange={onChange}
        />
      )
    case 'phone':
      return (
        <TextInput
          {...shared}
          type="tel"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )
    case 'long-text':
      return (
        <Textarea
          {...shared}
          autosize
          minRows={3}
          maxRows={12}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )
    case 'number':
      return (
        <NumericInput
          {...shared}
          {...(field.places !== undefined && { places: field.places })}
          {...(field.unit !== undefined && { unit: field.unit })}
          value={typeof value === 'number' ? value : null}
          onChange={onChange}
        />
      )
    case 'percent':
      return (
        <NumericInput
          {...shared}
          unit="%"
          places={2}
          min={0}
          max={100}
          value={typeof value === 'number' ? Math.round(value * 10_000) / 100 : null}
          onChange={(next) => onChange(next === null ? null : next / 100)}
        />
      )
    case 'money':
      return (
        <MoneyInput
          {...shared}
          price={field.price ?? false}
          value={isMoney(value) ? value : null}
          onChange={onChange}
        />
      )
    case 'date':
      return <DayInput {...shared} clearable value={words || null} onChange={onChange} />
    case 'yes-no':
      return (
        <Switch
          label={field.label}
          description={field.hint}
          error={error}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    case 'choice':
      return (
        <Select
          {...shared}
          data={field.choices.map(({ value: key, label }) => ({ value: key, label }))}
          value={words || null}
          onChange={(next) => onChange(next)}
          clearable={!field.required}
          searchable={field.choices.length > 8}
        />
      )
    case 'ref':
      return <RefInput {...shared} model={field.model} value={words || null} onChange={onChange} />
    case 'name':
      return (
        <NameInput
          label={field.label}
          required={field.required ?? false}
          value={value}
          onChange={onChange}
          error={error}
          autoFocus={autoFocus}
        />
      )
    case 'person':
      return <PersonInput label={field.label} value={value} onChange={onChange} error={error} />
    case 'instant':
      return <MomentInput {...shared} value={words || null} onChange={onChange} />
    case 'tags':
    case 'shown':
      return null
  }
}

interface Shared {
  label: string
  /** What it is called where no label is seen. */
  'aria-label'?: string
  description?: string | undefined
  withAsterisk?: boolean
  error?: string | undefined
}

/** The currency that deals are in here unless told: that of the default pipeline. */
function useHouseCurrency(): string {
  const pipelines = useDirectory<Pipeline>('pipeline')
  return (pipelines.find(({ isDefault }) => isDefault) ?? pipelines[0])?.currency ?? 'USD'
}

export function MoneyInput({
  value,
  onChange,
  price = false,
  ...shared
}: Shared & { value: Money | null; onChange: (value: Money | null) => void; price?: boolean }) {
  const [chosen, setCurrency] = useState(value?.currency)
  const house = useHouseCurrency()
  const currency = chosen ?? house
  return (
    <AmountInput
      {...shared}
      currency={currency}
      price={price}
      value={value?.amount ?? null}
      onChange={(amount) => onChange(amount === null ? null : { amount, currency })}
      inputContainer={(input) => (
        <Group gap={8} wrap="nowrap" align="flex-start">
          <Box flex={1}>{input}</Box>
          <Select
            aria-label={`${shared.label || shared['aria-label']}: currency`}
            w={84}
            allowDeselect={false}
            searchable
            data={currencies.includes(currency) ? currencies : [currency, ...currencies]}
            value={currency}
            onChange={(next) => {
              if (!next) return
              setCurrency(next)
              if (value) {
                const major = value.amount / 10 ** minorDigits(value.currency)
                onChange({ amount: Math.round(major * 10 ** minorDigits(next)), currency: next })
              }
            }}
          />
        </Group>
      )}
    />
  )
}

function NameInput({
  label,
  required,
  value,
  onChange,
  error,
  autoFocus,
}: {
  label: string
  required: boolean
  value: unknown
  onChange: (value: PersonName | null) => void
  error?: string | undefined
  autoFocus: boolean
}) {
  const name: PersonName = isName(value) ? value : { first: null, last: '' }
  const set = (part: Partial<PersonName>) => {
    const next = { first: name.first, last: name.last, ...part }
    onChange(next.first === null && next.last === '' ? null : next)
  }
  const whole = label === 'Name' ? '' : `${label}: `
  return (
    <Group gap={8} grow align="flex-start">
      <TextInput
        label={`${whole}First name`}
        value={name.first ?? ''}
        onChange={(event) => set({ first: event.currentTarget.value || null })}
        data-autofocus={autoFocus || undefined}
        error={error}
      />
      <TextInput
        label={`${whole}Last name`}
        withAsterisk={required}
        value={name.last}
        onChange={(event) => set({ last: event.currentTarget.value })}
      />
    </Group>
  )
}

function PersonInput({
  label,
  value,
  onChange,
  error,
}: {
  label: string
  value: unknown
  onChange: (value: unknown) => void
  error?: string | undefined
}) {
  const person = isPerson(value) ? value : { name: '', email: null }
  const set = (part: Partial<typeof person>) => {
    const next = { ...person, ...part }
    onChange(next.name === '' && next.email === null ? null : next)
  }
  return (
    <Group gap={8} grow align="flex-start">
      <TextInput
        label={label}
        value={person.name}
        error={error}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        label={`${label}: e-mail`}
        type="email"
        value={person.email ?? ''}
        onChange={(event) => set({ email: event.currentTarget.value || null })}
      />
    </Group>
  )
}

interface RefProps extends Shared {
  model: string
  value: string | null
  onChange: (id: string | null) => void
  placeholder?: string
}

/** Chooses another record: from the whole list where that is short, by searching otherwise. */
export function RefInput(props: RefProps) {
  return isDirectory(props.model) ? <DirectoryInput {...props} /> : <SearchInput {...props} />
}

/** What is archived is chosen no more, but stands where it was chosen before. */
const isInUse = (row: Row, chosen: string | null) => row.id === chosen || !isArchived(row)

function DirectoryInput({ model, value, onChange, ...shared }: RefProps) {
  const rows = useDirectory(model)
  const data = rows
    .filter((row) => isInUse(row, value))
    .map((row) => ({ value: row.id, label: nameOf(row) ?? row.id }))
  return (
    <Select
      {...shared}
      searchable
      clearable
      data={data}
      value={value}
      onChange={onChange}
      nothingFoundMessage="Nothing found"
    />
  )
}

function SearchInput({ model, value, onChange, ...shared }: RefProps) {
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search, 150)
  const chosenName = useName(model, value ?? '', value ? undefined : '')
  const path = pathOf(model)
  const q = asked === chosenName ? '' : asked
  const { data } = useQuery({
    queryKey: [model, 'derived', 'choices', q, null] as const,
    queryFn: ({ signal }) => read<Page<Row>>(`/${path}`, { parameters: { q, limit: 20 }, signal }),
    placeholderData: keepPreviousData,
  })
  const found = (data?.items ?? [])
    .filter((row) => isInUse(row, value))
    .map((row) => ({ value: row.id, label: nameOf(row) ?? row.id }))
  const missing = value !== null && !found.some((option) => option.value === value)
  return (
    <Select
      {...shared}
      searchable
      clearable
      data={missing ? [{ value, label: chosenName ?? '…' }, ...found] : found}
      // The server has filtered already.
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage="Nothing found"
    />
  )
}
