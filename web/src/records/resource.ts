import type { LucideIcon } from 'lucide-react'
import type { ComponentType, ReactNode } from 'react'
import type { Kind } from '../api/kinds.ts'
import type { Row } from '../api/shapes.ts'
import type { Field } from './field.ts'
import type { SavedView } from './views.ts'

/** What a kind of record is called, and what of it is known before its screens are loaded. */
export interface Named extends Kind {
  one: string
  many: string
  /** The permission that making one takes; without it there is no such button. */
  create?: string
  /** About a person, who has rights over it. */
  personal?: true
}

/** What a batch asks of each record. */
export interface BatchAsked {
  command: string
  body: Readonly<Record<string, unknown>>
}

/** Something that can be done to many records at once. */
export interface BulkAction {
  label: string
  icon: LucideIcon
  permission: string
  /** What is asked, where nothing more has to be said. */
  asked?: BatchAsked
  /** Asks what is needed (an owner, a value). `count` is null for all that match, where they were not counted. */
  ask?: ComponentType<{ count: number | null; onCancel: () => void; onReady: (asked: BatchAsked) => void }>
  /** Takes the place of both: asks, shows what would come of it, and begins it by itself. */
  run?: ComponentType<{ chosen: Chosen; onClose: (started: boolean) => void }>
}

/** Which records: these, or all that the list shows by these parameters. */
export type Chosen = { ids: readonly string[] } | { matching: Readonly<Record<string, string>> }

/** A kind of record: enough to give it a list, a page, a form and a history. Methods, so that rows stay typed where it is defined. */
export interface Resource<T extends Row = Row> extends Named {
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
  /** The permission that changing one takes; without it there is no such button. */
  change?: string
  /** Whether a record is over for good, so that there is no such button for it. */
  final?(row: T): boolean | undefined
  /** The permissions that setting one aside and taking it back take; without them there are no such buttons. */
  archive?: `${string}.archive`
  empty: string
  /** Views of the list that are there before anybody has saved one. */
  starters?: readonly SavedView[]
  /** What a new one starts with. */
  initial?: Readonly<Record<string, unknown>>
  /** Beside the title, in lists and on the page. */
  state?(row: T): ReactNode
  /** The words in the list's first column; the title without it. */
  lead?(row: T): ReactNode
  /** Beside changing a field and archiving, which follow from the fields and from `archive`. */
  bulk?: readonly BulkAction[]
  /** Says something of what is about to be made, without refusing it. */
  Warning?: ComponentType<{ values: Readonly<Record<string, unknown>> }>
  /** Takes the place of the plain page. */
  Page?: ComponentType<{ id: string }>
  /** Stands above the list. */
  Above?: ComponentType
}

/**
 * What the screens show of a kind of record, beside what its entry says. Curried over the row, so that a field that the
 * server does not send is a type error.
 */
export function resource<T extends Row>({ model, path, one, many, create, personal }: Named) {
  const named: Named = { model, path, one, many, ...(create && { create }), ...(personal && { personal }) }
  return (
    definition: Omit<Resource<T>, keyof Named | 'fields' | 'columns'> & {
      fields: readonly Field<keyof T & string>[]
      columns: readonly (keyof T & string)[]
    },
  ): Resource<T> => ({ ...named, ...definition })
}

/** What a record is called; where the role hides that, what it is. */
export function titleOf<T extends Row>({ title, one }: Pick<Resource<T>, 'title' | 'one'>, row: T): string {
  return title(row) ?? nounOf(one)
}

/** A row as the generic screens see it; `custom.region` is a part of a field. */
export function valueIn(row: object, key: string): unknown {
  const [name = '', part] = key.split('.')
  const value = (row as Readonly<Record<string, unknown>>)[name]
  if (part === undefined) return value
  return (value as Readonly<Record<string, unknown>> | null | undefined)?.[part]
}

/** Whether a field says anything. */
export const isKnown = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)

export const isArchived = (row: object) => valueIn(row, 'archived') === true

/** The permission that changing this one takes; undefined: it cannot be changed, by whomever. */
export function changeOf<T extends Row>({ change, final }: Pick<Resource<T>, 'change' | 'final'>, row: T) {
  return final?.(row) || isArchived(row) ? undefined : change
}

export const nounOf = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
