import type { AnyDecider } from '../domain/decider.ts'
import type { Execute, Outcome, Request } from './execute.ts'

/** Changes a record there is one of under a known id; the first change makes it, and its defaults fill the rest. */
export async function changeSetting(
  execute: Execute,
  of: { name: string },
  asked: Omit<Request, 'command' | 'id'> & { id: string },
): Promise<Outcome> {
  const there = await execute.load(of as AnyDecider, asked.id)
  return execute({ ...asked, command: `${of.name}.${there === undefined ? 'create' : 'change'}` })
}
