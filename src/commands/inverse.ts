import { changed } from '../domain/record.ts'
import type { Inverse, TakenBack } from './command.ts'

type Values = Readonly<Record<string, unknown>>

/** Of a change field by field: the fields that it changed, as they were. */
export function asBefore(command: string): Inverse<object> {
  return (before, { after }): TakenBack => ({ command, body: differing(before as Values, after as Values) })
}

/** The fields that differ, as they were before; of values by key, those of the keys that differ. */
function differing(before: Values, after: Values): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(changed(before, after)).map((field) => [
      field,
      field === 'custom'
        ? differing((before.custom ?? {}) as Values, (after.custom ?? {}) as Values)
        : (before[field] ?? null),
    ]),
  )
}

/** Of a command that has its counterpart: archive and restore. */
export const by = (command: string) => (): TakenBack => ({ command, body: {} })
