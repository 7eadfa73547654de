import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { NotFound, Truncated } from '../../commands/errors.ts'
import { type AboutPerson, privacyOf } from '../../domain/subject.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { csvOf } from '../../platform/papers/csv.ts'
import { systemPrincipal } from '../../platform/people/permissions.ts'
import { countedByModel, type Linked, namingRecords, readable } from '../customers/merge-links.ts'
import { attachment } from '../http/download.ts'
import { type Asked, type Endpoint, endpoint } from '../http/endpoint.ts'
import { askedBy, caughtUp } from '../http/routes.ts'
import type { Extension, Services } from '../http/services.ts'
import { entriesOf, historyEntry, type Resource, resourcesOf, seesRow, stepsOf } from '../log/history.ts'
import { jobSchema } from '../operate/admin.ts'
import { shownBasis, shownConsent } from './consent.ts'
import type { RecordRef } from './relations.ts'
import type { Asker, Privacy } from './requests.ts'
import type { Retention } from './retention.ts'

const ref = z.object({ aggregate: z.string(), id: uuid }).register(vocabulary, { id: 'RecordReference' })
const standing = z
  .object({
    restricted: z.boolean(),
    erased: z.boolean(),
    truncated: z
      .boolean()
      .describe(
        'An operator has let the event store go of part of it: it can still be erased, and nothing else.',
      ),
    holds: z.array(z.string()).describe('Legal matters for which it must be kept.'),
    consents: z.array(shownConsent).describe('What was allowed, and what is allowed no more.'),
    records: z.array(ref).describe('All records about this person: what a request reaches.'),
    collected: z
      .object({ at: instant, via: z.string().describe('By which way: the app, the API, an import.') })
      .register(vocabulary, { id: 'DataCollected' })
      .nullable()
      .describe('When their data were first kept here; null: nothing of it is left.'),
    lawfulBasis: shownBasis.nullable().describe('Null: nobody has said.'),
    usedIn: z
      .array(z.object({ model: z.string(), count: z.int() }).register(vocabulary, { id: 'UsedIn' }))
      .describe('The records that name this one, by their kind, as far as the reader sees them.'),
  })
  .register(vocabulary, { id: 'PrivacyStanding' })
const requested = z.object({ requestId: uuid }).register(vocabulary, { id: 'PrivacyRequestMade' })
/** Where what a file holds is fetched. */
const content = z.array(z.string()).optional().describe('Of a file: where each of its versions is fetched.')
const held = z
  .object({
    requestId: uuid,
    records: z.array(
      ref.extend({
        data: z.unknown(),
        content,
        history: z.array(historyEntry.extend({ data: z.unknown() })),
      }),
    ),
  })
  .register(vocabulary, { id: 'PersonalDataReport' })
const due = z.object({
  rule: z.object({ id: uuid, name: z.string(), kind: z.string(), days: z.int() }),
  count: z.int(),
  records: z.array(ref).describe('The oldest of them.'),
})
const said = z.object({ at: instant, type: z.string(), data: z.unknown() })
const copy = z
  .object({
    requestId: uuid,
    records: z.array(ref.extend({ data: z.unknown(), content, events: z.array(said) })),
    csv: z.string().describe('The same as lines of record, id, when, field and value.'),
  })
  .register(vocabulary, { id: 'PersonalDataCopy' })
const tag = 'privacy'
/** A person's own data are not masked for them. */
const everything = systemPrincipal('privacy', { kind: 'session' })

