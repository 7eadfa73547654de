import type { LucideIcon } from 'lucide-react'
import type { ComponentType, ReactNode } from 'react'
import type { Intent } from '../api/commands.ts'
import type { Row } from '../api/shapes.ts'
import type { Field } from './field.ts'

/** What the app must know of a kind of record before its screens are loaded: names, place, and where the rest is. */
export interface Entry {
  model: string
  /** In the address of the screens and of the API: `leads`. */
  path: string
  one: string
  many: string
  icon: LucideIcon
  load: () => Promise<Resource>
}

export interface RowAction {
  label: string
  icon: LucideIcon
  permission: string
  /** Commands for the chosen rows, once the person has said what is needed (an owner, a reason). */
  ask: ComponentType<{ count: number; onCancel: () => void; onReady: (intent: (row: Row) => Intent) => void }>
}

/** A kind of record: enough to give it a list, a page, a form and a history. Methods, so that rows stay typed where it is defined. */
export interface Resource<T extends Row = Row> {
  model: string
  path: string
  one: string
  many: string
  title(row: T): string | undefined
  fields: readonly Field[]
  /** Keys of the fields in the list, in order; the title always comes first. */
  columns: readonly string[]
  /** `-updatedAt`: newest first. */
  sort: string
  searchable: boolean
  /** Other parameters of the list that links from elsewhere set, each in words: `closeDateFrom` is "Closes from 1 Jul". */
  narrowing?: Readonly<Record<string, (value: string) => string>>
  /** Where the API has it, when there is one of it only: `/settings/organisation`. It is made by its first change. */
  at?: string
  /** Permissions; without one there is no such button. */
  create?: string
  change?: string
  /** Whether a record is over for good, so that there is no such button for it. */
  final?(row: T): boolean | undefined
  empty: string
  /** What a new one starts with. */
  initial?: Readonly<Record<string, unknown>>
  /** Beside the title, in lists and on the page. */
  state?(row: T): ReactNode
  /** The words in the list's first column; the title without it. */
  lead?(row: T): ReactNode
  /** About a person, who has rights over it. */
  personal?: true
  bulk?: readonly RowAction[]
  /** Takes the place of the plain page. */
  Page?: ComponentType<{ id: string }>
  /** Stands above the list. */
  Above?: ComponentType
}

/** Curried over the row, so that a field that the server does not send is a type error. */
export function resource<T extends Row>() {
  return (
    definition: Omit<Resource<T>, 'fields' | 'columns'> & {
      fields: readonly Field<keyof T & string>[]
      columns: readonly (keyof T & string)[]
    },
  ): Resource<T> => definition
}

/** What a record is called; where the role hides that, what it is. */
export function titleOf<T extends Row>({ title, one }: Pick<Resource<T>, 'title' | 'one'>, row: T): string {
  return title(row) ?? nounOf(one)
}

/** A row as the generic screens see it. */
export function valueIn(row: object, key: string): unknown {
  return (row as Readonly<Record<string, unknown>>)[key]
}

export const nounOf = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
