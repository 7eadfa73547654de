import type { ComponentType, ReactNode } from 'react'
import type { Tone } from '../ui/values.tsx'

export interface Choice {
  value: string
  label: string
  tone?: Tone
}

/**
 * What a field holds decides how it is shown in a list, on a page and in history, and how it is entered.
 * `ref` names another model by its id; the name beside it in the row (`accountName` for `accountId`) is used where the
 * server sends it.
 */
export type FieldKind =
  | {
      kind:
        | 'text'
        | 'email'
        | 'phone'
        | 'url'
        | 'long-text'
        | 'percent'
        | 'date'
        | 'instant'
        | 'name'
        | 'yes-no'
        | 'password'
    }
  /** `places`: how many decimals it may have; `unit` stands behind it. */
  | { kind: 'number'; places?: number; unit?: string }
  /** `price`: of one, which may cost less than the smallest coin. */
  | { kind: 'money'; price?: true }
  /** Several words, from the choices or of one's own. */
  | { kind: 'words'; choices: readonly string[] }
  /** Shown and entered in a way of its own. */
  | { kind: 'own'; Show: ComponentType<{ value: unknown }>; Input: ComponentType<OwnInput> }
  | { kind: 'choice'; choices: readonly Choice[] }
  /** A text that is chosen from a list which people keep (`lead-source`); any text where there is no such list. */
  | { kind: 'listed'; list: string; choices?: never }
  /** One that is chosen from these. */
  | { kind: 'listed'; list?: never; choices: readonly string[] }
  | { kind: 'ref'; model: string }
  /** Tags, which commands of their own put on and take away. */
  | { kind: 'tags' }
  /** A name and an e-mail address of somebody who is no contact (yet). */
  | { kind: 'person' }
  /** Shown in a way of its own, and never entered. */
  | { kind: 'shown'; show(row: object): ReactNode }

export interface OwnInput {
  label: string
  description?: string | undefined
  withAsterisk?: boolean
  error?: string | undefined
  value: unknown
  onChange: (value: unknown) => void
}

interface FieldWords<Key extends string> {
  key: Key
  label: string
  /** Under the input: what a person may not know. */
  hint?: string
  required?: boolean
  /** The heading that it stands under, after all that have none. */
  section?: string
  /** Not entered by people: derived, or changed by a command of its own. */
  fixed?: true
  /** Entered when the record is made; afterwards other screens change it. */
  once?: true
  /** Not entered when the record is made: there is a command for it once it is there. */
  later?: true
  /** The command that changes it, where that is not the record's `change`: `change-amount`. Its body is the field alone. */
  by?: string
  /** Pixels in a list. */
  width?: number
  sortable?: true
  /** As a filter over the list; only for choices, what is chosen from lists, references and yes-no. */
  filter?: true
  /** What the filter is called in the address and the API, where that is not the key. */
  filterAs?: string
}

export type Field<Key extends string = string> = FieldWords<Key> & FieldKind

/** The fields under their headings: first those that have none. */
export function bySection<F extends Field>(
  fields: readonly F[],
): [section: string | undefined, fields: F[]][] {
  const sections = [...new Set([undefined, ...fields.map(({ section }) => section)])]
  return sections.map((section) => [section, fields.filter((field) => field.section === section)])
}

/** Whether a record is set aside, in lists that can be narrowed by it. */
export const archivedField: Field<'archived'> = {
  key: 'archived',
  label: 'Archived',
  kind: 'yes-no',
  fixed: true,
  filter: true,
  width: 90,
}

/** Shown to the right, so that digits stand under digits. */
export const isNumeric = ({ kind }: Field): boolean =>
  kind === 'money' || kind === 'number' || kind === 'percent'

export function choiceOf(field: Field, value: unknown): Choice | undefined {
  return field.kind === 'choice' ? field.choices.find((choice) => choice.value === value) : undefined
}

/** What a filter by a field is called in the address and the API. */
export const parameterOf = ({ key, filterAs = key }: Field): string => filterAs