/** What people may ask of us: the same operations for every kind of record that is about a person. */
export function privacyEndpoints(parts: {
  privacy: Privacy
  retention: Retention
  linked: readonly Linked[]
}): Extension {
  const { privacy, retention, linked } = parts
  return (_app, services) => [
    ...[...resourcesOf(services)]
      .filter(([, { decider }]) => privacy.concerns(decider.name))
      .flatMap(([path, resource]) => ofResource(services, { privacy, linked }, path, resource)),
    removalOfUser(privacy),
    endpoint({
      method: 'GET',
      path: '/privacy/retention',
      summary: 'What the retention rules would erase now; nothing is erased',
      tag,
      access: { permission: 'privacy.read' },
      headers: 'read',
      reply: z.object({ items: z.array(due) }),
      async run({ request, reply }) {
        await caughtUp(services, request, {
          reply,
          reads: services.faces.models.filter((model) => privacy.concerns(model)),
        })
        return { items: await retention.preview() }
      },
    }),
    endpoint({
      method: 'POST',
      path: '/privacy/retention/sweep',
      summary: 'Erase what the retention rules say, instead of in the coming night, as a job',
      tag,
      access: { permission: 'privacy.erase' },
      reply: jobSchema,
      status: 202,
      run: async ({ principal }) =>
        services.jobs.start('retention', principal().actor.id, () => retention.sweep()),
    }),
    endpoint({
      method: 'GET',
      path: '/privacy-requests/:id/receipt',
      summary: 'The signed receipt of what was asked for and done, as a C2SP signed note',
      tag,
      access: { permission: 'privacyRequest.read' },
      parameters: z.object({ id: uuid }),
      media: 'text/plain; charset=utf-8',
      async run({ parameters: { id }, reply }) {
        const receipt = await privacy.receipt(id)
        reply.header('content-disposition', attachment(`hindsight-receipt-${id}.txt`))
        return receipt
      },
    }),
    endpoint({
      method: 'POST',
      path: '/privacy/scrub',
      summary: 'Make Postgres’s files forget what erasures have removed, instead of in the coming night',
      tag,
      access: { permission: 'privacy.erase' },
      reply: z.object({ tables: z.int(), segments: z.int(), problems: z.array(z.string()) }),
      run: () => privacy.scrub(),
    }),
  ]
}

/** Who works here has no customer's rights, but goes as they do: of whoever is deactivated an id remains. */
function removalOfUser(privacy: Privacy): Endpoint {
  return endpoint({
    method: 'DELETE',
    path: '/users/:id',
    summary: 'Remove a deactivated user: personal data are erased, the log goes on naming an id',
    tag: 'users',
    access: { permission: 'privacy.erase' },
    parameters: z.object({ id: uuid }),
    reply: requested,
    async run({ parameters: { id }, request }) {
      const subject = { aggregate: 'user', id }
      return {
        requestId: await privacy.request(
          { kind: 'erasure', subject, ground: 'removal' },
          by(request, 'remove'),
        ),
      }
    },
  })
}

function by(request: FastifyRequest, verb: string): Asker {
  const { principal, ip, userAgent } = askedBy(request, `privacy.${verb}`)
  return { principal, ip, ...(userAgent !== undefined && { userAgent }) }
}

/** So many records that name somebody are counted. */
const mostNaming = 1000

function ofResource(
  services: Services,
  { privacy, linked }: { privacy: Privacy; linked: readonly Linked[] },
  path: string,
  resource: Resource,
): Endpoint[] {
  const { decider } = resource
  const aggregate = decider.name
  const parameters = z.object({ id: uuid })

  /** The record, if it is one the asker may know of. */
  async function subjectOf({ parameters: { id }, principal }: Asked<{ id: string }>): Promise<RecordRef> {
    const isSeen = await services.execute.load(decider, id).then(
      async (state) => state !== undefined && (await services.execute.sees(principal(), resource, id, state)),
      (error: unknown) => {
        if (error instanceof Truncated) return seesRow(services, principal(), aggregate, id)
        throw error
      },
    )
    if (!isSeen) throw new NotFound(`${aggregate} ${id}`)
    return { aggregate, id }
  }

  const asking = (
    verb: string,
    kind: Parameters<Privacy['request']>[0]['kind'],
    permission: string,
    summary: string,
    reply: z.ZodType = requested,
    answer?: (requestId: string, records: readonly RecordRef[]) => Promise<object>,
  ) =>
    endpoint({
      method: 'POST',
      path: `/${path}/:id/privacy/${verb}`,
      summary,
      tag,
      access: { permission },
      parameters,
      reply,
      async run(asked) {
        const subject = await subjectOf(asked)
        const requestId = await privacy.request({ kind, subject }, by(asked.request, verb))
        return answer
          ? { requestId, ...(await answer(requestId, await privacy.records(subject))) }
          : { requestId }
      },
    })

  return [
    endpoint({
      method: 'GET',
      path: `/${path}/:id/privacy`,
      summary: 'How a person’s record stands, and which other records are about them',
      tag,
      access: { permission: 'privacy.read' },
      parameters,
      reply: standing,
      async run(asked) {
        const subject = await subjectOf(asked)
        const { state, isCut, erased } = await privacy.standing(subject)
        const { consents = [], lawfulBasis = null } = (state ?? {}) as {
          consents?: z.output<typeof shownConsent>[]
          lawfulBasis?: z.output<typeof shownBasis>
        }
        const records = await privacy.records(subject)
        const [first] = isCut ? [] : await services.events(decider, subject.id)
        const asker = asked.principal()
        const naming = await services.readModels.read(asker, {}, (db) =>
          namingRecords(
            { db, execute: services.execute, linked: readable(linked, asker) },
            subject.id,
            mostNaming,
          ),
        )
        return {
          ...privacyOf(state),
          erased,
          truncated: isCut,
          consents,
          records,
          collected: first ? { at: first.occurredAt, via: first.metadata.via.kind } : null,
          lawfulBasis: erased ? null : lawfulBasis,
          usedIn: countedByModel(naming),
        }
      },
    }),
    asking(
      'access',
      'access',
      'privacy.disclose',
      'Everything that is held about the person',
      held,
      async (_, records) => ({
        records: await reports(services, records),
      }),
    ),
    asking(
      'portability',
      'portability',
      'privacy.disclose',
      'The person’s data to take along',
      copy,
      async (_, records) => {
        const data = await copies(services, records)
        return { records: data, csv: tableOf(data) }
      },
    ),
    endpoint({
      method: 'POST',
      path: `/${path}/:id/privacy/rectify`,
      summary: 'Note that changes of the record put right what the person said was wrong, for its receipt',
      tag,
      access: { permission: 'privacy.rectify' },
      parameters,
      body: z.object({
        revisions: z
          .array(z.int().min(1))
          .min(1)
          .max(100)
          .describe('Those that the changes led to, as each change answers its own.'),
      }),
      reply: requested,
      async run(asked) {
        const subject = await subjectOf(asked)
        const { revisions } = asked.body
        const of = { kind: 'rectification', subject, revisions } as const
        return { requestId: await privacy.request(of, by(asked.request, 'rectify')) }
      },
    }),
    asking('restrict', 'restriction', 'privacy.restrict', 'Keep the person’s records, but use them no more'),
    asking('lift-restriction', 'lifting', 'privacy.restrict', 'Let the person’s records be used again'),
    asking('erase', 'erasure', 'privacy.erase', 'Erase the person for good; numbers and proofs stay'),
  ]
}

