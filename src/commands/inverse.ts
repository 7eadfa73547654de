import type { TakenBack } from './command.ts'

/** Of a change field by field: the fields that were sent, as they were. */
export function asBefore(command: string) {
  return (before: object, { body }: { body: Readonly<Record<string, unknown>> }): TakenBack => {
    const was = before as Readonly<Record<string, unknown>>
    return {
      command,
      body: Object.fromEntries(Object.keys(body).map((field) => [field, was[field] ?? null])),
    }
  }
}

/** Of a command that has its counterpart: archive and restore. */
export const by = (command: string) => (): TakenBack => ({ command, body: {} })
