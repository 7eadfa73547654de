import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import {
  type BatchResult,
  type BatchState,
  batch,
  batchOutcome,
  batchStatus,
  itemsOf,
  mostItems,
  toTakeBack,
} from '../../domain/settings/batch.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { keyOf, type Principal, sees } from '../../platform/people/permissions.ts'
import { createdId } from '../../platform/process/ids.ts'
import { userTable } from '../../projections/identity/user.ts'
import { batchTable } from '../../projections/settings/batch.ts'
import { endpoint } from '../http/endpoint.ts'
import { internalProblem, problemOf } from '../http/problem.ts'
import { answer, askedBy, outcomeSchema } from '../http/routes.ts'
import type { Extension, Services } from '../http/services.ts'
import { recordNames } from '../identity/notice.ts'
import { pageOf, pageParameters } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { type Choice, type ChoiceParts, choice, chosen, openOf } from './batch-choice.ts'
import { inParallel, refusedBy } from './batch-step.ts'

const task = z
  .object({
    command: z.string(),
    body: z.record(z.string(), z.unknown()),
    total: z.int(),
    makes: z
      .boolean()
      .optional()
      .describe('Whether it makes something of each, which is not taken back with it.'),
  })
  .register(vocabulary, { id: 'BatchTask' })

export const batchQueries = recordQueries(batchTable)({
  resource: 'batches',
  summary: 'What was done to many records at once, how far it has got, and whether it was taken back',
  row: z.object({
    tasks: z.array(task),
    status: batchStatus,
    askerId: uuid,
    total: z.int(),
    done: z.int(),
    unchanged: z.int(),
    refused: z.int(),
    notSeen: z.int(),
    endedAt: instant.nullable(),
    undoTotal: z.int(),
    undone: z.int(),
    notUndone: z.int(),
    undoerId: uuid.nullable(),
  }),
  shown: ({ tasks, ...row }) => ({ ...row, tasks: [...tasks] }),
  references: { askerId: userTable, undoerId: userTable },
  filters: { status: batchStatus, askerId: uuid },
  ranges: { createdAt: instant },
  sorts: ['-createdAt', 'updatedAt', 'endedAt', 'total'],
})

const records = (count: number) => (count === 1 ? '1 record' : `${count} records`)

export const batchTitles = titlesOf(batch, {
  'batch.started': ({ data }) => `Batch of ${records(itemsOf(data).length)} started`,
  'batch.advanced': ({ data }) => `${records(data.results.length)} dealt with`,
  'batch.paused': () => 'Batch paused',
  'batch.resumed': () => 'Batch goes on',
  'batch.cancel-requested': () => 'Batch to be cancelled',
  'batch.revert-requested': ({ data }) => `${records(data.total)} to be taken back`,
  'batch.taken-back': ({ data }) => `${records(data.results.length)} taken back, or left as they are`,
})

const told = z.object({
  is: batchOutcome,
  code: z.string().nullable(),
  message: z.string().nullable().describe('Why, where it was refused or left.'),
})
const result = told.register(vocabulary, { id: 'BatchResult' })
const about = z.object({
  model: z.string(),
  id: uuid,
  name: z.string().nullable().describe('Null where the reader may not see it.'),
  command: z.string(),
})
const item = about
  .extend({
    result: result.nullable().describe('Null while it is not its turn yet.'),
    undo: result.nullable().describe('What came of taking it back.'),
  })
  .register(vocabulary, { id: 'BatchItem' })

const sifts = ['waiting', ...batchOutcome.options, 'undone', 'not-undone'] as const
/** So many are tried out in a preview, and so many of those told that would not be done. */
const tried = 500
const toldOf = 100

const preview = z
  .object({
    total: z.int().describe('How many records it would be of.'),
    tried: z.int().describe('How many of them were tried out; the counts are of these.'),
    done: z.int(),
    unchanged: z.int(),
    refused: z.int(),
    notSeen: z.int(),
    items: z
      .array(about.extend({ result }).register(vocabulary, { id: 'BatchPreviewItem' }))
      .describe('The first of those that would not be done.'),
    open: z
      .array(z.object({ model: z.string(), count: z.int() }).register(vocabulary, { id: 'BatchOpenItems' }))
      .describe('What is still open with the records to be given away, and owned by who owns them.'),
  })
  .register(vocabulary, { id: 'BatchPreview' })

const tag = 'batches'
const parameters = z.object({ id: uuid })

