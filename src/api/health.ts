import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Endpoint, endpoint } from './endpoint.ts'
import type { Services } from './services.ts'

/** How long a part may take to answer before it counts as away, in ms. */
const patience = 2000

/** `/health/live`: the process answers. `/health/ready`: everything it needs does. `/metrics`. */
export function addHealth(app: FastifyInstance, services: Services): void {
  const { metrics, readModels, sagas } = services
  metrics.gauge('hindsight_projection_lag', 'Events a projection is behind the log', 'projection', async () =>
    lags(await readModels.status()),
  )
  metrics.gauge('hindsight_saga_lag', 'Events a saga is behind the log', 'saga', async () =>
    lags(await sagas.status()),
  )

  app.get('/health/live', async () => ({ status: 'live' }))

  app.get('/health/ready', async (_request, reply) => {
    const checks = await checked(services)
    const ready = Object.values(checks).every(({ ok }) => ok)
    return reply
      .status(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : 'not-ready', checks, ...(ready && (await statusOf(services))) })
  })

  app.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await metrics.scrape()
    return reply.type(contentType).send(text)
  })
}

const part = z.object({
  name: z.string(),
  position: z.string(),
  lag: z.number(),
  state: z.string(),
  error: z.string().optional(),
})

export function statusEndpoints(services: Services): Endpoint[] {
  return [
    endpoint({
      method: 'GET',
      path: '/status',
      summary: 'How far projections and sagas have got, and whether the stores answer',
      tag: 'system',
      access: { permission: 'status.read' },
      reply: z.object({
        position: z.string(),
        projections: z.array(part),
        sagas: z.array(part),
        checks: z.record(z.string(), z.object({ ok: z.boolean(), error: z.string().optional() })),
      }),
      run: async () => ({ checks: await checked(services), ...(await statusOf(services)) }),
    }),
  ]
}

async function checked({ checks }: Services): Promise<Record<string, { ok: boolean; error?: string }>> {
  const entries = Object.entries(checks).map(async ([name, check]) => {
    try {
      await within(patience, check())
      return [name, { ok: true }] as const
    } catch (error) {
      return [name, { ok: false, error: error instanceof Error ? error.message : String(error) }] as const
    }
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** Where reading and reacting have got to; what is asked of them must not keep readiness waiting. */
export async function statusOf({ readModels, sagas }: Pick<Services, 'readModels' | 'sagas'>) {
  const [projections, managers] = await Promise.all([readModels.status(), sagas.status()])
  const known = projections.map(({ position }) => position)
  return {
    position: String(known.reduce((least, one) => (one < least ? one : least), known[0] ?? 0n)),
    projections: projections.map(inWords),
    sagas: managers.map(inWords),
  }
}

/** JSON has no integers of 64 bits. */
function inWords<T extends { position: bigint }>(part: T): Omit<T, 'position'> & { position: string } {
  return { ...part, position: String(part.position) }
}

function lags(parts: readonly { name: string; lag: number }[]): ReadonlyMap<string, number> {
  return new Map(parts.map(({ name, lag }) => [name, lag]))
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
