import type { Kysely } from 'kysely'
import { z } from 'zod'
import { chosenFields, merged } from '../../commands/customers/merging.ts'
import { FieldsForbidden, mustMay, NotFound } from '../../commands/errors.ts'
import { ancestorsFrom } from '../../commands/references.ts'
import { account } from '../../domain/customers/account.ts'
import { type MergeState, merge, mergeStatus } from '../../domain/customers/merge.ts'
import { type Mergeable, mergedModel } from '../../domain/customers/merging.ts'
import { conflict } from '../../domain/error.ts'
import { privacyOf } from '../../domain/subject.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { allows, keyOf, type Principal, systemPrincipal } from '../../platform/people/permissions.ts'
import { createdId } from '../../platform/process/ids.ts'
import type { mergeTable } from '../../projections/customers/merge.ts'
import { endpoint } from '../http/endpoint.ts'
import { answer, askedBy, caughtUp, outcomeSchema } from '../http/routes.ts'
import type { Extension, Services } from '../http/services.ts'
import { recordNames } from '../identity/notice.ts'
import type { Callings } from '../lists/names.ts'
import type { TablesOf } from '../lists/query.ts'
import { idsSeen } from '../lists/seen.ts'
import { countedByModel, type Linked, namingRecords, readable } from './merge-links.ts'

type Db = Kysely<TablesOf<[typeof mergeTable]>>

const pair = z.object({ model: mergedModel, survivorId: uuid, absorbedId: uuid })
type Pair = z.output<typeof pair>

const asked = pair
  .extend({
    fields: chosenFields
      .default([])
      .describe(
        'Of these the survivor takes the absorbed record’s value; of your own fields `custom.key`. Everything else stays as the survivor has it.',
      )
      .meta({ examples: [['phone', 'title']] }),
  })
  .register(vocabulary, { id: 'MergeRequest' })

const row = pair
  .extend({
    id: uuid,
    status: mergeStatus,
    survivorName: z.string().nullable(),
    absorbedName: z.string().nullable(),
    askerId: uuid,
    askerName: z.string().nullable(),
    startedAt: instant,
  })
  .register(vocabulary, { id: 'Merge' })

const record = z.object({ model: z.string(), id: uuid, name: z.string().nullable() })
const detail = row
  .extend({
    reason: z.string().nullable().describe('Why it failed, or could not be undone.'),
    moved: z
      .array(record.register(vocabulary, { id: 'MovedRecord' }))
      .describe('What named the absorbed record, as far as the reader sees it: at most 500.'),
    left: z
      .array(record.extend({ fields: z.array(z.string()) }).register(vocabulary, { id: 'LeftRecord' }))
      .describe('What is left as it is, because somebody has changed the same since.'),
  })
  .register(vocabulary, { id: 'MergeDetail' })

/** So many records are named or counted. */
const most = 500
const tag = 'merges'
const parameters = z.object({ id: uuid })
const eyes = systemPrincipal('merge', { kind: 'session' })

type Verb = 'start' | 'read' | 'revert'

/** Customers are made one by who tidies them up; tickets, by whoever works on tickets. */
const permissionOf = (model: Pair['model'], verb: Verb) =>
  model === 'ticket' ? 'ticket.merge' : `merge.${verb}`

/** Whoever may merge records of a kind may have it done by a merge, which is nobody's: whether they see both was looked at. */
function merging<A extends { principal: Principal }>(asking: A, model: Pair['model'], verb: Verb): A {
  const { principal } = asking
  const allowed = allows(principal.may, permissionOf(model, verb))
  const may = allowed ? [...principal.may, `merge.${verb}`] : principal.may
  return { ...asking, principal: { ...principal, may, keys: [...principal.keys, keyOf.all('merge')] } }
}

