import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import { conflict } from '../../domain/error.ts'
import { quarantine, quarantineId, type SetAside } from '../../domain/settings/quarantine.ts'
import { instant } from '../../domain/values/instant.ts'
import { position } from '../../domain/values/position.ts'
import { cutTo, line, prose } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { allows, type Principal } from '../../platform/people/permissions.ts'
import { createdId, derivedId } from '../../platform/process/ids.ts'
import { type Endpoint, endpoint } from '../http/endpoint.ts'
import { askedBy } from '../http/routes.ts'
import type { Services } from '../http/services.ts'
import { flag } from '../lists/page.ts'
import type { Job } from './jobs.ts'

export const jobSchema = z
  .object({
    id: uuid,
    kind: z.string(),
    about: z.string().nullable().describe('What it works on, for people.'),
    ownerId: uuid,
    state: z.enum(['running', 'done', 'failed', 'cancelled']).register(vocabulary, { id: 'JobState' }),
    done: z.number(),
    total: z.number().nullable(),
    startedAt: instant,
    endedAt: instant.nullable(),
    result: z
      .looseObject({
        path: z
          .string()
          .meta({ format: 'uri-reference' })
          .optional()
          .describe('Where what was made is to be had by GET.'),
      })
      .nullable(),
    error: z.string().nullable(),
  })
  .register(vocabulary, { id: 'Job' })

const jobSummary = jobSchema.omit({ result: true }).register(vocabulary, { id: 'JobSummary' })

const deadLetter = z.object({
  id: uuid,
  saga: z.string(),
  key: z.string(),
  command: z.string(),
  code: z.string(),
  message: z.string(),
  attempts: z.int(),
  at: instant,
})

const aside = z.object({
  eventId: uuid,
  type: z.string(),
  stream: z.string(),
  position,
  model: z.string(),
  error: z.string(),
  reason: z.string(),
  at: instant,
  actorId: z.string(),
})

const asideBody = z
  .object({
    eventId: uuid.describe('The event at which it stopped, as its status names it.'),
    reason: prose(500),
  })
  .register(vocabulary, { id: 'SetEventAside' })

const sagaInstance = z.object({
  key: z.string().describe('What it is of, mostly the id of a record.'),
  done: z.boolean(),
  startedAt: instant,
  updatedAt: instant,
})

const sagaStep = z.object({
  id: uuid,
  command: z.string(),
  name: z.string().describe('Tells apart what one reaction asked for.'),
  aggregateId: uuid.describe('What it was asked of, or would make.'),
  status: z
    .enum(['waiting', 'sent', 'refused', 'handled', 'dead', 'dismissed'])
    .describe(
      'Handled: refused, and the saga had an answer. Dead: refused, and nobody has one. Dismissed: a person took note.',
    ),
  attempts: z.int(),
  askedAt: instant,
  settledAt: instant.nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
})

const standing = z
  .looseObject({ name: z.string(), state: z.string() })
  .register(vocabulary, { id: 'Standing' })

/** The list is begun once, whoever does. */
const begun = {
  command: 'quarantine.begin',
  id: quarantineId,
  commandId: derivedId('quarantine', 'begin'),
  body: {},
}

/** Long work: who began it may follow and cancel it, and so may those who hold `job.read` and `job.cancel`. */
export function jobEndpoints({ jobs }: Services): Endpoint[] {
  const tag = 'jobs'
  const parameters = z.object({ id: uuid })
  const find = (id: string, principal: Principal, permission: string): Job => {
    const job = jobs.get(id)
    if (job && (job.ownerId === principal.actor.id || allows(principal.may, permission))) return job
    throw new NotFound(`job ${id}`)
  }
  return [
    endpoint({
      method: 'GET',
      path: '/jobs',
      summary: 'Jobs that run or have ended since the last start, newest first',
      tag,
      access: 'signed-in',
      parameters: z.object({ kind: line(80).optional() }),
      reply: z.object({ items: z.array(jobSummary) }),
      run: async ({ parameters, principal }) => {
        const { actor, may } = principal()
        const all = allows(may, 'job.read')
        return {
          items: jobs
            .list()
            .filter(
              ({ kind, ownerId }) => (all || ownerId === actor.id) && kind === (parameters.kind ?? kind),
            ),
        }
      },
    }),
    endpoint({
      method: 'GET',
      path: '/jobs/:id',
      summary: 'How far a job has got',
      tag,
      access: 'signed-in',
      parameters,
      reply: jobSchema,
      run: async ({ parameters: { id }, principal }) => find(id, principal(), 'job.read'),
    }),
    endpoint({
      method: 'POST',
      path: '/jobs/:id/cancel',
      summary: 'Cancel a job; what it has done so far stays done',
      tag,
      access: 'signed-in',
      parameters,
      reply: jobSchema,
      async run({ parameters: { id }, principal }) {
        const job = find(id, principal(), 'job.cancel')
        jobs.cancel(id)
        return job
      },
    }),
  ]
}

