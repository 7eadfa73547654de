import { randomUUID } from 'node:crypto'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import { compose } from '../../src/start/compose.ts'
import type { ComposeOptions, Hindsight } from '../../src/start/hindsight.ts'
import { checkingAnswers } from './answers.ts'
import {
  type Person,
  people,
  servedInstallation,
  testIds,
  testPassword,
  testSecrets,
} from './installation.ts'
import { patience } from './patience.ts'

export { type Person, people, testPassword } from './installation.ts'

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

/** The whole product on an installation of its own (see `testInstallation`). `change` replaces parts of it. */
export async function testApp(
  options: Pick<
    ComposeOptions,
    | 'clock'
    | 'change'
    | 'webRoot'
    | 'publicUrl'
    | 'oidc'
    | 'advisories'
    | 'mail'
    | 'files'
    | 'privateWebhooks'
  > & {
    /** What the connection to the event store goes through. */
    through?: (url: string) => Promise<string>
  } = {},
): Promise<TestApp> {
  const { through, change = (services) => services, ...own } = options
  const { database, server } = await servedInstallation()
  const hindsight = await compose({
    databaseUrl: database.url,
    eventStoreUrl: (await through?.(server.url)) ?? server.url,
    log: pino({ level: process.env.TEST_LOG ?? 'silent' }),
    ...testSecrets,
    ...own,
    change: (services) => checkingAnswers(change(services)),
  })
  const { app, services, readModels, store, sessions } = hindsight

  const tokens = Object.fromEntries(
    await Promise.all(
      people.map(async (person) => [person, (await sessions.open(randomUUID(), testIds[person])).token]),
    ),
  ) as Readonly<Record<Person, string>>

  async function settled(): Promise<void> {
    const last = await store.lastPosition()
    if (last === undefined) return
    const done = await Promise.all([
      readModels.waitFor(last, patience),
      services.eventIndex.waitFor(last, patience),
    ])
    if (!done.every(Boolean)) throw new Error('the read models do not get there')
  }

  return {
    ...hindsight,
    ids: testIds,
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
    // Whatever revision it is at, where a test does not care.
    patch: (path, body = {}, headers = {}) => send('PATCH', path, body, { 'if-match': '*', ...headers }),
  }
}
