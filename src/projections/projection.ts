import type { RecordedEvent, RecordedIn, SpecMap } from '../domain/event.ts'

/**
 * Column types of read models, in Postgres's terms. Money is `bigint` in minor units, or a `price` for one, which may have a
 * fraction of them; instants are `timestamptz`.
 */
export type SqlType =
  | 'uuid'
  | 'text'
  | 'integer'
  | 'bigint'
  | 'double'
  | 'price'
  | 'boolean'
  | 'timestamptz'
  | 'date'
  | 'jsonb'
  | 'text[]'

export interface Column<T = unknown> {
  sql: SqlType
  nullable: boolean
  /** Only there for the type. */
  readonly value?: T
}

function column<T>(sql: SqlType): Column<T> {
  return { sql, nullable: false }
}

/** The columns a projection may declare. In TypeScript: instants and dates are ISO strings, bigint is a safe number. */
export const uuid = column<string>('uuid')
export const text = column<string>('text')
export const integer = column<number>('integer')
export const bigint = column<number>('bigint')
export const double = column<number>('double')
export const price = column<number>('price')
export const boolean = column<boolean>('boolean')
export const instant = column<string>('timestamptz')
export const date = column<string>('date')
export const texts = column<string[]>('text[]')
export const json = <T>() => column<T>('jsonb')
export const nullable = <T>(of: Column<T>): Column<T | null> => ({ sql: of.sql, nullable: true })

export type Columns = Readonly<Record<string, Column>>
export type RowOf<C extends Columns> = { -readonly [K in keyof C]: C[K] extends Column<infer T> ? T : never }

/**
 * What the machine keeps on every row beside the declared columns. `id` is the row's key; `revision` is that of the
 * aggregate with the same id (the ETag); created and updated are instants of occurrence, and `recordedAt` is when the
 * last change was recorded; `position` is that of the last event that changed the row.
 */
export interface Kept {
  id: string
  revision: number
  position: number
  createdAt: string
  updatedAt: string
  recordedAt: string
  grants: string[]
}

type Grants<Row> = (row: Row) => readonly string[]
type Fold<Row, Event> = (row: Row | undefined, event: Event, key: string) => Row | null | undefined

/** A fold with a key of its own, for events of another aggregate than the row's. No key: the event touches no row. */
export interface KeyedFold<Row, Event> {
  key: (event: Event) => string | readonly string[] | undefined
  fold: Fold<Row, Event>
}

/**
 * A read model as a pure fold. For each type: the row so far and the event give the row after; null removes it;
 * undefined or the same object leaves it as it is. A change of `version` rebuilds the table at the next start.
 */
export interface Projection<Row = never, Name extends string = string> {
  name: Name
  version: number
  columns: Columns
  /** The columns that, one after the other, say what a row is called; empty: it has no name. */
  label: readonly string[]
  /** Who sees a row: grant keys (platform/permissions). Undefined: as its feature says of the record itself. */
  grants: Grants<Row> | undefined
  /** Rows are seen, too, by who sees a record that they are linked to. */
  seenWith: SeenWith | undefined
  /** Each row is somebody's own matter: all its grants are of `keyOf.own`, and to follow it takes no permission. */
  private: boolean
  /** Columns of b-tree indexes, made on the table (with id) and its history (with the intervals). */
  indexes: readonly (readonly string[])[]
  /** The columns that a row is found by wherever one searches, or parts of one that is JSON; as its feature says. */
  search: readonly string[]
  /** Names that mean one field, here, in the record's own form and in its events: who hides one hides all of them. */
  sameField: readonly (readonly string[])[]
  on: Readonly<Record<string, KeyedFold<Row, never>>>
}

/**
 * The read model whose rows link one model's rows to records of others: `by` names the row, `model` and `recordId` the
 * record. `models` are those that there can be links to.
 */
export interface SeenWith {
  links: string
  by: string
  models: readonly string[]
}

interface Definition<Name extends string, C extends Columns, E extends SpecMap> {
  name: Name
  version: number
  columns: C
  label?: readonly (keyof C & string)[]
  private?: true
  seenWith?: SeenWith
  indexes?: readonly (readonly ((keyof C & string) | keyof Kept)[])[]
  sameField?: readonly (readonly string[])[]
  on: {
    [K in keyof E & string]?: Fold<RowOf<C>, RecordedIn<E, K>> | KeyedFold<RowOf<C>, RecordedIn<E, K>>
  }
}

type Merged<D> = D extends readonly [{ events: infer E }, ...infer Rest] ? E & Merged<Rest> : unknown

type EventsOf<D> = Merged<D> extends SpecMap ? Merged<D> : SpecMap
/** A table as it comes out of `projection`. */
export type Made<Name extends string, C extends Columns, G> = Omit<
  Projection<RowOf<C>, Name>,
  'columns' | 'grants'
> & { columns: C; grants: G }

/** A table that is the record's own leaves it to the feature to say who sees a row; any other says it itself. */
interface Make<E extends SpecMap> {
  <const Name extends string, const C extends Columns>(
    definition: Definition<Name, C, E> & { grants?: never },
  ): Made<Name, C, undefined>
  <const Name extends string, const C extends Columns>(
    definition: Definition<Name, C, E> & { grants: Grants<RowOf<C>> },
  ): Made<Name, C, Grants<RowOf<C>>>
}

/** Curried over the deciders whose events it folds: `projection(opportunity, lead)({ ... })`. */
export function projection<const D extends readonly { events: SpecMap }[]>(..._deciders: D) {
  const make = (definition: Definition<string, Columns, SpecMap> & { grants?: Grants<never> }) => ({
    name: definition.name,
    version: definition.version,
    columns: definition.columns,
    label: definition.label ?? [],
    grants: definition.grants,
    seenWith: definition.seenWith,
    private: definition.private ?? false,
    indexes: definition.indexes ?? [],
    sameField: definition.sameField ?? [],
    search: [],
    on: Object.fromEntries(
      Object.entries(definition.on).map(([type, fold]) => [
        type,
        typeof fold === 'function' ? { key: ownKey, fold } : fold,
      ]),
    ),
  })
  // The rows are erased inside: what they are is between the columns and the folds, which the signature ties.
  return make as never as Make<EventsOf<D>>
}

/** The key of a plain fold: the row of the event's own aggregate. */
export const ownKey = (event: RecordedEvent) => event.aggregateId

/** A read model with its types erased, before its feature says who sees its rows. */
export interface AnyTable
  extends Pick<
    Projection,
    'name' | 'version' | 'columns' | 'label' | 'seenWith' | 'private' | 'indexes' | 'search' | 'sameField'
  > {
  grants: ((row: never) => readonly string[]) | undefined
  on: Readonly<
    Record<
      string,
      {
        key: (event: never) => string | readonly string[] | undefined
        fold: (row: never, event: never, key: string) => object | null | undefined
      }
    >
  >
}

/** A read model whole: what the machine works on. The fold laws run every one of them. */
export interface AnyProjection extends AnyTable {
  grants: (row: never) => readonly string[]
}

/** The row type of a projection, with what the machine keeps. */
export type TableOf<P extends { columns: Columns }> = RowOf<P['columns']> & Kept