/** Making two records one: what would be moved, doing it, what came of it, and taking it back. */
export function mergeEndpoints({
  linked,
  callings,
}: {
  linked: readonly Linked[]
  callings: Callings
}): Extension {
  return (_app, services) => {
    const { execute, readModels } = services

    /** What two records are called that the reader sees. @throws NotFound */
    async function seen(of: Pair, principal: Principal, verb: Verb): Promise<void> {
      const permission = permissionOf(of.model, verb)
      mustMay(principal, permission)
      mustMay(principal, `${of.model}.read`)
      const ids = await idsSeen(readModels, principal, of.model, [of.survivorId, of.absorbedId])
      for (const id of [of.survivorId, of.absorbedId])
        if (!ids.has(id)) throw new NotFound(`${of.model} ${id}`)
    }

    async function stateSeen(id: string, principal: Principal, verb: Verb = 'read'): Promise<MergeState> {
      const state = await execute.load(merge, id)
      if (!state) throw new NotFound(`merge ${id}`)
      await seen(state, principal, 'read').catch(() => {
        throw new NotFound(`merge ${id}`)
      })
      const permission = permissionOf(state.model, verb)
      mustMay(principal, permission)
      return state
    }

    return [
      endpoint({
        method: 'GET',
        path: '/merges/preview',
        summary: 'What names a record and would name another one, if they were made one; nothing is changed',
        tag,
        access: { permission: 'merge.start', or: 'ticket.merge' },
        headers: 'read',
        parameters: pair,
        reply: z
          .object({
            moved: z
              .array(
                z.object({ model: z.string(), count: z.int() }).register(vocabulary, { id: 'MovedCount' }),
              )
              .describe(`As far as the reader sees them, ${most} in all.`),
          })
          .register(vocabulary, { id: 'MergePreview' }),
        async run({ parameters: of, principal, request }) {
          await caughtUp(services, request)
          const asker = principal()
          await seen(of, asker, 'start')
          await mustFit(services, { ...of, fields: [] }, asker)
          const found = await readModels.read(asker, {}, (db) =>
            namingRecords({ db, execute, linked: readable(linked, asker) }, of.absorbedId, most),
          )
          return { moved: countedByModel(found) }
        },
      }),
      endpoint({
        method: 'GET',
        path: '/merges',
        summary: 'The merges that a record had to do with, the newest first',
        tag,
        access: { permission: 'merge.read', or: 'ticket.merge' },
        headers: 'read',
        parameters: z.object({ recordId: uuid }),
        reply: z.object({ items: z.array(row) }).register(vocabulary, { id: 'MergeList' }),
        async run({ parameters: { recordId }, principal, request }) {
          await caughtUp(services, request)
          const rows = await readModels.read(eyes, {}, (db) =>
            (db as never as Db)
              .selectFrom('merge')
              .selectAll()
              .where((where) =>
                where.or([where('survivorId', '=', recordId), where('absorbedId', '=', recordId)]),
              )
              .orderBy('createdAt', 'desc')
              .limit(100)
              .execute(),
          )
          const items = []
          for (const { id, createdAt } of rows) {
            const state = await stateSeen(id, principal()).catch(() => undefined)
            if (state)
              items.push({
                ...(await told(services, callings, state, principal())),
                id,
                startedAt: createdAt,
              })
          }
          return { items }
        },
      }),
      endpoint({
        method: 'GET',
        path: '/merges/:id',
        summary: 'What came of a merge, and of taking it back',
        tag,
        access: { permission: 'merge.read', or: 'ticket.merge' },
        headers: 'read',
        parameters,
        reply: detail,
        async run({ parameters: { id }, principal }) {
          const asker = principal()
          const state = await stateSeen(id, asker)
          const [first] = await services.events(merge, id)
          const [records, left] = [state.records.slice(0, most), state.left.slice(0, most)]
          const refs = [...records, ...left].map((one) => ({ model: one.model, recordId: one.id }))
          const names = await recordNames(readModels, asker, refs, callings)
          const shown = <T extends { id: string }>(all: readonly T[]) =>
            all.flatMap((one) => (names.has(one.id) ? [{ ...one, name: names.get(one.id) ?? null }] : []))
          return {
            ...(await told(services, callings, state, asker)),
            id,
            startedAt: first?.occurredAt,
            reason: state.refusal?.message ?? null,
            moved: shown(records),
            left: shown(left).map((one) => ({ ...one, fields: [...one.fields] })),
          }
        },
      }),
      endpoint({
        method: 'POST',
        path: '/merges',
        summary: 'Make two records one: whatever names the one names the other, and it can be undone',
        tag,
        access: { permission: 'merge.start', or: 'ticket.merge' },
        headers: 'command',
        body: asked,
        reply: outcomeSchema,
        status: 202,
        async run({ body, principal, request, reply }) {
          const command = merging(askedBy(request, 'merge.start'), body.model, 'start')
          const again = command.commandId && (await execute.load(merge, createdId(command.commandId)))
          if (!again) {
            await seen(body, principal(), 'start')
            await mustFit(services, body, principal())
          }
          const outcome = await execute({ ...command, command: 'merge.start', body })
          reply.header('location', `/api/merges/${outcome.id}`)
          return answer(reply, outcome)
        },
      }),
      endpoint({
        method: 'POST',
        path: '/merges/:id/revert',
        summary: 'Make two of one again; what somebody has changed since is left, and named',
        tag,
        access: { permission: 'merge.revert', or: 'ticket.merge' },
        headers: 'command',
        parameters,
        reply: outcomeSchema,
        status: 202,
        async run({ parameters: { id }, principal, request, reply }) {
          const state = await stateSeen(id, principal(), 'revert')
          if (state.status === 'done') await mustPart(services, state)
          const outcome = await execute({
            ...merging(askedBy(request, 'merge.revert', id), state.model, 'revert'),
            command: 'merge.revert',
            id,
            body: {},
          })
          reply.header('location', `/api/merges/${id}`)
          return answer(reply, outcome)
        },
      }),
    ]
  }
}

