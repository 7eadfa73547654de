import { foldAggregate } from '../../commands/aggregates.ts'
import { merged } from '../../commands/customers/merging.ts'
import type { Execute } from '../../commands/execute.ts'
import { around, isOf } from '../../commands/take-back.ts'
import { type LeftAsItIs, type MergeState, merge, type Naming } from '../../domain/customers/merge.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import type { RecordedEvent } from '../../domain/event.ts'
import type { Relinking } from '../../domain/linking.ts'
import { ownKey } from '../../domain/settings/custom-field.ts'
import { takenBack } from '../../domain/taken-back.ts'
import { isCaughtUp } from '../../platform/log/caught-up.ts'
import type { EventStore } from '../../platform/log/event-store.ts'
import { systemPrincipal } from '../../platform/people/permissions.ts'
import { derivedId } from '../../platform/process/ids.ts'
import type { Effect, SendRequest } from '../../sagas/outbox.ts'
import { problemOf } from '../http/problem.ts'
import type { ReadModels } from '../http/services.ts'
import { inParallel, isPassing, refusedBy } from '../settings/batch-step.ts'
import { type Linked, namingRecords } from './merge-links.ts'

/** So many records are one step: told together, and at most so many are done again after a kill, to no effect. */
const inOneStep = 100
const patienceMs = 10_000

export interface MergeParts {
  execute: Execute
  /** The events of one record, oldest first. */
  events(of: AnyDecider, id: string): Promise<readonly RecordedEvent[]>
  readModels: Pick<ReadModels, 'read' | 'waitFor'>
  store: Pick<EventStore, 'lastPosition'>
  linked: readonly Linked[]
}

type Fields = Readonly<Record<string, unknown>>
type Asking = Pick<SendRequest, 'correlationId' | 'causationId'> & {
  principal: SendRequest['principal']
  mergeId: string
}
type Step = Partial<Pick<MergeState, 'parted'>> & {
  records?: Naming[]
  left?: LeftAsItIs[]
  end?: boolean
}

/**
 * A step of a merge. First the one gives way, with its unique values, and the other takes over what was chosen; then whatever names
 * the one names the other, until nothing is left that does. Taken back it goes the same way: they part, and what was moved is moved
 * back. It is carried out whoever sees the records: what two of them are called is no matter of who looks at a third. Cut off, a
 * step is done again under the same command ids.
 */
export function mergeStep(parts: MergeParts): Effect {
  const { execute } = parts

  async function next(state: MergeState, asking: Asking): Promise<Step> {
    if (state.status === 'running') {
      if (state.records.length === 0) await join(parts, state, asking)
      return moveOn(parts, state, asking)
    }
    if (!state.parted)
      return { parted: true, left: await part(parts, state, asking), end: state.records.length === 0 }
    return moveBack(parts, state, asking)
  }

  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const mergeId = request.id ?? ''
    const { from } = request.body as { from: number }
    const state = await execute.load(merge, mergeId)
    if (!state || state.steps < from) throw new Error('the merge is not seen as it is yet')
    if (state.steps > from || !['running', 'reverting'].includes(state.status)) return { events: [] }
    const via = { kind: 'saga', id: mergeId } as const
    const { correlationId, causationId } = request
    const principal = systemPrincipal('merge', via)
    const body = await next(state, { mergeId, principal, correlationId, causationId }).catch(refusal)
    return execute({ ...request, body: { from, ...body } })
  }

  return (requests) => Promise.all(requests.map(step))
}

/** @throws what may be over in a moment, and what is an error of ours. */
async function refusal(error: unknown) {
  const problem = await problemOf(error)
  if (!problem || isPassing(problem)) throw error
  const { code = 'not-found', message = problem.detail } = refusedBy(problem)
  return { refusal: { code, message } }
}

/**
 * Under this id a command of a merge is carried out, however often it is begun again; what could not be taken back can be
 * tried anew. The first attempt is the merge itself.
 */
const under = ({ mergeId }: Asking, attempt: number, command: string, id: string) =>
  derivedId('merge', mergeId, command, id, String(attempt))

async function join({ execute }: MergeParts, state: MergeState, asking: Asking): Promise<void> {
  const { model, survivorId, absorbedId, fields } = state
  const ask = (command: string, id: string, body: object) =>
    execute({ ...asking, command, id, body, commandId: under(asking, 0, command, id) })
  await ask(`${model}.merge`, absorbedId, { survivorId })
  try {
    await ask(`${model}.absorb`, survivorId, { absorbedId, fields })
  } catch (error) {
    const problem = await problemOf(error)
    if (problem && !isPassing(problem)) await ask(`${model}.unmerge`, absorbedId, { survivorId })
    throw error
  }
}

