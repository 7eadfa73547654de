import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../api/http/app.ts'
import type { Services } from '../api/http/services.ts'
import { transparencyEndpoints } from '../api/log/transparency-log.ts'
import { helpEndpoints } from '../api/operate/help.ts'
import { createJobs } from '../api/operate/jobs.ts'
import type { Parts } from '../features/feature.ts'
import { readHelp } from '../platform/papers/help.ts'
import { createMetrics } from '../platform/process/metrics.ts'
import { once } from '../platform/process/once.ts'
import { project } from '../project.ts'
import { faces, features } from '../registry.ts'
import { room } from './room.ts'

/** The app, answering injected requests; it does not listen. */
export const openHttp = (
  parts: Parts,
  options: Pick<Services, 'version' | 'webRoot' | 'history' | 'eventIndex' | 'sagas' | 'clocks'> & {
    /** Other parts in the place of some, for tests. */
    change: ((services: Services) => Services) | undefined
  },
) =>
  room(async (later) => {
    const { change = (services: Services) => services, ...given } = options
    const { tree, store, pg } = parts
    const jobs = createJobs({ clock: parts.clock })
    later(() => jobs.stop())
    const services = change({
      ...parts,
      ...given,
      faces,
      jobs,
      metrics: createMetrics(),
      streams: () => store.streams(),
      lastPosition: () => store.lastPosition(),
      canWrite: () => store.canWrite(),
      checks: { eventStore: () => store.ping(), postgres: () => pg.owner.query('select 1') },
      extensions: [
        ...features.flatMap(({ endpoints }) => endpoints.map((of) => of(parts))),
        helpEndpoints(once(() => readHelp(join(project, 'help')))),
        transparencyEndpoints({ tree, store, pg }),
      ],
      sockets: features.flatMap(({ sockets }) => sockets.map((of) => of(parts))),
    })
    const app = buildApp(services)
    later((patience) => closeWithin(patience, app))
    await app.ready()
    return { app, services }
  })

/** Closing waits for every request; one whose sender has gone quiet half-way would never end. */
async function closeWithin(patience: number, app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), patience)
  await app.close()
  clearTimeout(cut)
}
