import type { Kysely } from 'kysely'
import { foldAggregate } from '../../commands/aggregates.ts'
import type { CommandDefinition, TakenBack } from '../../commands/command.ts'
import type { Execute } from '../../commands/execute.ts'
import { around, isOf, wayBack } from '../../commands/take-back.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import type { RecordedEvent } from '../../domain/event.ts'
import { changed } from '../../domain/record.ts'
import type { OpportunityState } from '../../domain/sales/opportunity.ts'
import { isWithdrawn } from '../../domain/withdrawn.ts'
import { isCaughtUp } from '../../platform/log/caught-up.ts'
import type { EventStore } from '../../platform/log/event-store.ts'
import { type Principal, systemPrincipal } from '../../platform/people/permissions.ts'
import { derivedId } from '../../platform/process/ids.ts'
import type { EventIndex } from '../../projections/event-index.ts'
import type { opportunityTable } from '../../projections/sales/opportunity.ts'
import type { quoteTable } from '../../projections/sales/quote.ts'
import { type Linked, namingRecords } from '../customers/merge-links.ts'
import { internalProblem, problemOf } from '../http/problem.ts'
import type { ReadModels } from '../http/services.ts'
import type { TablesOf } from '../lists/query.ts'
import type { Working } from '../operate/jobs.ts'
import { inParallel } from './batch-step.ts'

export interface UndoParts {
  execute: Execute
  events(of: AnyDecider, id: string): Promise<readonly RecordedEvent[]>
  commandOf(type: string): CommandDefinition | undefined
  eventIndex: Pick<EventIndex, 'search' | 'waitFor'>
  readModels: Pick<ReadModels, 'read' | 'waitFor'>
  store: Pick<EventStore, 'lastPosition'>
  linked: readonly Linked[]
  deciders: readonly AnyDecider[]
}

/** What names others is undone before what is named. */
const order = ['opportunity', 'lead', 'contact', 'account', 'product']
const page = 1000
const patienceMs = 30_000
/** So many of those that stay are told. */
const mostTold = 500
const eyes = systemPrincipal('import-undo', { kind: 'import' })

interface Left {
  model: string
  id: string
  message: string
}

export interface Undone {
  withdrawn: number
  restored: number
  notUndone: number
  /** The first of those that stay as they are, and why. */
  left: readonly Left[]
}

/**
 * Takes back what an import did, as its events tell: what it made is withdrawn, unless somebody went on with it; what it changed is
 * brought back, unless somebody changed the same since. Asked again it does what is left to do, under the same command ids.
 */
export async function undoImport(
  parts: UndoParts,
  importId: string,
  { principal, signal, progress }: Working & { principal: Principal },
): Promise<Undone> {
  const touched = await touchedBy(parts, importId)
  const total = [...touched.values()].reduce((sum, ids) => sum + ids.length, 0)
  const result = { withdrawn: 0, restored: 0, notUndone: 0, left: [] as Left[] }
  const tally = (model: string, id: string, outcome: Outcome) => {
    if ('is' in outcome) result[outcome.is]++
    else {
      result.notUndone++
      const message =
        'left' in outcome
          ? outcome.left
          : `It is named by ${[...new Set(outcome.namedBy.map((one) => one.model))].join(', ')}.`
      if (result.left.length < mostTold) result.left.push({ model, id, message })
    }
    progress(result.withdrawn + result.restored + result.notUndone, total)
  }
  const asking = { principal, correlationId: importId }
  for (const model of [...touched.keys()].sort((a, b) => order.indexOf(a) - order.indexOf(b))) {
    // Records of a kind may name each other: those that are named wait for those that name them.
    for (let ids = touched.get(model) ?? []; ids.length > 0 && !signal.aborted; ) {
      // Whether anything names a record is seen once all that was taken back before is.
      if (!(await isCaughtUp(parts.store, parts.readModels, patienceMs)))
        throw new Error(
          'The read models are behind. Undo it again in a moment: what was undone stays undone.',
        )
      const outcomes = await inParallel(ids, (id) => undoRecord(parts, { model, id, importId, asking }))
      const named = ids.flatMap((id, place) => {
        const outcome = outcomes[place]
        return outcome && 'namedBy' in outcome ? [{ id, by: outcome.namedBy }] : []
      })
      const waiting = named.filter(({ by }) => by.some((one) => ids.includes(one.id)))
      const isStuck = waiting.length === ids.length
      for (const [place, id] of ids.entries()) {
        const outcome = outcomes[place]
        if (outcome && (isStuck || !waiting.some((one) => one.id === id))) tally(model, id, outcome)
      }
      ids = isStuck ? [] : waiting.map(({ id }) => id)
    }
  }
  return result
}

type Outcome =
  | { is: 'withdrawn' | 'restored' }
  | { left: string }
  | { namedBy: readonly { model: string; id: string }[] }

/** The records that an import wrote to, by kind; what they claim is given up with them. */
async function touchedBy({ eventIndex, store }: UndoParts, importId: string): Promise<Map<string, string[]>> {
  if (!(await isCaughtUp(store, eventIndex, patienceMs)))
    throw new Error('The index of events is behind. Undo it again in a moment.')
  const found = new Map<string, Set<string>>()
  for (let below: number | undefined; ; ) {
    const events = await eventIndex.search({
      importId,
      aggregates: order,
      basis: 'recorded',
      below,
      limit: page,
    })
    for (const { aggregate, aggregateId } of events)
      found.set(aggregate, (found.get(aggregate) ?? new Set()).add(aggregateId))
    if (events.length < page) break
    below = events.at(-1)?.position
  }
  return new Map([...found].map(([model, ids]) => [model, [...ids]]))
}

