import type { Kysely } from 'kysely'
import { z } from 'zod'
import { NotFound, StaleRevision } from '../../commands/errors.ts'
import type { Execute } from '../../commands/execute.ts'
import { activity } from '../../domain/activities/activity.ts'
import { account } from '../../domain/customers/account.ts'
import { contact } from '../../domain/customers/contact.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import { conflict } from '../../domain/error.ts'
import type { RecordedEvent } from '../../domain/event.ts'
import { type LeadState, lead } from '../../domain/sales/lead.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { instant } from '../../domain/values/instant.ts'
import { cutTo } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { isCaughtUp } from '../../platform/log/caught-up.ts'
import type { EventStore } from '../../platform/log/event-store.ts'
import { systemPrincipal } from '../../platform/people/permissions.ts'
import { derivedId } from '../../platform/process/ids.ts'
import type { quoteTable } from '../../projections/sales/quote.ts'
import type { Effect, SendRequest } from '../../sagas/outbox.ts'
import { type Linked, namingRecords } from '../customers/merge-links.ts'
import { endpoint } from '../http/endpoint.ts'
import { answer, askedBy, outcomeSchema } from '../http/routes.ts'
import type { Extension, ReadModels } from '../http/services.ts'
import { recordNames } from '../identity/notice.ts'
import type { Callings } from '../lists/names.ts'
import type { TablesOf } from '../lists/query.ts'
import { titleOf } from '../lists/titles.ts'

interface Parts {
  execute: Execute
  /** The events of one record, oldest first. */
  events(of: AnyDecider, id: string): Promise<readonly RecordedEvent[]>
  readModels: Pick<ReadModels, 'read' | 'waitFor'>
  store: Pick<EventStore, 'lastPosition'>
  linked: readonly Linked[]
}

const kinds = ['opportunity', 'contact', 'account'] as const
type Kind = (typeof kinds)[number]
const deciders = { opportunity, contact, account } as never as Readonly<Record<Kind, AnyDecider>>

/** A record that a conversion has made or linked. */
interface Part {
  model: Kind
  id: string
  made: boolean
  /** Its revision, as far as it was looked at. */
  revision: number
  /** What has happened to it since it was made. */
  since: readonly RecordedEvent[]
  withdrawn: boolean
}

interface Ref {
  model: string
  id: string
}

const patienceMs = 10_000
/** So many of those that name a record are told. */
const mostTold = 20
const eyes = systemPrincipal('lead-reversion', { kind: 'saga', id: 'lead-reversion' })

/** What a conversion has made and linked, in the order in which it is withdrawn: what names another before that. */
async function partsOf(
  { events }: Pick<Parts, 'events'>,
  leadId: string,
  converted: NonNullable<LeadState['converted']>,
): Promise<Part[]> {
  const found: Part[] = []
  for (const model of kinds) {
    const id = converted[`${model}Id`]
    if (id === null) continue
    const past = await events(deciders[model], id)
    const [first] = past
    const by = first?.metadata
    const made =
      (first?.data as { leadId?: unknown } | undefined)?.leadId === leadId && by?.via.kind === 'saga'
    found.push({
      model,
      id,
      made,
      revision: past.at(-1)?.revision ?? 0,
      since: past.filter(
        ({ type, metadata }) => metadata.command.id !== by?.command.id && type !== `${model}.withdrawn`,
      ),
      withdrawn: past.some(({ type }) => type === `${model}.withdrawn`),
    })
  }
  return found
}

/** Records that name what a conversion has made, but for the lead and what was done with it. */
async function usesOf(parts: Parts, leadId: string, made: readonly Part[]): Promise<Ref[]> {
  const { execute, linked, readModels } = parts
  const own = new Set([leadId, ...made.map(({ id }) => id)])
  const found = await readModels.read(eyes, {}, async (db) => {
    const all: Ref[] = []
    for (const { model, id } of made) {
      all.push(...(await namingRecords({ db, execute, linked }, id, mostTold)))
      if (model !== 'opportunity') continue
      const quotes = await (db as never as Kysely<TablesOf<[typeof quoteTable]>>)
        .selectFrom('quote')
        .select('id')
        .where('opportunityId', '=', id)
        .limit(mostTold)
        .execute()
      all.push(...quotes.map((quote) => ({ model: 'quote', id: quote.id })))
    }
    return all
  })
  const uses = new Map(found.filter(({ id }) => !own.has(id)).map((ref) => [ref.id, ref]))
  for (const { model, id } of found) {
    if (model !== 'activity') continue
    const state = await execute.load(activity, id)
    // What is about the lead came along with it, and goes back with it.
    if (state?.regarding.some((about) => about.id === leadId)) uses.delete(id)
  }
  return [...uses.values()].slice(0, mostTold)
}

async function mustSeeAll({ store, readModels }: Pick<Parts, 'store' | 'readModels'>): Promise<void> {
  if (!(await isCaughtUp(store, readModels, patienceMs)))
    throw new Error('the read models are behind, so that nobody can say what has become of it')
}

const refOf = ({ model, id }: Part) => ({ model, id })

/**
 * Withdraws what a conversion has made, and opens the lead again. What somebody has begun to use meanwhile stays: of the deal it
 * is not undone at all, of contact and account, they stay and are named. Cut off, it is done again under the same command ids.
 */
