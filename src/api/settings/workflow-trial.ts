import { isMeant } from '../../domain/settings/webhook.ts'
import type { WorkflowRules } from '../../domain/settings/workflow.ts'
import { allows, type Principal } from '../../platform/people/permissions.ts'
import type { Located } from '../../projections/event-index.ts'
import type { Services } from '../http/services.ts'
import { idsSeen } from '../lists/seen.ts'
import type { Working } from '../operate/jobs.ts'
import { rulesOf } from './workflow-watch.ts'

/** So many events are looked at, the newest first. */
const most = 2_000
const mostExamples = 20

/**
 * What rules of the workflow would have done on what has happened of late: each event is held against its record as it was then, as
 * far as who asks sees it. Nothing is written.
 */
export async function workflowTried(
  services: Services,
  principal: Principal,
  { rules }: WorkflowRules,
  { since, days }: { since: string; days: number },
  { progress, signal }: Working,
) {
  const { eventIndex, faces, readModels } = services
  const types = faces.deciders
    .flatMap(({ events }) => Object.keys(events))
    .filter((type) => rules.some(({ outcome }) => isMeant({ types: outcome.on }, type)))
  const places =
    types.length === 0 ? [] : await eventIndex.search({ types, from: since, basis: 'occurred', limit: most })
  const runs = new Map(rules.map(({ id, name }) => [id, { id, name, runs: 0 }]))
  const examples: { ruleId: string; model: string; recordId: string; eventType: string; at: string }[] = []
  let [events, held] = [0, 0]
  for (const [at, place] of places.entries()) {
    if (signal.aborted) break
    progress(at, places.length)
    if (!(await isSeen(readModels, principal, place))) continue
    events++
    for (const rule of await rulesOf(services, rules, place, { asOf: place.occurredAt, principal })) {
      held++
      const one = runs.get(rule.id)
      if (one) one.runs++
      if (examples.length < mostExamples)
        examples.push({
          ruleId: rule.id,
          model: place.aggregate,
          recordId: place.aggregateId,
          eventType: place.type,
          at: place.occurredAt,
        })
    }
  }
  return {
    days,
    since,
    events,
    runs: held,
    left: places.length === most,
    rules: [...runs.values()],
    examples,
  }
}

async function isSeen(
  readModels: Services['readModels'],
  principal: Principal,
  { aggregate, aggregateId }: Located,
) {
  if (!allows(principal.may, `${aggregate}.read`)) return false
  return (await idsSeen(readModels, principal, aggregate, [aggregateId])).has(aggregateId)
}