async function moveOn(parts: MergeParts, state: MergeState, asking: Asking): Promise<Step> {
  const { execute, readModels, store, linked } = parts
  const { survivorId: newId, absorbedId: oldId } = state
  if (!(await isCaughtUp(store, readModels, patienceMs)))
    throw new Error('the read models are behind, so that nobody can say what names the record')
  const found = await readModels.read(asking.principal, {}, (db) =>
    namingRecords({ db, execute, linked }, oldId, inOneStep),
  )
  const known = new Set([...state.records, ...state.left].map(({ id }) => id))
  const records = found.filter(({ id }) => !known.has(id))
  const left: LeftAsItIs[] = []
  await inParallel(records, async (one) => {
    const { model, id } = one
    const command = `${model}.relink`
    const commandId = under(asking, 0, command, id)
    try {
      await execute({ ...asking, command, id, body: { oldId, newId }, commandId })
    } catch (error) {
      await refusal(error)
      left.push({ ...one, fields: [] })
    }
  })
  const isLeft = ({ id }: Naming) => left.some((one) => one.id === id)
  return {
    records: records.filter((one) => !isLeft(one)),
    left,
    end: found.length < inOneStep || records.length === 0,
  }
}

/** The survivor gives back what it took over, unless somebody has changed the same since; then they are two again. */
async function part(parts: MergeParts, state: MergeState, asking: Asking): Promise<LeftAsItIs[]> {
  const { execute } = parts
  const { model, survivorId, absorbedId } = state
  const { decider, none } = merged[model]
  const was = under(asking, 0, `${model}.absorb`, survivorId)
  const release = `${model}.release`
  const commandId = under(asking, state.attempt, release, survivorId)
  const { before, after, now, done } = await toldAround(parts, decider, survivorId, was, commandId)
  const whole = (of: Fields) => flat({ ...none, ...of })
  const { fields, left } = takenBack(whole(before), whole(after), whole(now))
  const { custom = {}, tags, ...rest } = folded(fields)
  const plain = Object.entries(rest)
  const body = {
    absorbedId,
    changes: Object.fromEntries(plain.filter(([name]) => !(name in none))),
    now: Object.fromEntries(plain.filter(([name]) => name in none)),
    custom,
    tags: tags ?? ('tags' in fields ? [] : (now.tags ?? [])),
  }
  if (!done) await execute({ ...asking, command: release, id: survivorId, body, commandId })
  const unmerge = `${model}.unmerge`
  await execute({
    ...asking,
    command: unmerge,
    id: absorbedId,
    body: { survivorId },
    commandId: under(asking, state.attempt, unmerge, absorbedId),
  })
  return left.length > 0 ? [{ model, id: survivorId, fields: [...left] }] : []
}

async function moveBack(parts: MergeParts, state: MergeState, asking: Asking): Promise<Step> {
  const all = state.records.toReversed()
  const records = all.slice(state.movedBack, state.movedBack + inOneStep)
  const left = await inParallel(records, (one) => movedBack(parts, state, asking, one))
  return {
    records,
    left: left.flatMap((one) => one ?? []),
    end: state.movedBack + records.length === all.length,
  }
}

/** One record names again what it named, but for what somebody has changed since. */
async function movedBack(
  parts: MergeParts,
  state: MergeState,
  asking: Asking,
  { model, id }: Naming,
): Promise<LeftAsItIs | undefined> {
  const { execute, linked } = parts
  const decider = linked.find((one) => one.decider.name === model)?.decider
  if (!decider) return { model, id, fields: [] }
  const command = `${model}.relink`
  const was = under(asking, 0, command, id)
  const commandId = under(asking, state.attempt, command, id)
  const { before, after, now, said, done } = await toldAround(parts, decider, id, was, commandId)
  if (!said) return undefined
  const names = Object.keys(flat((said as Relinking<never>).links))
  const only = (of: Fields) =>
    Object.fromEntries(Object.entries(flat(of)).filter(([name]) => names.includes(name)))
  const { fields, left } = takenBack(only(before), only(after), only(now))
  const { survivorId: oldId, absorbedId: newId } = state
  if (!done && Object.keys(fields).length > 0)
    await execute({ ...asking, command, id, body: { oldId, newId, links: folded(fields) }, commandId })
  return left.length > 0 ? { model, id, fields: [...left] } : undefined
}

/** A record before a command, after it, and now; where nothing came of it, as it is now. `done`: what came `since` is there. */
async function toldAround(
  { events }: MergeParts,
  decider: AnyDecider,
  id: string,
  was: string,
  since: string,
) {
  const past = await events(decider, id)
  const states = around(decider, past, was)
  const now = (states?.now ?? foldAggregate(decider, undefined, past)?.state ?? {}) as Fields
  const { before = now, after = now, said } = states ?? {}
  return { before: before as Fields, after: after as Fields, now, said, done: past.some(isOf(since)) }
}

/** With each of the organisation's own fields as a field. */
function flat({ custom, ...fields }: Fields): Fields {
  const values = Object.entries((custom ?? {}) as Fields).map(([key, value]) => [`custom.${key}`, value])
  return { ...fields, ...Object.fromEntries(values) }
}

/** The other way: each of the organisation's own fields within `custom`. */
function folded(fields: Fields): Fields {
  const custom: Record<string, unknown> = {}
  const plain: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    const key = ownKey(name)
    if (key === undefined) plain[name] = value
    else custom[key] = value
  }
  return { ...plain, ...(Object.keys(custom).length > 0 && { custom }) }
}
