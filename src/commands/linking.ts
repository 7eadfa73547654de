import { specOf } from '../domain/event.ts'
import type { Command } from './command.ts'

/** With what is asked of every record that names others, when two of those turn out to be one (`withLinks`). */
export function withRelinking(commands: readonly Command[]): readonly Command[] {
  const [first] = commands
  const type = first && `${first.decider.name}.relink`
  const asked = type && first.decider.commands[type]
  if (!asked) return commands
  const { schema } = specOf(asked)
  const relink: Command = {
    ...first,
    type,
    summary: 'Name another record in the place of one',
    creates: false,
    body: schema,
    input: schema,
    prepare: undefined,
    alone: undefined,
    permission: type,
    ifMatch: undefined,
    internal: true,
    inverse: undefined,
  }
  return [...commands, relink]
}