/** Doing something to many records: trying it out, starting it, what came of each, and taking it back. */
export function batchEndpoints(parts: ChoiceParts): Extension {
  return (_app, services) => {
    const { execute, readModels } = services
    const { callings } = parts

    async function seen(id: string, { keys }: Principal): Promise<BatchState> {
      const state = await execute.load(batch, id)
      if (!state || !sees(keys, 'batch', id, [keyOf.user(state.askerId)])) throw new NotFound(`batch ${id}`)
      return state
    }

    return [
      endpoint({
        method: 'POST',
        path: '/batches/preview',
        summary: 'What would come of a batch; nothing is changed',
        tag,
        access: { permission: 'batch.start' },
        body: choice,
        reply: preview,
        async run({ body, principal }) {
          const asker = principal()
          const all = await chosen(services, parts, body, asker)
          const items = itemsOf({ parts: all })
          const results = await inParallel(items.slice(0, tried), (each) => rehearsed(services, asker, each))
          const others = results.flatMap((one, place) => {
            const of = items[place]
            return of && one.is !== 'done' ? [{ ...of, one }] : []
          })
          const named = await namesOf(readModels, asker, others.slice(0, toldOf), callings)
          const open = await openOf(services, parts, all[0], asker)
          return {
            total: items.length,
            tried: results.length,
            ...countsOf(results),
            items: named.map(({ one, ...rest }) => ({ ...rest, result: resultOf(one) })),
            open: [...open].map(([model, ids]) => ({ model, count: ids.length })),
          }
        },
      }),
      endpoint({
        method: 'POST',
        path: '/batches',
        summary: `Do something to many records, ${mostItems} at most, one after the other; each may be refused by itself`,
        tag,
        access: { permission: 'batch.start' },
        headers: 'command',
        body: choice,
        reply: outcomeSchema,
        status: 202,
        async run({ body, principal, request, reply }) {
          const asked = askedBy(request, 'batch.start')
          // What matches may be something else by now: a repeat is of the records of then.
          const before = asked.commandId && (await execute.load(batch, createdId(asked.commandId)))
          const all = before
            ? before.parts.map((part, place) => (place === 0 ? { ...part, ...askedIn(body) } : part))
            : await chosen(services, parts, body, principal())
          const outcome = await execute({ ...asked, command: 'batch.start', body: { parts: all } })
          reply.header('location', `/api/batches/${outcome.id}`)
          return answer(reply, outcome)
        },
      }),
      endpoint({
        method: 'GET',
        path: '/batches/:id/items',
        summary: 'What came of each record of a batch, in their order',
        tag,
        access: { permission: 'batch.read' },
        headers: 'read',
        parameters: parameters.extend({
          result: z.enum(sifts).optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
          cursor: z.coerce.number().int().min(0).max(mostItems).optional(),
          total: pageParameters.shape.total,
        }),
        reply: pageOf(item),
        async run({ parameters: { id, result: sift, limit, cursor = 0, total }, principal }) {
          const state = await seen(id, principal())
          const undone = new Map(
            toTakeBack(state).map((place, turn) => [place, state.undo?.results[turn]] as const),
          )
          const all = itemsOf(state)
            .map((each, place) => ({ ...each, place, one: state.results[place], undo: undone.get(place) }))
            .filter((row) => passes(row, sift))
          const rows = all.filter(({ place }) => place >= cursor)
          const page = await namesOf(readModels, principal(), rows.slice(0, limit), callings)
          return {
            items: page.map(({ one, undo, place: _place, ...rest }) => ({
              ...rest,
              result: one ? resultOf(one) : null,
              undo: undo ? resultOf(undo) : null,
            })),
            next: rows[limit] ? String(rows[limit].place) : null,
            ...(total && { total: all.length }),
            asOf: null,
          }
        },
      }),
      endpoint({
        method: 'POST',
        path: '/batches/:id/revert',
        summary: 'Take back what a batch has done; what somebody has changed since is left, and named',
        tag,
        access: { permission: 'batch.revert' },
        headers: 'command',
        parameters,
        reply: outcomeSchema,
        status: 202,
        async run({ parameters: { id }, request, reply }) {
          const asked = askedBy(request, 'batch.revert', id)
          const outcome = await execute({ ...asked, command: 'batch.revert', id, body: {} })
          reply.header('location', `/api/batches/${id}`)
          return answer(reply, outcome)
        },
      }),
    ]
  }
}

/** What would come of one record, as far as that can be told beforehand. */
async function rehearsed(
  { execute }: Pick<Services, 'execute'>,
  principal: Principal,
  each: { command: string; body: object; id: string },
): Promise<BatchResult> {
  try {
    const events = await execute.rehearse({ ...each, principal })
    return { is: events.length > 0 ? 'done' : 'unchanged' }
  } catch (error) {
    return refusedBy((await problemOf(error)) ?? internalProblem())
  }
}

const askedIn = ({ command, body }: Choice) => ({ command, body })

function countsOf(results: readonly BatchResult[]) {
  const count = (is: BatchResult['is']) => results.filter((one) => one.is === is).length
  return {
    done: count('done'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    notSeen: count('not-seen'),
  }
}

function resultOf({ is, code, message }: BatchResult) {
  return { is, code: code ?? null, message: message ?? null }
}

function passes(
  { one, undo }: { one: BatchResult | undefined; undo: BatchResult | undefined },
  sift: (typeof sifts)[number] | undefined,
): boolean {
  const isUndone = undo?.is === 'done' || undo?.is === 'unchanged'
  if (sift === undefined) return true
  if (sift === 'waiting') return one === undefined
  if (sift === 'undone') return isUndone
  if (sift === 'not-undone' || sift === 'changed-since')
    return undo !== undefined && !isUndone && (sift === 'not-undone' || undo.is === sift)
  return one?.is === sift
}

/** With the names of the records, as far as the reader may see them. */
async function namesOf<Row extends { command: string; id: string; body: object; each?: string }>(
  readModels: Services['readModels'],
  principal: Principal,
  rows: readonly Row[],
  callings: ChoiceParts['callings'],
) {
  // What makes something of each names the kind of the record that it makes it of.
  const of = rows.map(({ command, id, body, each }) => {
    const { model } = (each === undefined ? {} : body) as { model?: string }
    return { model: model ?? command.split('.')[0] ?? '', recordId: id }
  })
  const names = await recordNames(readModels, principal, of, callings)
  return rows.map(({ body: _body, each: _each, ...row }, place) => ({
    ...row,
    model: of[place]?.model ?? '',
    name: names.get(row.id) ?? null,
  }))
}
