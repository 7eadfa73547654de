import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { instant } from '../../domain/values/instant.ts'
import { position } from '../../domain/values/position.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { eventCodec } from '../../platform/log/codec.ts'
import { type Endpoint, endpoint } from '../http/endpoint.ts'
import type { Services } from '../http/services.ts'

/** How long a part may take to answer before it counts as away, in ms. */
const patience = 2000

/** `/health/live`: the process answers. `/health/ready`: everything it needs does, or nearly (`degraded`). `/metrics`. */
export function addHealth(app: FastifyInstance, services: Services): void {
  const { metrics, readModels, sagas } = services
  metrics.gauge(
    'hindsight_projection_lag',
    'Positions a projection is behind the log',
    'projection',
    async () => numbers((await readModels.status()).projections, ({ lag }) => lag?.positions),
  )
  metrics.gauge('hindsight_strangers', 'Events in the log that are none of ours', 'log', async () => {
    const { count } = await services.eventIndex.strangers(1)
    return new Map([['log', count]])
  })
  metrics.gauge('hindsight_saga_lag', 'Positions a saga is behind the log', 'saga', async () =>
    numbers(await sagas.status(), ({ lag }) => lag),
  )

  metrics.gauge(
    'hindsight_event_store_streams',
    'Open streams on a connection to the event store, of which a server allows 100',
    'connection',
    async () => services.streams(),
  )

  metrics.gauge(
    'hindsight_clock_difference_seconds',
    'How far the clock of a store is ahead of ours',
    'clock',
    async () => new Map(services.clocks.current().map(({ of, ahead }) => [of, ahead])),
  )

  app.get('/health/live', async () => ({ status: 'live' }))

  app.get('/health/ready', async (_request, reply) => {
    const checks = await checked(services)
    const ready = Object.values(checks).every(({ ok }) => ok)
    const parts = ready ? await lagOf(services) : undefined
    // Who sends requests here is to go on: all but what has stopped is served, at whatever time it is.
    const agree = ready && (await services.clocks.look()).every(({ state }) => state !== 'trouble')
    const whole =
      agree && parts && [...parts.projections, ...parts.sagas].every(({ state }) => state !== 'failed')
    const writes = services.canWrite()
    const status = !ready ? 'not-ready' : whole && writes ? 'ready' : 'degraded'
    return reply
      .status(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status, checks, writes, ...parts })
  })

  app.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await metrics.scrape()
    return reply.type(contentType).send(text)
  })
}

const lag = z
  .object({ positions: z.number(), seconds: z.number() })
  .register(vocabulary, { id: 'Lag' })
  .nullable()
const shownTo = position.nullable().describe('Null: nothing yet.')

/** How far reading and reacting have got. */
export const logProgress = z
  .object({
    position: shownTo,
    last: shownTo,
    lag,
    live: z.boolean(),
    trouble: z.string().nullable(),
    projections: z.array(
      z.object({
        name: z.string(),
        version: z.int(),
        position: shownTo,
        lag,
        state: z.enum(['running', 'failed', 'rebuilding']),
        failure: z
          .object({
            event: z.object({ id: uuid, type: z.string(), stream: z.string(), position }),
            error: z.string(),
            field: z.string().optional().describe('The column that cannot hold what the event says.'),
          })
          .nullable(),
        hint: z.string().nullable(),
        lost: z
          .object({ records: z.int(), ids: z.array(z.uuid()) })
          .nullable()
          .describe(
            'Records that a rebuild has dropped because an operator of the event store has let go of them, or of their ' +
              'beginning: how many, and a hundred by id.',
          ),
      }),
    ),
    sagas: z.array(
      z.looseObject({
        name: z.string(),
        position,
        lag: z.number(),
        state: z.enum(['running', 'catching-up', 'failed']),
        failure: z
          .object({
            message: z.string(),
            at: instant,
            event: z.object({ id: z.string(), type: z.string(), stream: z.string(), position }).optional(),
          })
          .optional(),
        instances: z.int().describe('What it has in hand.'),
        timers: z.object({ set: z.int(), due: z.int(), next: instant.nullable() }),
        outbox: z
          .object({ waiting: z.int(), retrying: z.int(), oldest: instant.nullable() })
          .describe('Commands that it has asked for and that were not carried out yet.'),
        deadLetters: z.int(),
      }),
    ),
  })
  .register(vocabulary, { id: 'LogProgress' })