/** What keeps the machine running: projections that stopped, commands that nobody would take. */
export function adminEndpoints({ readModels, sagas, jobs, faces, execute, events }: Services): Endpoint[] {
  const tag = 'admin'
  const name = z.object({ name: z.string() })
  const known = (asked: string): string => {
    if (faces.models.includes(asked)) return asked
    throw new NotFound(`projection ${asked}`)
  }
  /** The job that builds each of them anew. */
  const rebuilding = new Map<string, string>()
  const sagaOf = async (asked: string) => {
    const saga = (await sagas.status()).find((one) => one.name === asked)
    if (saga) return { ...saga, position: String(saga.position) }
    throw new NotFound(`saga ${asked}`)
  }
  /** That a follower of the log passes over the event it stopped at. */
  async function setAside(
    follower: string,
    failure: {
      event: Omit<SetAside, 'eventId' | 'model' | 'error' | 'reason'> & { id: string }
      error: string
    } | null,
    { eventId, reason }: z.output<typeof asideBody>,
    request: FastifyRequest,
  ): Promise<void> {
    if (failure?.event.id !== eventId)
      conflict('quarantine.not-there', `${follower} did not stop at this event.`)
    const of = { command: 'quarantine.set-event-aside', id: quarantineId }
    const asked = askedBy(request, of.command, quarantineId)
    if ((await execute.load(quarantine, quarantineId)) === undefined) await execute({ ...asked, ...begun })
    const { type, stream, position } = failure.event
    const error = cutTo(failure.error, 2000)
    await execute({
      ...asked,
      ...of,
      body: { eventId, type, stream, position, model: follower, error, reason },
    })
  }
  return [
    endpoint({
      method: 'POST',
      path: '/admin/projections/:name/rebuild',
      summary: 'Build a read model anew from the log, while the old one serves; `all` for every one',
      tag,
      access: { permission: 'projection.rebuild' },
      parameters: name,
      reply: jobSchema,
      status: 202,
      async run({ parameters, principal }) {
        const names = parameters.name === 'all' ? faces.models : [known(parameters.name)]
        const under = names.find((one) => rebuilding.has(one))
        if (under !== undefined)
          conflict('projection.rebuilding', `The read model ${under} is being built anew already.`, {
            jobId: rebuilding.get(under),
          })
        const job = jobs.start('rebuild', principal().actor.id, async ({ progress }) => {
          try {
            await readModels.rebuild(names, ({ position, last }) => progress(position, last))
          } finally {
            for (const one of names) rebuilding.delete(one)
          }
          return { projections: names }
        })
        for (const one of names) rebuilding.set(one, job.id)
        return job
      },
    }),
    endpoint({
      method: 'POST',
      path: '/admin/projections/:name/resume',
      summary: 'Let a projection that stopped at an event try again',
      tag,
      access: { permission: 'projection.resume' },
      parameters: name,
      reply: standing,
      run: ({ parameters }) => readModels.resume(known(parameters.name)),
    }),
    endpoint({
      method: 'POST',
      path: '/admin/projections/:name/set-aside',
      summary: 'Let a projection pass over the event it stopped at, which it cannot hold, and go on after it',
      tag,
      access: { permission: 'quarantine.set-event-aside' },
      headers: 'command',
      parameters: name,
      body: asideBody,
      reply: standing,
      async run({ parameters, body, request }) {
        const model = known(parameters.name)
        const { projections } = await readModels.status()
        await setAside(model, projections.find((one) => one.name === model)?.failure ?? null, body, request)
        return readModels.resume(model)
      },
    }),
    endpoint({
      method: 'POST',
      path: '/admin/sagas/:name/resume',
      summary: 'Let a saga that stopped try again',
      tag,
      access: { permission: 'saga.resume' },
      parameters: name,
      reply: standing,
      async run({ parameters }) {
        await sagaOf(parameters.name)
        await sagas.resume(parameters.name)
        return sagaOf(parameters.name)
      },
    }),
    endpoint({
      method: 'POST',
      path: '/admin/sagas/:name/set-aside',
      summary: 'Let a saga pass over the event it stopped at, and go on after it',
      tag,
      access: { permission: 'quarantine.set-event-aside' },
      headers: 'command',
      parameters: name,
      body: asideBody,
      reply: standing,
      async run({ parameters, body, request }) {
        const { failure } = await sagaOf(parameters.name)
        const at = failure?.event && {
          event: { ...failure.event, position: Number(failure.event.position) },
          error: failure.message,
        }
        await setAside(parameters.name, at ?? null, body, request)
        await sagas.resume(parameters.name)
        return sagaOf(parameters.name)
      },
    }),
    endpoint({
      method: 'GET',
      path: '/admin/sagas/:name/instances',
      summary: 'What a saga has in hand or had, the last changed first',
      tag,
      access: { permission: 'saga.read' },
      parameters: name.extend({
        open: flag.optional().describe('Only those that are not done, or that are.'),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      reply: z.object({ items: z.array(sagaInstance.extend({ nextTimer: instant.nullable() })) }),
      async run({ parameters: { name: asked, open, limit } }) {
        const { name: saga } = await sagaOf(asked)
        return {
          items: [...(await sagas.instances.list(saga, { limit, ...(open !== undefined && { open }) }))],
        }
      },
    }),
    endpoint({
      method: 'GET',
      path: '/admin/sagas/:name/instances/:key',
      summary: 'Where a saga stands with one of them: its state, its timers, and each command it asked for',
      tag,
      access: { permission: 'saga.read' },
      parameters: name.extend({ key: z.string().max(200) }),
      reply: sagaInstance.extend({
        state: z.unknown().describe('What it has kept, in a form of its own; null once it is done.'),
        timers: z.array(z.object({ name: z.string(), dueAt: instant })),
        steps: z.array(sagaStep),
      }),
      async run({ parameters: { name: asked, key } }) {
        const { name: saga } = await sagaOf(asked)
        const found = await sagas.instances.get(saga, key)
        if (!found) throw new NotFound(`${key} of ${saga}`)
        const steps = found.steps.map((step) => ({
          ...step,
          aggregateId: step.aggregateId ?? createdId(step.id),
        }))
        return { ...found, timers: [...found.timers], steps }
      },
    }),
    endpoint({
      method: 'GET',
      path: '/admin/quarantine',
      summary: 'Events that are set aside: for which projection or saga, when, by whom and why',
      tag,
      access: { permission: 'status.read' },
      reply: z.object({ items: z.array(aside) }),
      run: async () => ({
        items: (await events(quarantine, quarantineId)).flatMap(({ type, data, recordedAt, metadata }) =>
          type === 'quarantine.event-set-aside'
            ? [{ ...(data as SetAside), at: recordedAt, actorId: metadata.actor.id }]
            : [],
        ),
      }),
    }),
    endpoint({
      method: 'GET',
      path: '/admin/dead-letters',
      summary: 'Commands of sagas that were refused and that nothing answers',
      tag,
      access: { permission: 'deadLetter.read' },
      reply: z.object({ items: z.array(deadLetter) }),
      run: async () => ({ items: await sagas.deadLetters.list() }),
    }),
    endpoint({
      method: 'POST',
      path: '/admin/dead-letters/:id/retry',
      summary: 'Send a refused command again, under the same id',
      tag,
      access: { permission: 'deadLetter.retry' },
      parameters: z.object({ id: uuid }),
      run: async ({ parameters: { id } }) => {
        if (!(await sagas.deadLetters.retry(id))) throw new NotFound(`dead letter ${id}`)
      },
    }),
    endpoint({
      method: 'POST',
      path: '/admin/dead-letters/:id/dismiss',
      summary: 'Take note that a refused command will not be carried out',
      tag,
      access: { permission: 'deadLetter.dismiss' },
      parameters: z.object({ id: uuid }),
      body: z.object({ reason: z.string().trim().min(1).max(500) }),
      async run({ parameters: { id }, body: { reason }, principal }) {
        const note = { reason, by: principal().actor.id }
        if (!(await sagas.deadLetters.dismiss(id, note))) throw new NotFound(`dead letter ${id}`)
      },
    }),
  ]
}
