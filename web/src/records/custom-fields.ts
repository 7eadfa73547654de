import { useMemo } from 'react'
import type { ChoiceList, CustomField, FieldSet } from '../api/models.ts'
import { useMay } from '../api/session.ts'
import type { Field, FieldKind } from './field.ts'
import { useDirectory } from './names.ts'

/** Where values of the organisation's own fields stand in a row: `custom.region`. */
const prefix = 'custom.'

/** The fields that the organisation has given to a kind of record, as of the instant on screen. */
export function useCustomFields(model: string): readonly Field[] {
  const may = useMay()
  const all = useDirectory<FieldSet>('fieldSet', may('fieldSet.read'))
  const fields = all.find(({ kind }) => kind === model)?.fields
  const isListed = fields?.some(({ list }) => list !== null) ?? false
  const lists = useDirectory<ChoiceList>('choiceList', isListed && may('choiceList.read'))
  return useMemo(
    () => (fields ?? []).filter(({ archived }) => !archived).map((field) => fieldOf(field, lists)),
    [fields, lists],
  )
}

function fieldOf(field: CustomField, lists: readonly ChoiceList[]): Field {
  const { key, label, type, required, help, section } = field
  return {
    key: `${prefix}${key}`,
    label,
    width: 140,
    ...(required && { required }),
    ...(help !== null && { hint: help }),
    ...(section !== null && { section }),
    ...kindOf(field, lists),
    ...(type !== 'choices' && type !== 'record' && { sortable: true as const }),
  }
}

function kindOf({ type, choices, list, of }: CustomField, lists: readonly ChoiceList[]): FieldKind {
  switch (type) {
    case 'integer':
      return { kind: 'number' }
    case 'decimal':
      return { kind: 'number', places: 6 }
    case 'percentage':
      return { kind: 'number', places: 4, unit: '%' }
    case 'day':
      return { kind: 'date' }
    case 'link':
      return { kind: 'url' }
    case 'choice':
      return list === null ? { kind: 'listed', choices } : { kind: 'listed', list }
    case 'choices': {
      const listed = lists.find((one) => one.key === list)?.choices?.map(({ name }) => name)
      return { kind: 'words', choices: listed ?? choices }
    }
    case 'record':
      return { kind: 'ref', model: of ?? '' }
    case 'email':
    case 'instant':
    case 'long-text':
    case 'money':
    case 'phone':
    case 'text':
    case 'yes-no':
      return { kind: type }
  }
}

/** What was entered, as it is sent: values of such fields stand together in `custom`, and what was emptied is null. */
export function asSent(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const sent: Record<string, unknown> = {}
  const custom: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(values)) {
    if (!key.startsWith(prefix)) sent[key] = value
    else custom[key.slice(prefix.length)] = Array.isArray(value) && value.length === 0 ? null : value
  }
  return Object.keys(custom).length > 0 ? { ...sent, custom } : sent
}

/** The name that stands beside a reference in such a field; undefined: it is none. */
export function customNameIn(row: object, key: string): string | null | undefined {
  if (!key.startsWith(prefix)) return undefined
  const { customNames } = row as { customNames?: Readonly<Record<string, string | null>> }
  return customNames?.[key.slice(prefix.length)]
}

/** Whether a role that hides or keeps these names means this field. */
export const isAmong = (names: readonly string[], key: string): boolean =>
  names.includes(key) || (key.startsWith(prefix) && names.includes('custom'))
