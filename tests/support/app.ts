import { randomUUID } from 'node:crypto'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import { buildApp } from '../../src/api/app.ts'
import { createIdentity } from '../../src/api/identity/identity.ts'
import { setPassword } from '../../src/api/identity/password.ts'
import { identityEndpoints } from '../../src/api/identity/sign-in.ts'
import { createJobs, type Jobs } from '../../src/api/jobs.ts'
import type { Services } from '../../src/api/services.ts'
import { aggregates } from '../../src/commands/aggregates.ts'
import { createExecute, type Execute } from '../../src/commands/execute.ts'
import { type Role, roles } from '../../src/domain/identity/role.ts'
import type { Clock } from '../../src/platform/clock.ts'
import { eventCodec } from '../../src/platform/codec.ts'
import { connectEventStore, type EventStore } from '../../src/platform/event-store.ts'
import { createMetrics } from '../../src/platform/metrics.ts'
import { openPasswords } from '../../src/platform/passwords.ts'
import type { Principal } from '../../src/platform/permissions.ts'
import { openPg, type Pg } from '../../src/platform/pg.ts'
import { openSessions, type Sessions } from '../../src/platform/sessions.ts'
import { createEventIndex } from '../../src/projections/event-index.ts'
import { createReadModels, type ReadModels } from '../../src/projections/read-models.ts'
import * as registry from '../../src/registry.ts'
import { runSagas } from '../../src/sagas/run.ts'
import { testDatabase, testEventStore } from './servers.ts'

/** Who the tests act as: one user of each role, and a second rep. */
export type Person = Role | 'rep2'
export const people: readonly Person[] = [...roles, 'rep2']

type Headers = Record<string, string>

/** Requests as one person, or as nobody. A body is JSON; a reply is Fastify's, with `json()`. */
export interface Client {
  get(path: string, headers?: Headers): Promise<LightMyRequestResponse>
  post(path: string, body?: unknown, headers?: Headers): Promise<LightMyRequestResponse>
  patch(path: string, body?: unknown, headers?: Headers): Promise<LightMyRequestResponse>
}

export interface TestApp {
  app: FastifyInstance
  services: Services
  execute: Execute
  readModels: ReadModels
  store: EventStore
  pg: Pg
  jobs: Jobs
  sessions: Sessions
  /** Ids of the seeded users and of their team, which `manager` manages and both reps belong to. */
  ids: Readonly<Record<Person | 'team', string>>
  tokens: Readonly<Record<Person, string>>
  /** E-mails are `<person>@hindsight.example`; this is everybody's password. */
  password: string
  as(person: Person): Client
  anonymous: Client
  /** Waits until the read models show everything that was written. */
  settled(): Promise<void>
  close(): Promise<void>
}

const system: Principal = {
  actor: { kind: 'system', id: 'test', roles: [] },
  via: { kind: 'cli' },
  may: ['*'],
  keys: ['all:*'],
}
export const testPassword = 'hindsight-demo'

/** Everything there is, for real, in servers and a database of its own. `change` replaces parts of it. */
export async function testApp(options: { clock?: Clock; change?: Partial<Services> } = {}): Promise<TestApp> {
  const clock = options.clock ?? (() => new Date().toISOString())
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' })
  const database = await testDatabase()
  const server = await testEventStore()
  const pg = openPg({ url: database.url, log })
  const store = connectEventStore(server.url)
  const codec = eventCodec(registry.deciders)
  const cache = aggregates({ store, codec })
  const execute = createExecute({
    store,
    codec,
    aggregates: cache,
    commands: registry.commands,
    clock,
    app: 'test',
  })
  const readModels = createReadModels({ pg, store, codec, projections: registry.projections, log, clock })
  await readModels.start()
  const eventIndex = createEventIndex({ pg, store, log })
  await eventIndex.start()
  const sagas = await runSagas({
    pg,
    store,
    codec,
    managers: registry.processManagers,
    execute,
    clock,
    log,
  })
  const sessions = await openSessions(pg, clock)
  const passwords = await openPasswords(pg)
  const signIns = createIdentity({ sessions, passwords, execute, readModels })
  const jobs = createJobs({ clock })
  const services: Services = {
    log,
    clock,
    version: '0.0.0',
    publicUrl: undefined,
    webRoot: undefined,
    faces: {
      deciders: registry.deciders,
      commands: registry.commands,
      queries: registry.queries,
      models: registry.projections.map(({ name }) => name),
      titles: {},
    },
    execute,
    events: cache.events,
    readModels,
    eventIndex,
    sagas,
    identity: signIns,
    jobs,
    metrics: createMetrics(),
    checks: { store: () => store.ping(), database: () => pg.owner.query('select 1') },
    extensions: [identityEndpoints({ signIns, execute, passwords })],
    ...options.change,
  }
  const app = buildApp(services)
  await app.ready()

  const ids = {} as Record<Person | 'team', string>
  const tokens = {} as Record<Person, string>
  ids.team = (
    await execute({ command: 'team.create', body: { name: 'Team', region: 'North' }, principal: system })
  ).id
  await Promise.all(
    people.map(async (person) => {
      const body = {
        name: `Test ${person}`,
        email: `${person}@hindsight.example`,
        role: person === 'rep2' ? 'rep' : person,
        teamId: person.startsWith('rep') ? ids.team : null,
      }
      const { id } = await execute({ command: 'user.register', body, principal: system })
      ids[person] = id
      await setPassword({ execute, passwords }, id, testPassword, { principal: system })
      tokens[person] = (await sessions.open(randomUUID(), id)).token
    }),
  )
  await execute({
    command: 'team.change',
    id: ids.team,
    body: { managerId: ids.manager },
    principal: system,
  })

  async function settled(): Promise<void> {
    const last = await store.lastPosition()
    if (last !== undefined && !(await readModels.waitFor(last, 20_000)))
      throw new Error('the read models do not get there')
  }
  await settled()

  return {
    app,
    services,
    execute,
    readModels,
    store,
    pg,
    jobs,
    sessions,
    ids,
    tokens,
    password: testPassword,
    as: (person) => client(app, tokens[person]),
    anonymous: client(app, undefined),
    settled,
    async close() {
      await app.close()
      await jobs.stop()
      await sagas.stop()
      await eventIndex.stop()
      await readModels.stop()
      await store.close()
      await pg.close()
      await server.stop()
      await database.drop()
    },
  }
}

export function client(app: FastifyInstance, token: string | undefined): Client {
  const credentials: Headers = token ? { authorization: `Bearer ${token}` } : {}
  const send = (method: 'POST' | 'PATCH', path: string, body: unknown, headers: Headers) =>
    app.inject({
      method,
      url: path,
      headers: { 'content-type': 'application/json', ...credentials, ...headers },
      payload: JSON.stringify(body),
    })
  return {
    get: (path, headers = {}) =>
      app.inject({ method: 'GET', url: path, headers: { ...credentials, ...headers } }),
    post: (path, body = {}, headers = {}) => send('POST', path, body, headers),
    patch: (path, body = {}, headers = {}) => send('PATCH', path, body, headers),
  }
}