export function leadReversionStep(parts: Parts): Effect {
  const { execute } = parts

  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const leadId = request.id ?? ''
    const state = await execute.load(lead, leadId)
    if (!state?.reverting || !state.converted) return { events: [] }
    await mustSeeAll(parts)
    const made = (await partsOf(parts, leadId, state.converted)).filter((part) => part.made)
    const isBegun = made.some(({ withdrawn }) => withdrawn)
    const touched = [
      ...new Set([
        ...made.flatMap(({ model, since }) => (since.length > 0 ? [model] : [])),
        ...(await usesOf(parts, leadId, made)).map(({ model }) => model),
      ]),
    ]
    if (touched.length > 0 && !isBegun) return fail(request, touched)
    const left: Part[] = []
    for (const part of made) {
      const isUsed = part.since.length > 0 || !(await withdrawn(request, part))
      if (isUsed && part.model === 'opportunity' && !isBegun) return fail(request, [part.model])
      if (isUsed) left.push(part)
    }
    const gone = made.filter((part) => !left.includes(part)).map(refOf)
    return execute({ ...request, body: { withdrawn: gone, left: left.map(refOf) } })
  }

  /** False: something has happened to it since it was looked at. */
  async function withdrawn(request: SendRequest, { model, id, revision }: Part): Promise<boolean> {
    const command = `${model}.withdraw`
    const commandId = derivedId('lead-reversion', request.commandId, command)
    try {
      await execute({ ...request, command, id, body: {}, commandId, ifMatch: [revision] })
      return true
    } catch (error) {
      if (error instanceof StaleRevision) return false
      throw error
    }
  }

  function fail(request: SendRequest, touched: readonly string[]) {
    const message = `Something was done meanwhile: ${touched.join(', ')}.`
    return execute({
      ...request,
      command: 'lead.fail-reversion',
      body: { code: 'lead.conversion-used', message },
    })
  }

  return (requests) => Promise.all(requests.map(step))
}

const hindrance = z
  .object({
    model: z.string(),
    id: uuid.nullable().describe('Null: the reader does not see it.'),
    name: z.string().nullable(),
    what: z.string().nullable().describe('What has happened to it; null: it names what was made.'),
    at: instant.nullable(),
  })
  .register(vocabulary, { id: 'ReversionHindrance' })

const preview = z
  .object({
    records: z.array(
      z
        .object({
          model: z.enum(kinds),
          id: uuid.nullable(),
          name: z.string().nullable(),
          made: z
            .boolean()
            .describe('Whether the conversion made it, so that it is withdrawn; else it stays.'),
        })
        .register(vocabulary, { id: 'ReversionPart' }),
    ),
    hindrances: z.array(hindrance).describe('What has happened since: with any, it is not undone.'),
  })
  .register(vocabulary, { id: 'ReversionPreview' })

const parameters = z.object({ id: uuid })

/** Undoing a conversion (LEAD-23): what would be withdrawn and what is in the way, and doing it. */
export function leadReversionEndpoints(of: Parts & { callings: Callings }): Extension {
  return (_app, services) => {
    const { execute, readModels, faces } = services
    type Asker = Parameters<typeof recordNames>[1]

    async function look(id: string, converted: NonNullable<LeadState['converted']>, asker: Asker) {
      await mustSeeAll(of)
      const parts = await partsOf(of, id, converted)
      const made = parts.filter((part) => part.made)
      const uses = await usesOf(of, id, made)
      const refs = [...parts, ...uses].map(({ model, id: recordId }) => ({ model, recordId }))
      const names = await recordNames(readModels, asker, refs, of.callings)
      const shown = ({ model, id: recordId }: Ref) => ({
        model,
        id: names.has(recordId) ? recordId : null,
        name: names.get(recordId) ?? null,
      })
      return {
        records: parts.map((part) => ({ ...shown(part), model: part.model, made: part.made })),
        hindrances: [
          ...made.flatMap((part) =>
            part.since.map((event) => ({
              ...shown(part),
              what: titleOf(faces.titles, event, undefined),
              at: event.occurredAt,
            })),
          ),
          ...uses.map((use) => ({ ...shown(use), what: null, at: null })),
        ].slice(0, mostTold),
      }
    }

    async function convertedOf(id: string, asker: Asker): Promise<LeadState['converted']> {
      const state = await execute.load(lead, id)
      const names = await recordNames(readModels, asker, [{ model: 'lead', recordId: id }], of.callings)
      if (!state || !names.has(id)) throw new NotFound(`lead ${id}`)
      return state.converted
    }

    return [
      endpoint({
        method: 'GET',
        path: '/leads/:id/reversion',
        summary: 'What undoing a conversion would withdraw, and what is in its way; nothing is changed',
        tag: 'leads',
        access: { permission: 'lead.convert' },
        headers: 'read',
        parameters,
        reply: preview,
        async run({ parameters: { id }, principal }) {
          const converted = await convertedOf(id, principal())
          if (!converted)
            return conflict('lead.not-converted', 'This lead is not converted: there is nothing to undo.')
          return look(id, converted, principal())
        },
      }),
      endpoint({
        name: 'undoLeadConversion',
        method: 'POST',
        path: '/leads/:id/undo-conversion',
        summary: 'Undo a conversion: withdraw what it made, and open the lead again as it was',
        tag: 'leads',
        access: { permission: 'lead.convert' },
        headers: 'command',
        parameters,
        reply: outcomeSchema,
        async run({ parameters: { id }, principal, request, reply }) {
          const converted = await convertedOf(id, principal())
          const { hindrances } = converted ? await look(id, converted, principal()) : { hindrances: [] }
          if (hindrances.length > 0) {
            const named = hindrances.map(({ model, name, what }) => `${name ?? model}: ${what ?? model}`)
            conflict(
              'lead.conversion-used',
              `Something has happened since with what was made: ${cutTo(named.join('; '), 400)}.`,
              { hindrances },
            )
          }
          const command = 'lead.revert-conversion'
          return answer(reply, await execute({ ...askedBy(request, command, id), command, id, body: {} }))
        },
      }),
    ]
  }
}