async function statesOf({ execute, faces }: Services, records: readonly RecordRef[]) {
  const states = records.map(async ({ aggregate, id }) => {
    const of = faces.deciders.find(({ name }) => name === aggregate)
    const { privacy: _, ...data } = ((of && (await execute.load(of, id))) ?? {}) as AboutPerson
    const { versions } = data as { versions?: readonly unknown[] }
    const content = versions?.map((_, index) => `/api/files/${id}/content?version=${index + 1}`)
    return { aggregate, id, data, ...(aggregate === 'file' && content && { content }) }
  })
  return Promise.all(states)
}

async function reports(services: Services, records: readonly RecordRef[]) {
  const found = await statesOf(services, records)
  return Promise.all(
    found.map(async (one) => {
      const steps = await stepsIn(services, one)
      const entries = await entriesOf(services, everything, steps)
      const history = entries.map((entry, index) => ({ ...entry, data: steps[index]?.event.data }))
      return { ...one, history }
    }),
  )
}

/** What is held now, and what was said on the way, which a record's state may have no use for. */
async function copies(services: Services, records: readonly RecordRef[]) {
  const found = await statesOf(services, records)
  return Promise.all(
    found.map(async (one) => {
      const steps = await stepsIn(services, one)
      const events = steps.map(({ event: { occurredAt: at, type, data } }) => ({ at, type, data }))
      return { ...one, events }
    }),
  )
}

async function stepsIn({ events, faces }: Services, { aggregate, id }: RecordRef) {
  const of = faces.deciders.find(({ name }) => name === aggregate)
  return of ? stepsOf(of, await events(of, id)) : []
}

function tableOf(records: Awaited<ReturnType<typeof copies>>): string {
  const lines = records.flatMap(({ aggregate, id, data, events }) => [
    ...leavesOf(data).map((leaf) => [aggregate, id, 'now', ...leaf]),
    ...events.flatMap(({ at, type, data: then }) =>
      leavesOf(then).map(([field, value]) => [aggregate, id, at, `${type} ${field}`, value]),
    ),
  ])
  const header = ['record', 'id', 'when', 'field', 'value']
  return csvOf([header, ...lines])
}

function leavesOf(value: unknown, path = ''): [string, string][] {
  if (value === null || value === undefined) return []
  if (typeof value !== 'object') return [[path, typeof value === 'string' ? value : JSON.stringify(value)]]
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, path ? `${path}.${key}` : key))
}
