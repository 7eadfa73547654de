import type { CommandDefinition } from '../../commands/command.ts'
import type { Execute } from '../../commands/execute.ts'
import { isOf, wayBack } from '../../commands/take-back.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import type { RecordedEvent } from '../../domain/event.ts'
import {
  type BatchItem,
  type BatchResult,
  type BatchState,
  batch,
  itemsOf,
  toTakeBack,
} from '../../domain/settings/batch.ts'
import { cutTo } from '../../domain/values/text.ts'
import { type Principal, withoutDenials } from '../../platform/people/permissions.ts'
import { createdId, derivedId } from '../../platform/process/ids.ts'
import type { Log } from '../../platform/process/log.ts'
import type { Effect, SendRequest } from '../../sagas/outbox.ts'
import { internalProblem, type Problem, problemOf, problems } from '../http/problem.ts'
import type { IdentityService } from '../identity/identity.ts'

/** So many records are one step: told together, and at most so many are done again after a kill, to no effect. */
const inOneStep = 100
/** So many of them at once: fewer than come from people, who are not to wait for it. */
const atOnce = 8
/** So often an error of ours is tried again before it is told as one. */
const patience = 5

export interface BatchStepParts {
  execute: Execute
  /** The events of one record, oldest first. */
  events(of: AnyDecider, id: string): Promise<readonly RecordedEvent[]>
  commandOf(type: string): CommandDefinition | undefined
  identity: Pick<IdentityService, 'again'>
  log: Pick<Log, 'error'>
}

/** Under this id a batch does its part to one record, however often it is begun again. */
const doneUnder = (batchId: string, { command, id }: BatchItem) => derivedId('batch', batchId, command, id)
const takenBackUnder = (batchId: string, { command, id }: BatchItem) =>
  derivedId('batch-undo', batchId, command, id)

/**
 * A step of a batch: what is asked of the next records is carried out with the rights that who asked has now, and what came
 * of each is noted. Cut off before that it is done again, under the same ids.
 */
export function batchStep(parts: BatchStepParts): Effect {
  const { execute, identity } = parts
  const failures = new Map<string, number>()

  /** @throws what may be over in a moment. */
  async function resultOf(key: string, work: () => Promise<BatchResult>): Promise<BatchResult> {
    try {
      const result = await work()
      failures.delete(key)
      return result
    } catch (error) {
      const problem = await problemOf(error)
      if (problem && !isPassing(problem)) return refusedBy(problem)
      if (problem) throw error
      const tries = (failures.get(key) ?? 0) + 1
      failures.set(key, tries)
      if (tries < patience) throw error
      parts.log.error({ err: error }, 'a record of a batch could not be dealt with')
      failures.delete(key)
      return refusedBy(internalProblem())
    }
  }

  async function act(request: SendRequest, state: BatchState, from: number): Promise<BatchResult[]> {
    const batchId = request.id ?? ''
    const items = itemsOf(state)
    const places = state.undo ? toTakeBack(state) : items.map((_, place) => place)
    const next = places.slice(from, from + inOneStep).flatMap((place) => items[place] ?? [])
    const { userId, keyId } = state.undo?.asker ?? state.asker
    const found = await identity.again(userId, keyId)
    if (!found) return next.map(() => nobody)
    // What was begun goes on also where its module was switched off since (133).
    const may = withoutDenials(found.may)
    const principal: Principal = { ...found, may, via: { kind: 'batch', id: batchId } }
    const { correlationId, causationId } = request
    const asking = { principal, correlationId, causationId }
    return inParallel(next, (item) =>
      resultOf(`${batchId} ${item.command} ${item.id}`, () =>
        state.undo
          ? takeBack(parts, item, {
              ...asking,
              commandId: takenBackUnder(batchId, item),
              was: doneUnder(batchId, item),
            })
          : execute({ ...asking, ...askedOf(item), commandId: doneUnder(batchId, item) }).then(outcomeOf),
      ),
    )
  }

  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const { from } = request.body as { from: number }
    const state = await execute.load(batch, request.id ?? '')
    const settled = state?.undo?.settled ?? state?.settled ?? 0
    if (!state || settled < from) throw new Error('the batch is not seen as it is yet')
    const under = ['running', 'cancelling', 'reverting'].includes(state.status)
    if (!under || settled > from) return { events: [] }
    const results = state.status === 'cancelling' ? [] : await act(request, state, from)
    return execute({ ...request, body: { from, results } })
  }

  return (requests) => Promise.all(requests.map(step))
}

/** What is asked of a record, or what is to be made of it. */
function askedOf({ command, body, id, each }: BatchItem) {
  return each === undefined ? { command, body, id } : { command, body: { ...body, [each]: id } }
}

const nobody: BatchResult = {
  is: 'refused',
  code: 'batch.asker-gone',
  message: 'Who asked for this may not sign in any more.',
}

const outcomeOf = ({ events }: { events: readonly string[] }): BatchResult => ({
  is: events.length > 0 ? 'done' : 'unchanged',
})

/** Takes back what was done to a record under a command id, unless somebody has changed the same since. */
async function takeBack(
  { execute, events, commandOf }: BatchStepParts,
  item: BatchItem,
  {
    was,
    ...asking
  }: Omit<Parameters<Execute>[0], 'command' | 'id' | 'body'> & { commandId: string; was: string },
): Promise<BatchResult> {
  const decider = commandOf(item.command)?.decider
  if (!decider) return noWayBack
  if (item.each !== undefined) {
    const { withdraw: command } = item
    const made = createdId(was)
    if (command === undefined) return noWayBack
    const since = (await events(decider, made)).filter((event) => !isOf(was)(event))
    if (since.some(isOf(asking.commandId))) return { is: 'done' }
    return since.length > 0
      ? changedSince
      : outcomeOf(await execute({ ...asking, command, id: made, body: {} }))
  }
  const past = await events(decider, item.id)
  const way = wayBack(commandOf, item.command, { events: past, was, under: asking.commandId })
  switch (way.is) {
    case 'open':
      return outcomeOf(await execute({ ...asking, ...way.back, id: item.id }))
    case 'gone':
      return { is: 'done' }
    case 'unchanged':
      return { is: 'unchanged' }
    case 'closed':
      return noWayBack
    case 'changed-since':
      return changedSince
  }
}

const noWayBack: BatchResult = {
  is: 'refused',
  code: 'batch.no-way-back',
  message: 'What was before cannot be told any more.',
}
const changedSince: BatchResult = {
  is: 'changed-since',
  code: 'batch.changed-since',
  message: 'Somebody has changed the same since; it is left as they want it.',
}

const codeOf = ({ type }: Problem) => type.slice('/problems/'.length)

export function isPassing(problem: Problem): boolean {
  const known: Readonly<Record<string, object | undefined>> = problems
  return 'retried' in (known[codeOf(problem)] ?? {})
}

/** A problem as what came of one record. */
export function refusedBy(problem: Problem): BatchResult {
  if (problem.status === 404) return { is: 'not-seen' }
  return {
    is: 'refused',
    code: codeOf(problem).slice(0, 120),
    message: cutTo(problem.detail.trim(), 500).trim() || problem.title,
  }
}

/** One result for each, in their order, a few at a time. @throws what one of them did, when none is under way any more. */
export async function inParallel<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  async function worker(): Promise<void> {
    for (let at = next++; at < all.length; at = next++) results[at] = await work(all[at] as T)
  }
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, worker))
  for (const one of ended) if (one.status === 'rejected') throw one.reason
  return results
}
