import { randomUUID } from 'node:crypto'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import { setPassword } from '../../src/commands/identity/password.ts'
import { type Role, roles } from '../../src/domain/identity/authority.ts'
import { systemPrincipal } from '../../src/platform/people/permissions.ts'
import { compose } from '../../src/start/compose.ts'
import type { ComposeOptions, Hindsight } from '../../src/start/hindsight.ts'
import { patience } from './patience.ts'
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

export interface TestApp extends Omit<Hindsight, 'stop'> {
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

const system = systemPrincipal('test', { kind: 'cli' })
export const testPassword = 'hindsight-demo'

/** The whole product on servers and a database of its own, with one user a role. `change` replaces parts of it. */
export async function testApp(
  options: Pick<
    ComposeOptions,
    'clock' | 'change' | 'webRoot' | 'publicUrl' | 'oidc' | 'advisories' | 'mail'
  > = {},
): Promise<TestApp> {
  const database = await testDatabase()
  const server = await testEventStore()
  const hindsight = await compose({
    databaseUrl: database.url,
    eventStoreUrl: server.url,
    log: pino({ level: process.env.TEST_LOG ?? 'silent' }),
    ...options,
  })
  const { app, services, execute, readModels, store, sessions } = hindsight

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
      await setPassword(hindsight, id, testPassword, { principal: system })
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
    if (last === undefined) return
    const done = await Promise.all([
      readModels.waitFor(last, patience),
      services.eventIndex.waitFor(last, patience),
    ])
    if (!done.every(Boolean)) throw new Error('the read models do not get there')
  }
  await settled()

  return {
    ...hindsight,
    ids,
    tokens,
    password: testPassword,
    as: (person) => client(app, tokens[person]),
    anonymous: client(app, undefined),
    settled,
    async close() {
      await hindsight.stop()
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
