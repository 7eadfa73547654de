import type { FieldKind } from './criterion.ts'

/** What criteria can say of one field of a model. */
export interface Field {
  kind: FieldKind
  /** The words that a choice can be. */
  options?: readonly string[]
  /** Of a number: whether it has no decimals. */
  whole?: boolean
  /** Of money: the field that says in which currency it is. */
  currency?: string
  /** And the field that says how much, where that is not the field itself. */
  amount?: string
  /** Of a record, or of several: the model they are of, where that is known. */
  model?: string
  /** Of a text that is chosen: the list it is chosen from. */
  list?: string
  /** What people call it, where that is not for the screens to know. */
  label?: string
}

/** What a row has of a field: `custom.region` is a part of what it has of `custom`. */
export function valueAt(row: Readonly<Record<string, unknown>>, field: string): unknown {
  if (!field.includes('.')) return row[field] ?? null
  return field.split('.').reduce<unknown>((whole, part) => (whole as typeof row | null)?.[part] ?? null, row)
}

/**
 * Records whose field `other` is what the record's field `own` is; `through` links, those whose `other` stands in a link
 * beside it.
 */
export interface Relation {
  model: string
  own: string
  other: string
  /** The model of the links, and their fields for the record's `own` and the related records' `other`. */
  through?: { model: string; own: string; other: string }
}

/** The fields of a model, and which records of others belong to one of it. */
export interface Vocabulary {
  fields: ReadonlyMap<string, Field>
  related: ReadonlyMap<string, Relation>
}

/** By model. */
export type Vocabularies = ReadonlyMap<string, Vocabulary>
