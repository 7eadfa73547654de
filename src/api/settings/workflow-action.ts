import { sql } from 'kysely'
import { z } from 'zod'
import { organisationZone } from '../../commands/settings/organisation.ts'
import { mailingRecipient } from '../../domain/marketing/mailing-recipient.ts'
import type { WorkflowAction } from '../../domain/settings/workflow.ts'
import {
  type ActionResult,
  isOver,
  type WorkflowRunState,
  workflowRun,
} from '../../domain/settings/workflow-run.ts'
import { dayOf, daysAfter } from '../../domain/values/day.ts'
import { derivedId } from '../../platform/process/ids.ts'
import type { Effect, SendRequest } from '../../sagas/outbox.ts'
import { problemOf } from '../http/problem.ts'
import { heldOf } from '../lists/hold.ts'
import { rowsOf } from '../live/rows.ts'
import { leadOfContact, leadOfResponse } from '../marketing/response-conversion.ts'
import { isPassing, refusedBy } from './batch-step.ts'
import { reader, type WorkflowParts } from './workflow-watch.ts'

const asked = z.object({ from: z.int() })

/** Does the next action of a run and notes what came of it. Cut off between the two it is done again, under the same id. */
export function workflowAction(parts: WorkflowParts): Effect {
  const { execute, clock, readModels } = parts

  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const { from } = asked.parse(request.body)
    const id = request.id ?? ''
    const run = await execute.load(workflowRun, id)
    const action = run?.actions[from]
    if (!run || isOver(run) || run.step !== from || !action) return { events: [] }
    const before = run.actions[from - 1]
    const mayHaveChanged = before?.do === 'wait' && before.recheck
    const result: ActionResult =
      mayHaveChanged && !(await stillHolds(run))
        ? { is: 'stops', reason: 'no-longer' }
        : await done(action, run, request, derivedId('workflow-action', id, from))
    return execute({ ...request, body: { from, result } })
  }

  async function stillHolds({ when, model, recordId }: WorkflowRunState): Promise<boolean> {
    return (await heldOf(parts, reader, { where: when, model, ids: [recordId] })).has(recordId)
  }

  async function done(
    action: WorkflowAction,
    run: WorkflowRunState,
    request: SendRequest,
    commandId: string,
  ): Promise<ActionResult> {
    const { model, recordId, rule } = run
    const { correlationId, causationId } = request
    const principal = {
      ...request.principal,
      via: { ...request.principal.via, rule: `workflow version ${rule.version}, ${rule.id}` },
    }
    const asking = { principal, correlationId, causationId, commandId }
    switch (action.do) {
      case 'wait':
        return { is: 'waits', until: new Date(Date.parse(clock()) + action.minutes * 60_000).toISOString() }
      case 'command':
        return outcome(() => execute({ ...asking, command: action.command, id: recordId, body: action.body }))
      case 'task': {
        const owner = action.assigneeId ?? (await ownerOf(model, recordId))
        const zone = await organisationZone(execute.load, clock())
        const body = {
          kind: 'task',
          subject: action.subject,
          due: { day: daysAfter(dayOf(clock(), zone), action.dueInDays) },
          ...(owner !== null && { assigneeId: owner }),
          regarding: [{ model, id: recordId }],
        }
        return outcome(() => execute({ ...asking, command: 'activity.add', body }))
      }
      case 'message': {
        const whom = await personOf(model, recordId)
        if (!whom) return { is: 'refused', code: 'workflow.nobody', message: 'It is about nobody.' }
        const body = { runId: request.id, step: run.step, personId: whom.id, model: whom.model }
        return outcome(() => execute({ ...asking, command: 'mailingRecipient.choose-for-run', body }))
      }
      case 'lead': {
        const whom = await personOf(model, recordId)
        if (!whom) return { is: 'refused', code: 'workflow.nobody', message: 'It is about nobody.' }
        if (whom.model === 'lead' || (await hasOpenLead(whom.id))) return { is: 'unchanged' }
        const asked = { principal, correlationId, causationId }
        if (model !== 'mailingRecipient')
          return outcome(() =>
            leadOfContact(execute, whom.id, { asked, commandId, source: action.source, campaignId: null }),
          )
        const state = await execute.load(mailingRecipient, recordId)
        if (!state || state.madeLeadId !== null) return { is: 'unchanged' }
        const of = { id: recordId, state: { ...state, contactId: whom.id } }
        return outcome(() => leadOfResponse(execute, of, { asked, commandId }))
      }
      case 'notify': {
        const owner = action.owner ? await ownerOf(model, recordId) : null
        return { is: 'told', userIds: [...new Set([...action.userIds, ...(owner === null ? [] : [owner])])] }
      }
    }
  }

  async function ownerOf(model: string, id: string): Promise<string | null> {
    const [row] = await rowsOf({ readModels }, reader, model, [id])
    const { ownerId, assigneeId } = (row ?? {}) as { ownerId?: string | null; assigneeId?: string | null }
    return ownerId ?? assigneeId ?? null
  }

  /** Whether there is a lead with the address of a contact that nobody has closed. */
  async function hasOpenLead(contactId: string): Promise<boolean> {
    return readModels.read(reader, {}, async (db) => {
      const { rows } = await sql`select from lead where status in ('new', 'working', 'qualified')
        and email = (select email from contact where id = ${contactId}::uuid) limit 1`.execute(db as never)
      return rows.length > 0
    })
  }

  /** Whom a record is about, of those to whom something can be sent. */
  async function personOf(
    model: string,
    id: string,
  ): Promise<{ model: 'contact' | 'lead'; id: string } | undefined> {
    if (model === 'contact' || model === 'lead') return { model, id }
    const [row] = await rowsOf({ readModels }, reader, model, [id])
    const { contactId, leadId } = (row ?? {}) as { contactId?: string | null; leadId?: string | null }
    if (contactId) return { model: 'contact', id: contactId }
    return leadId ? { model: 'lead', id: leadId } : undefined
  }

  return (requests) => Promise.all(requests.map(step))
}

/** @throws what may be over in a moment */
async function outcome(work: () => Promise<{ events: readonly string[] }>): Promise<ActionResult> {
  try {
    const { events } = await work()
    return { is: events.length > 0 ? 'done' : 'unchanged' }
  } catch (error) {
    const problem = await problemOf(error)
    if (!problem || isPassing(problem)) throw error
    const { code = 'not-found', message = problem.detail } = refusedBy(problem)
    return { is: 'refused', code, message: message || problem.title }
  }
}