export type LogProgress = z.input<typeof logProgress>

const status = logProgress.extend({
  newerEvents: z
    .int()
    .describe('Events that a newer version of Hindsight wrote, which this version cannot read.'),
  checks: z.record(z.string(), z.object({ ok: z.boolean() })),
  clocks: z
    .array(
      z.object({
        of: z.string(),
        here: z.string(),
        there: z.string(),
        ahead: z.number().describe('Seconds by which it is before ours at least; negative: behind.'),
        state: z
          .enum(['agrees', 'differs', 'trouble'])
          .describe('Differs: by more than 1 s. Trouble: by more than 5.'),
        stands: z.boolean().describe('It says the same again and again, as a log does that was once ahead.'),
      }),
    )
    .describe('What the clocks of the stores say, and ours.'),
  strangers: z
    .object({
      count: z.int(),
      newest: z.array(
        z.object({
          position,
          type: z.string(),
          stream: z.string(),
          recordedAt: instant,
          reason: z.string(),
        }),
      ),
    })
    .describe('Events in the log that are none of ours: nothing is made of them.'),
})

export function statusEndpoints(services: Services): Endpoint[] {
  const { specs } = eventCodec(services.faces.deciders)
  return [
    endpoint({
      method: 'GET',
      path: '/status',
      summary: 'How far projections and sagas have got, and whether the stores answer',
      tag: 'system',
      access: { permission: 'status.read' },
      reply: status,
      run: async () => ({
        ...(await statusOf(services)),
        newerEvents: await services.eventIndex.newer(specs),
        checks: await checked(services),
        clocks: [...(await services.clocks.look())],
        strangers: await strangersOf(services),
      }),
    }),
  ]
}

async function checked(services: Services): Promise<Record<string, { ok: boolean }>> {
  const entries = Object.entries(services.checks).map(async ([name, check]) => {
    try {
      await within(patience, check())
      return [name, { ok: true }] as const
    } catch (error) {
      services.log.warn({ err: error, part: name }, 'a part does not answer')
      return [name, { ok: false }] as const
    }
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** How far reading and reacting have got. */
export async function statusOf({ readModels, sagas }: Pick<Services, 'readModels' | 'sagas'>) {
  const [models, managers] = await Promise.all([readModels.status(), sagas.status()])
  const projections = models.projections.map(({ failure, lost, ...one }) => ({
    ...one,
    failure: failure && {
      ...failure,
      event: { ...failure.event, position: String(failure.event.position) },
    },
    lost: lost && { ...lost, ids: [...lost.ids] },
  }))
  return {
    ...models,
    projections,
    sagas: managers.map((manager) => ({ ...manager, position: String(manager.position) })),
  }
}

/** How many of others' events are named; how many there are is said beside it. */
const named = 20

async function strangersOf({ eventIndex }: Pick<Services, 'eventIndex'>) {
  const { count, newest } = await eventIndex.strangers(named)
  return { count, newest: newest.map((one) => ({ ...one, position: String(one.position) })) }
}

/** Of the status, what anybody may know. */
async function lagOf(services: Services) {
  const { position, last, lag, projections, sagas } = await statusOf(services)
  const briefly = ({ name, state, lag: behind }: { name: string; state: string; lag: unknown }) => ({
    name,
    state,
    lag: behind,
  })
  return { position, last, lag, projections: projections.map(briefly), sagas: sagas.map(briefly) }
}

function numbers<T extends { name: string }>(
  parts: readonly T[],
  read: (part: T) => number | undefined,
): ReadonlyMap<string, number> {
  return new Map(
    parts.flatMap((part) => {
      const number = read(part)
      return number === undefined ? [] : [[part.name, number] as const]
    }),
  )
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