/** @throws what would be refused of the two when it is their turn, by the rights of who asks. */
async function mustFit(
  { execute }: Services,
  { model: of, survivorId, absorbedId, fields }: z.output<typeof asked>,
  principal: Principal,
): Promise<void> {
  if (survivorId === absorbedId)
    conflict('merge.same', 'A record cannot be merged with itself.', { field: 'absorbedId' })
  const { hidden, readOnly } = principal.masks
  const masked = fields.filter((field) => [hidden[of], readOnly[of]].some((all) => all?.includes(field)))
  if (masked.length > 0) throw new FieldsForbidden(of, masked)
  const state = (await execute.load(merged[of].decider, survivorId)) as Mergeable | undefined
  if (state?.archived) conflict(`${of}.archived`, `The ${of} that is to stay is archived; restore it first.`)
  if (of === 'account') {
    const above = await ancestorsFrom(survivorId, (id) => execute.load(account, id))
    if ((above ?? []).indexOf(absorbedId) > 1) {
      conflict(
        'merge.family',
        'The account that is to stay stands below the other one, with others between them; let the upper one stay.',
      )
    }
  }
  await execute.rehearse({ command: `${of}.merge`, id: absorbedId, body: { survivorId }, principal })
  await execute.rehearse({
    command: `${of}.absorb`,
    id: survivorId,
    body: { absorbedId, fields },
    principal,
  })
}

/** @throws when the two cannot be two again as things stand. */
async function mustPart({ execute, faces }: Services, state: MergeState): Promise<void> {
  const { model: of, survivorId, absorbedId } = state
  const { decider } = merged[of]
  const load = async (id: string) => (await execute.load(decider, id)) as (Mergeable & object) | undefined
  const [survivor, absorbed] = await Promise.all([load(survivorId), load(absorbedId)])
  if (privacyOf(survivor).erased || privacyOf(absorbed).erased)
    conflict('merge.erased', 'The person was erased; nothing is left that could be two again.')
  if (survivor?.absorbedById)
    conflict('merge.survivor-merged', 'The one that stayed was merged into another since; undo that first.')
  if (survivor?.archived) conflict(`${of}.archived`, `The ${of} that stayed is archived; restore it first.`)
  const unique = faces.commands.find((one) => one.decider === decider)?.unique
  for (const claim of unique?.({ ...absorbed, absorbedById: null }) ?? []) {
    const holder = await execute.holder(claim)
    if (holder !== undefined && holder !== survivorId && holder !== absorbedId) {
      const field = claim.kind.slice(claim.kind.indexOf('-') + 1)
      conflict(`${of}.${field}-taken`, `Another ${of} has the ${field} of the one that would come back.`, {
        field,
      })
    }
  }
}

/** A merge as its reader knows it. */
async function told(
  { readModels, identity }: Services,
  callings: Callings,
  state: MergeState,
  principal: Principal,
) {
  const { model: of, survivorId, absorbedId, status, askerId } = state
  const refs = [survivorId, absorbedId].map((recordId) => ({ model: of, recordId }))
  const names = await recordNames(readModels, principal, refs, callings)
  const askers = await identity.names([askerId])
  return {
    model: of,
    survivorId,
    absorbedId,
    status,
    askerId,
    survivorName: names.get(survivorId) ?? null,
    absorbedName: names.get(absorbedId) ?? null,
    askerName: askers.get(askerId) ?? null,
  }
}