interface Asked {
  model: string
  id: string
  importId: string
  asking: Pick<Parameters<Execute>[0], 'principal' | 'correlationId'>
}

async function undoRecord(parts: UndoParts, { model, id, importId, asking }: Asked): Promise<Outcome> {
  const { execute, deciders } = parts
  const decider = deciders.find(({ name }) => name === model)
  if (!decider) return { left: 'This kind of record is not known any more.' }
  try {
    const events = await parts.events(decider, id)
    const isOurs = ({ metadata: { via } }: RecordedEvent) => via.kind === 'import' && via.id === importId
    if (isWithdrawn(await execute.load(decider, id))) return { is: 'withdrawn' }
    const [first] = events
    if (first && isOurs(first)) {
      if (isGoneOnWith(decider, events, isOurs)) return { left: 'Somebody went on with it since.' }
      const namedBy = await usesOf(parts, model, id)
      if (namedBy.length > 0) return { namedBy }
      const ifMatch = [events.at(-1)?.revision ?? 0]
      const commandId = derivedId('import-undo', importId, id)
      await execute({ ...asking, command: `${model}.withdraw`, id, body: {}, ifMatch, commandId })
      return { is: 'withdrawn' }
    }
    return await bringBack(parts, {
      decider,
      id,
      importId,
      asking,
      commands: commandsIn(events.filter(isOurs)),
    })
  } catch (error) {
    return { left: ((await problemOf(error)) ?? internalProblem()).detail }
  }
}

/** When it was touched last changes with whatever happens, and says nothing of what it is. */
const passing = ['touchedAt']

/**
 * Whether a record is something else than an import made it, through somebody. What rules and timers made of it goes with it, and what
 * somebody did and took back is as if it had not been done.
 */
function isGoneOnWith(
  decider: AnyDecider,
  events: readonly RecordedEvent[],
  isOurs: (event: RecordedEvent) => boolean,
): boolean {
  const byOthers = (event: RecordedEvent) => !isOurs(event) && event.metadata.actor.kind !== 'system'
  const from = events.findIndex(byOthers)
  if (from < 0) return false
  const stateAt = (count: number) =>
    foldAggregate(decider, undefined, events.slice(0, count))?.state as object
  const news = Object.keys(changed(stateAt(from), stateAt(events.length)))
  return news.some((field) => !passing.includes(field))
}

/** The commands that events are of, the last one first. */
const commandsIn = (events: readonly RecordedEvent[]) =>
  [...new Map(events.map(({ metadata: { command } }) => [command.id, command])).values()].reverse()

async function bringBack(
  parts: UndoParts,
  {
    decider,
    id,
    importId,
    asking,
    commands,
  }: Pick<Asked, 'id' | 'importId' | 'asking'> & {
    decider: AnyDecider
    commands: readonly { id: string; type: string }[]
  },
): Promise<Outcome> {
  let left: string | undefined
  for (const { id: was, type } of commands) {
    const events = await parts.events(decider, id)
    const under = derivedId('import-undo', importId, was)
    const moved = stageBack(decider, type, events, was)
    const way = moved ?? wayBack(parts.commandOf, type, { events, was, under })
    if (events.some(isOf(under))) continue
    if (way.is === 'open') await parts.execute({ ...asking, ...way.back, id, commandId: under })
    else if (way.is === 'changed-since') left = 'Somebody has changed the same since.'
    else if (way.is === 'closed') left = 'What was before cannot be told any more.'
  }
  return left === undefined ? { is: 'restored' } : { left }
}

/** A deal that was moved or closed goes back to the stage that it was in, if it is where the import put it. */
function stageBack(decider: AnyDecider, type: string, events: readonly RecordedEvent[], was: string) {
  if (!['opportunity.advance-stage', 'opportunity.win', 'opportunity.lose'].includes(type)) return undefined
  const states = around(decider, events, was)
  if (!states) return undefined
  const [before, after, now] = [states.before, states.after, states.now] as OpportunityState[]
  if (!before || !after || !now) return undefined
  if (after.stage.id !== now.stage.id || after.status !== now.status)
    return { is: 'changed-since' as const, fields: ['stage'] }
  const stageId = before.openStage.id
  const back: TakenBack =
    type === 'opportunity.advance-stage'
      ? { command: type, body: { stageId } }
      : { command: 'opportunity.reopen', body: { stageId } }
  return { is: 'open' as const, back }
}

/** Records that name one, whoever sees them. */
async function usesOf({ readModels, execute, linked }: UndoParts, model: string, id: string) {
  return readModels.read(eyes, {}, async (db) => {
    const found = await namingRecords({ db, execute, linked }, id, 5)
    const tables = db as never as Kysely<TablesOf<[typeof opportunityTable, typeof quoteTable]>>
    if (model === 'opportunity') {
      const quotes = await tables
        .selectFrom('quote')
        .select('id')
        .where('opportunityId', '=', id)
        .limit(5)
        .execute()
      return [...found, ...quotes.map((one) => ({ model: 'quote', id: one.id }))]
    }
    if (model !== 'product') return found
    const deals = await tables
      .selectFrom('opportunity')
      .select('id')
      .where('productId', '=', id)
      .limit(5)
      .execute()
    return [...found, ...deals.map((one) => ({ model: 'opportunity', id: one.id }))]
  })
}
