import type { z } from 'zod'
import type { RecordDecider, RecordState } from '../domain/record.ts'
import { sameName } from '../domain/values/text.ts'
import { type Command, commandsOf } from './command.ts'
import { asBefore, by } from './inverse.ts'

type TextIn<T> = { [K in keyof T]: T[K] extends string ? K : never }[keyof T] & string

/**
 * The commands of a plain record: create, change, archive and restore it. `one` is what one of them is called, with its
 * article: `a territory`. No two have the same text in the field `unique`, however it is written.
 */
export function recordCommands<const N extends string, S extends z.ZodObject>(
  of: RecordDecider<N, S>,
  one: string,
  { unique }: { unique?: TextIn<z.output<S>> } = {},
): readonly Command[] {
  const noun = one.replace(/^an? /, '')
  const define = {
    [`${of.name}.create`]: { summary: `Create ${one}` },
    [`${of.name}.change`]: { summary: `Change ${one}`, inverse: asBefore(`${of.name}.change`) },
    [`${of.name}.archive`]: { summary: `Archive ${one}`, inverse: by(`${of.name}.restore`) },
    [`${of.name}.restore`]: {
      summary: `Restore an archived ${noun}`,
      inverse: by(`${of.name}.archive`),
    },
  }
  const held = (state: RecordState<z.output<S>>) =>
    unique === undefined
      ? []
      : [{ kind: `${of.name}-${unique}`, value: sameName((state as Record<string, string>)[unique] ?? '') }]
  // Computed keys are strings to the compiler, as in `record` itself.
  return commandsOf(of, () => define as never, { unique: held })
}
