import { z } from 'zod'
import type { AnyDecider, Decider } from './decider.ts'
import { conflict } from './error.ts'
import { creates, type Spec } from './event.ts'

/** A plain entity: fields, and whether it is archived. */
export type RecordState<T> = T & { archived: boolean }

type RecordEvents<N extends string, S extends z.ZodObject> = {
  [K in `${N}.created`]: Spec<S, true>
} & {
  [K in `${N}.changed`]: z.ZodObject<{ changes: ReturnType<S['partial']> }>
} & { [K in `${N}.archived` | `${N}.restored`]: z.ZodObject<Record<never, never>> }

type RecordCommands<N extends string, S extends z.ZodObject> = {
  [K in `${N}.create`]: Spec<S, true>
} & { [K in `${N}.change`]: ReturnType<S['partial']> } & {
  [K in `${N}.archive` | `${N}.restore`]: z.ZodObject<Record<never, never>>
}

export type RecordDecider<N extends string, S extends z.ZodObject> = Decider<
  RecordState<z.output<S>>,
  RecordEvents<N, S>,
  RecordCommands<N, S>
>

/**
 * The decider of a plain entity: create, change, archive, restore. A change keeps only the fields that differ, with
 * their new values; the old ones are what folding the events before gives, so they are never stored twice.
 */
export function record<const N extends string, S extends z.ZodObject>(
  name: N,
  fields: S,
): RecordDecider<N, S> {
  type State = RecordState<Record<string, unknown>>
  const nothing = z.object({})
  const partial = withoutDefaults(fields).partial()
  const definition: AnyDecider = {
    name,
    events: {
      [`${name}.created`]: creates(fields),
      [`${name}.changed`]: z.object({ changes: partial }),
      [`${name}.archived`]: nothing,
      [`${name}.restored`]: nothing,
    },
    commands: {
      [`${name}.create`]: creates(fields),
      [`${name}.change`]: partial,
      [`${name}.archive`]: nothing,
      [`${name}.restore`]: nothing,
    },
    evolve: {
      [`${name}.created`]: (_: unknown, data: unknown) => ({ ...(data as object), archived: false }) as State,
      [`${name}.changed`]: (state: unknown, data: unknown) =>
        ({ ...(state as State), ...(data as { changes: object }).changes }) as State,
      [`${name}.archived`]: (state: unknown) => ({ ...(state as State), archived: true }) as State,
      [`${name}.restored`]: (state: unknown) => ({ ...(state as State), archived: false }) as State,
    },
    decide: {
      [`${name}.create`]: (_: unknown, input: unknown) => [{ type: `${name}.created`, data: input }],
      [`${name}.change`]: (state: unknown, input: unknown) => {
        const before = state as State
        if (before.archived) conflict(`${name}.archived`, `This ${name} is archived; restore it first.`)
        const changes = changed(before, input as Record<string, unknown>)
        return Object.keys(changes).length > 0 ? [{ type: `${name}.changed`, data: { changes } }] : []
      },
      [`${name}.archive`]: (state: unknown) =>
        (state as State).archived ? [] : [{ type: `${name}.archived`, data: {} }],
      [`${name}.restore`]: (state: unknown) =>
        (state as State).archived ? [{ type: `${name}.restored`, data: {} }] : [],
    },
  }
  // Computed keys are strings to the compiler; the registry laws run every record through its contract.
  return definition as never as RecordDecider<N, S>
}

/** Some fields of T; undefined means "not mentioned", as zod's partial objects have it. */
export type Mentioned<T> = { [K in keyof T]?: T[K] | undefined }

/** The state with the mentioned fields replaced. */
export function merged<T extends object>(before: T, changes: Mentioned<T>): T {
  const mentioned = Object.entries(changes).filter(([, value]) => value !== undefined)
  return { ...before, ...(Object.fromEntries(mentioned) as Partial<T>) }
}

/** The fields of `input` that differ from `before`; undefined means "not mentioned". */
export function changed<T extends object>(before: T, input: Mentioned<T>): Partial<T> {
  const differing = Object.entries(input).filter(
    ([key, value]) => value !== undefined && !equal(before[key as keyof T], value),
  )
  return Object.fromEntries(differing) as Partial<T>
}

function equal(a: unknown, b: unknown): boolean {
  return a === b || canonical(a) === canonical(b)
}

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      part && typeof part === 'object' && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? 'undefined'
  )
}

/** A default belongs to creation: in a change it would overwrite what was not mentioned. */
function withoutDefaults(fields: z.ZodObject): z.ZodObject {
  const shape = Object.entries(fields.shape).map(([key, field]) => [
    key,
    field instanceof z.ZodDefault ? field.unwrap() : field,
  ])
  return z.strictObject(Object.fromEntries(shape) as z.ZodRawShape)
}
