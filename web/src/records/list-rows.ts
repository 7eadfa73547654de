import type { Row } from '../api/shapes.ts'
import type { Field } from './field.ts'
import type { Resource } from './resource.ts'

/** The rows of a list as whatever draws them is given them. */
export interface ListRows {
  resource: Resource
  columns: readonly string[]
  /** undefined: on their way. */
  rows: readonly Row[] | undefined
  /** The rows are still those of the question before. */
  stale: boolean
  sort: string
  onSort: (sort: string) => void
  cursor: number
  onCursor: (index: number) => void
  picked: ReadonlySet<string>
  onPick: (id: string) => void
  onPickAll: () => void
  more: (() => void) | undefined
}

/** The fields of its columns. */
export const fieldsOf = ({ resource, columns }: Pick<ListRows, 'resource' | 'columns'>): Field[] =>
  columns.flatMap((key) => resource.fields.find((field) => field.key === key) ?? [])
