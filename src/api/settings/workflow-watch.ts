import { sql } from 'kysely'
import { z } from 'zod'
import { KeyReused } from '../../commands/errors.ts'
import { ruleSet, versionAt } from '../../domain/settings/rule-set.ts'
import { isMeant } from '../../domain/settings/webhook.ts'
import type { WorkflowRule, WorkflowRules } from '../../domain/settings/workflow.ts'
import { type StopReason, workflowRun } from '../../domain/settings/workflow-run.ts'
import type { Standings } from '../../platform/log/standings.ts'
import { keyOf, systemPrincipal } from '../../platform/people/permissions.ts'
import { createdId, derivedId } from '../../platform/process/ids.ts'
import type { Located } from '../../projections/event-index.ts'
import { type Effect, NotYet, type SendRequest } from '../../sagas/outbox.ts'
import type { Services } from '../http/services.ts'
import { heldOf } from '../lists/hold.ts'

export interface WorkflowParts
  extends Pick<Services, 'execute' | 'clock' | 'events' | 'eventIndex' | 'readModels' | 'faces'> {
  standings: Standings
}

/** So many events are one step. */
const inOneStep = 100
/** How soon it is looked again for what is new, in ms. */
const lookAgain = 1_000
/** So many runs may come of each other. */
const deepest = 5
const hour = 3_600_000
/** How long it is waited until runs that were begun can be counted, in ms. */
const patience = 5_000

const asked = z.object({ ruleSetId: z.string(), run: z.int(), after: z.string() })
/** Rules are held against whatever there is. */
export const reader = systemPrincipal('workflow', { kind: 'saga', id: 'workflow' })

type Rules = WorkflowRules & { version: number }

/**
 * Looks for what the rules of the workflow are about, one event of the log after the other, and begins a run for each rule that
 * holds then. An event of a past that was taken over begins none.
 */
export function workflowWatch(parts: WorkflowParts): Effect {
  const { execute, clock, standings, eventIndex, readModels, faces } = parts
  /** The newest run that was begun here: it counts. */
  let newest = -1n
  const allTypes = faces.deciders.flatMap(({ events }) => Object.keys(events))

  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const { ruleSetId: id, run, after } = asked.parse(request.body)
    const set = await execute.load(ruleSet, id)
    // A version that was published since looks from here on.
    if (!set || (set.versions.at(-1)?.version ?? 0) !== run) return { events: [] }
    const isFirst = (await standings.of(id)) === undefined
    const standing = await standings.begin(id, { run, after: isFirst ? Number(after) : undefined })
    if (!standing || standing.run !== run) return { events: [] }
    const all = set.versions.flatMap(({ content }) => ('runsAnHour' in content ? content.rules : []))
    const types = allTypes.filter((type) => all.some(({ outcome }) => isMeant({ types: outcome.on }, type)))
    const found = await eventIndex.next({ after: standing.position, types, limit: inOneStep })
    const readable = Number(readModels.position() ?? -1n)
    for (const place of found.events) {
      if (place.position > readable) throw new NotYet(later(lookAgain))
      // By the later of both: what is noted afterwards is held to the rules of now, whichever clock is ahead.
      const { occurredAt, recordedAt } = place
      const version = versionAt(set.versions, occurredAt > recordedAt ? occurredAt : recordedAt)
      if (version && 'runsAnHour' in version.content)
        await beginAll({ ...version.content, version: version.version }, place, request)
      await standings.reached(id, run, place.position)
    }
    await standings.reached(id, run, Math.min(found.upTo, Math.max(readable, standing.position)))
    throw new NotYet(later(found.events.length < inOneStep ? lookAgain : 0))
  }

  async function beginAll(rules: Rules, place: Located, request: SendRequest): Promise<void> {
    const decider = faces.deciders.find(({ name }) => name === place.aggregate)
    const event =
      decider && (await parts.events(decider, place.aggregateId)).find(({ id }) => id === place.id)
    if (!event || event.metadata.source || event.metadata.via.kind === 'import') return
    for (const rule of await rulesOf(parts, rules.rules, place)) {
      const commandId = derivedId('workflow', rule.id, place.id)
      // It was begun before a kill.
      if (await execute.load(workflowRun, createdId(commandId))) continue
      const { depth, stop } = await standingOf(rule, rules, place)
      // That there is a storm is said once.
      const under = stop === 'storm' ? derivedId('workflow-storm', rule.id, clock().slice(0, 13)) : commandId
      const begun = await execute({
        command: 'workflowRun.begin',
        commandId: under,
        principal: request.principal,
        correlationId: event.metadata.$correlationId,
        causationId: event.id,
        body: {
          rule: { id: rule.id, name: rule.name, version: rules.version },
          when: rule.when,
          actions: rule.outcome.actions,
          event: { id: place.id, type: place.type, position: String(place.position) },
          model: place.aggregate,
          recordId: place.aggregateId,
          depth,
          stop,
        },
      }).catch((error: unknown) => {
        // The storm was said already, of another record.
        if (!(error instanceof KeyReused)) throw error
      })
      if (begun && begun.position > newest) newest = begun.position
    }
  }

  /** How many runs this came of, and why it is not to be followed, if so. */
  async function standingOf(
    rule: WorkflowRule,
    { runsAnHour }: Rules,
    place: Located,
  ): Promise<{ depth: number; stop: StopReason | null }> {
    const before = (await eventIndex.causes(place.id)).filter(({ type }) => type === 'workflowRun.begun')
    const depth = before.length
    const runs = await Promise.all(before.map(({ aggregateId }) => execute.load(workflowRun, aggregateId)))
    const isCircle = runs.some((one) => one?.rule.id === rule.id && one.recordId === place.aggregateId)
    if (isCircle || depth >= deepest) return { depth, stop: 'loop' }
    if (!(await readModels.waitFor(newest, patience))) throw new Error('the read models are behind')
    const since = new Date(Date.parse(clock()) - hour).toISOString()
    const begun = await readModels.read({ keys: [keyOf.all('workflowRun')] }, {}, async (db) => {
      const { rows } = await sql<{ count: number }>`select count(*)::integer as count from workflow_run
        where rule = ${rule.id} and created_at > ${since}::timestamptz`.execute(db as never)
      return rows[0]?.count ?? 0
    })
    return { depth, stop: begun >= runsAnHour ? 'storm' : null }
  }

  const later = (ms: number) => new Date(Date.parse(clock()) + ms).toISOString()

  return (requests) => Promise.all(requests.map(step))
}

/** The rules that are about an event and hold of its record: now, or as it was at an instant. */
export async function rulesOf(
  parts: Pick<WorkflowParts, 'readModels' | 'execute' | 'clock' | 'faces'>,
  rules: readonly WorkflowRule[],
  { type, aggregate: model, aggregateId }: Pick<Located, 'type' | 'aggregate' | 'aggregateId'>,
  { asOf, principal = reader }: { asOf?: string; principal?: Parameters<typeof heldOf>[1] } = {},
): Promise<WorkflowRule[]> {
  const found: WorkflowRule[] = []
  for (const rule of rules) {
    if (rule.outcome.model !== model || !isMeant({ types: rule.outcome.on }, type)) continue
    const held = await heldOf(parts, principal, { where: rule.when, model, ids: [aggregateId], asOf })
    if (held.has(aggregateId)) found.push(rule)
  }
  return found
}
