import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { startEventStore } from '../../src/embedded/event-store.ts'
import { type Config, ConfigError, readConfig } from '../../src/platform/process/config.ts'
import { checkAdministrator } from '../../src/start/first-start.ts'
import { mustBeFree } from '../../src/start/listen.ts'
import { openStores } from '../../src/start/stores.ts'
import { patience } from '../support/patience.ts'
import { processesOf } from '../support/processes.ts'
import {
  admin,
  dataDirectory,
  emptyProduct,
  launch,
  type Product,
  type ProductOptions,
  signIn,
} from '../support/product.ts'
import { testDatabase } from '../support/servers.ts'

const root = process.getuid?.() === 0

const cleaning: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleaning.splice(0).toReversed()) await clean()
})

function fresh(): string {
  const { data, remove } = dataDirectory()
  cleaning.push(remove)
  return data
}

async function copy(): Promise<string> {
  const { data, remove } = await emptyProduct()
  cleaning.push(remove)
  return data
}

/** It ends by itself with 78 and one line that says what to do, and nothing runs on. */
async function expectRefused(options: ProductOptions, line: RegExp): Promise<void> {
  const { code, stderr } = await (await launch(options)).ended
  expect(stderr).toMatch(line)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(code).toBe(78)
  expect(processesOf(options.data)).toStrictEqual([])
}

async function served(options: ProductOptions): Promise<{ product: Product; url: string }> {
  const product = await launch(options)
  cleaning.push(() => product.stop())
  return { product, url: await product.ready }
}

describe('bad configuration', { timeout: 10 * patience }, () => {
  const mail = {
    MAIL_URL: 'smtps://crm:p%40ss@mail.example:465',
    MAIL_FROM: 'Hindsight <crm@example.com>',
    HINDSIGHT_PUBLIC_URL: 'https://crm.example.com',
  }
  const both = { HINDSIGHT_ADMIN_EMAIL: admin.email, HINDSIGHT_ADMIN_PASSWORD: admin.password }
  it.each([
    [{ PORT: 'http' }, /PORT: must be a whole number/],
    [{ PORT: ' ' }, /PORT: must be a whole number/],
    [{ PORT: '-1' }, /PORT: must be a whole number/],
    [{ PORT: '65536' }, /PORT: must be 0 to 65535/],
    [{ HINDSIGHT_OIDC_ISSUER: 'https://login.example' }, /HINDSIGHT_OIDC_CLIENT_SECRET all or none/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL: .*"info"/],
    [{ DATABASE_URL: 'mysql://localhost/x' }, /DATABASE_URL: must be a URL that starts with postgres:\/\//],
    [{ DATABASE_URL: 'postgres://' }, /DATABASE_URL: must .* a host/],
    [{ EVENTSTORE_URL: 'http://localhost:2113' }, /EVENTSTORE_URL: must be a URL that starts with esdb:\/\//],
    [{ EVENTSTORE_URL: 'esdb://' }, /EVENTSTORE_URL: must .* a host/],
    [{ DATABASE_URL: 'postgres://db.example/x' }, /DATABASE_URL: add sslmode=verify-full/],
    [
      { DATABASE_URL: 'postgres://u:p@db.example/x?sslmode=require' },
      /DATABASE_URL: add sslmode=verify-full/,
    ],
    [{ DATABASE_URL: 'postgres://u:localhost@db.example:5432/x' }, /DATABASE_URL: add sslmode=verify-full/],
    [{ EVENTSTORE_URL: 'esdb://store.example:2113?tls=false' }, /EVENTSTORE_URL: leave out tls=false/],
    [{ EVENTSTORE_URL: 'esdb://localhost,b.example?tls=false' }, /EVENTSTORE_URL: leave out tls=false/],
    [{ EVENTSTORE_URL: 'esdb://b.example?tlsVerifyCert=false' }, /tlsVerifyCert=false has no effect/],
    [{ HINDSIGHT_PLAIN_STORES: 'yes' }, /HINDSIGHT_PLAIN_STORES: must be true or false/],
    [{ HINDSIGHT_NIGHTLY: 'at night' }, /HINDSIGHT_NIGHTLY: must be a cron expression/],
    [{ HINDSIGHT_PUBLIC_URL: 'crm.example.com' }, /HINDSIGHT_PUBLIC_URL: must be a URL/],
    [{ HINDSIGHT_ADMIN_EMAIL: admin.email }, /HINDSIGHT_ADMIN_PASSWORD: set .* both or neither/],
    [{ HINDSIGHT_ADMIN_PASSWORD: admin.password }, /HINDSIGHT_ADMIN_EMAIL.* both or neither/],
    [{ ...both, HINDSIGHT_ADMIN_EMAIL: 'root' }, /HINDSIGHT_ADMIN_EMAIL: must be an e-mail address/],
    [{ ...both, HINDSIGHT_ADMIN_PASSWORD: 'short' }, /HINDSIGHT_ADMIN_PASSWORD: must have at least 12/],
    [{ MAIL_URL: 'http://mail.example' }, /MAIL_URL: must be a URL that starts with smtp:\/\//],
    [
      { ...mail, MAIL_URL: 'smtp://mail.example/inbox' },
      /MAIL_URL: must be smtp:\/\/user:password@host:port/,
    ],
    [{ ...mail, MAIL_URL: 'smtp://mail.example?tls=no' }, /MAIL_URL: must be smtp:\/\/user:password@host/],
    [{ ...mail, MAIL_URL: 'smtp://u:100%@mail.example' }, /MAIL_URL: must be smtp:\/\/user:password@host/],
    [{ ...mail, MAIL_FROM: 'Hindsight' }, /MAIL_FROM: must be an address such as/],
    [{ ...mail, MAIL_FROM: 'A <a@example.com>\r\nBcc: <b@example.com>' }, /MAIL_FROM: must be an address/],
    [{ ...mail, MAIL_FROM: '' }, /MAIL_FROM: set MAIL_URL and MAIL_FROM both or neither/],
    [{ ...mail, HINDSIGHT_PUBLIC_URL: '' }, /MAIL_URL: set HINDSIGHT_PUBLIC_URL too/],
    [{ PORT: 'x', LOG_LEVEL: 'y' }, /PORT: .*; LOG_LEVEL: /],
  ])('%j is told by variable and rule', (env, line) => {
    expect(() => readConfig(env)).toThrow(ConfigError)
    expect(() => readConfig(env)).toThrow(line)
    expect(() => readConfig(env)).toThrow(/^Bad configuration\. [^\n]*$/)
  })

  it.each([
    [{}, false],
    [{ MAIL_URL: 'smtp://localhost:1025' }, true],
    [{ MAIL_URL: 'smtp://mail.example' }, false],
    [{ MAIL_URL: 'smtp://mail.example', HINDSIGHT_PLAIN_STORES: 'true' }, false],
    [{ MAIL_URL: 'smtp://mail.example', HINDSIGHT_PLAIN_MAIL: 'true' }, true],
  ])('mail with %j may go without checked TLS: %s', (env, plain) => {
    const from = { name: 'Hindsight', address: 'crm@example.com' }
    const url = { ...mail, ...env }.MAIL_URL
    expect(readConfig({ ...mail, ...env }).mail).toEqual({ url, from, plain })
    expect(readConfig({}).mail).toBeUndefined()
  })

  it.each([
    { DATABASE_URL: 'postgres://u:p@db.example/x?sslmode=verify-full&sslrootcert=/ca.crt' },
    { DATABASE_URL: 'postgres://localhost:5432/x', EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false' },
    { EVENTSTORE_URL: 'esdb+discover://u:p@a.example:2113,b.example:2113' },
    {
      DATABASE_URL: 'postgres://db.example/x',
      EVENTSTORE_URL: 'esdb://b.example?tls=false',
      HINDSIGHT_PLAIN_STORES: 'true',
    },
  ])('%j is taken: on this machine, with checked TLS, or by the operator’s word', (env) => {
    expect(readConfig(env)).toMatchObject({ databaseUrl: env.DATABASE_URL })
  })

  const log = pino({ level: 'silent' })
  it.each([
    [{ HOST: '203.0.113.1' }, mustBeFree, /^HOST 203\.0\.113\.1 is no address of this machine/],
    [{ HOST: 'nowhere.invalid' }, mustBeFree, /^HOST nowhere\.invalid is not known/],
    [
      { ...both, HINDSIGHT_ADMIN_PASSWORD: 'password1234' },
      async (config: Config) => checkAdministrator(config),
      /HINDSIGHT_ADMIN_PASSWORD: This is one of the first/,
    ],
    ...[
      '/dev/null/data',
      // Where Node's own way to make directories never returns.
      '/proc/data',
      // A file.
      import.meta.filename,
    ].map((HINDSIGHT_DATA): [object, (config: Config) => Promise<unknown>, RegExp] => [
      { HINDSIGHT_DATA },
      (config: Config) => openStores(config, log),
      new RegExp(`^Bad configuration\\. HINDSIGHT_DATA: ${HINDSIGHT_DATA} must be a directory we can write`),
    ]),
  ])('%j is refused on the way up, with one clear line', async (env, start, line) => {
    const failed = await start(readConfig(env as NodeJS.ProcessEnv)).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(ConfigError)
    expect((failed as Error).message).toMatch(line)
    expect((failed as Error).message).not.toContain('\n')
  })

  // The order of the steps is main's own: what is asked first is asked before anything is started.
  it.each([
    [{ PORT: 'http' }, [], /^Bad configuration\. PORT: must be a whole number$/m],
    [{}, ['--emtpy'], /--emtpy/],
  ])('%j and %j end it with one clear line, and nothing is started', async (env, args, line) => {
    const data = fresh()
    await expectRefused({ data, env, args }, line)
    expect(existsSync(data)).toBe(false)
  })

  it('a port in use is refused before anything is started', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    cleaning.push(async () => taken.close())
    const address = taken.address()
    const PORT = String(typeof address === 'object' && address ? address.port : 0)
    const data = fresh()
    await expectRefused({ data, env: { PORT } }, new RegExp(`^PORT ${PORT} is in use on 127\\.0\\.0\\.1`))
    expect(existsSync(data)).toBe(false)
  })
})

describe('two products on one data directory', { timeout: 10 * patience }, () => {
  it('the second is refused, and the first, which makes no administrator where others work already, does not notice', async () => {
    const data = await copy()
    const env = { HINDSIGHT_ADMIN_EMAIL: 'first@example.com', HINDSIGHT_ADMIN_PASSWORD: 'quiet-river-stone' }
    const { product, url } = await served({ data, env })
    expect(product.stdout()).toMatch(/HINDSIGHT_ADMIN_EMAIL names nobody here/)
    await expect(signIn(url, { email: 'first@example.com', password: 'quiet-river-stone' })).rejects.toThrow(
      '401',
    )
    const { code, stderr } = await (await launch({ data })).ended
    expect(code).toBe(78)
    expect(stderr).toMatch(/^The data directory \(HINDSIGHT_DATA\) is in use by another running process\.\n$/)
    expect((await fetch(`${url}/health/ready`)).status).toBe(200)
    await signIn(url)
  })

  it('both at once for the first time: at most one serves, and the directory is good afterwards', async () => {
    const data = fresh()
    const env = { HINDSIGHT_ADMIN_EMAIL: admin.email, HINDSIGHT_ADMIN_PASSWORD: admin.password }
    const two = await Promise.all([1, 2].map(() => launch({ data, env })))
    const came = await Promise.all(two.map((one) => one.ready.then(() => true).catch(() => false)))
    expect(came.filter(Boolean).length).toBeLessThanOrEqual(1)
    for (const [index, one] of two.entries()) if (came[index]) await one.stop()
    expect(processesOf(data)).toStrictEqual([])
    const { url } = await served({ data, env })
    await signIn(url)
  })
})

describe('the first administrator', { timeout: 10 * patience }, () => {
  const env = { HINDSIGHT_ADMIN_EMAIL: 'First@Example.com', HINDSIGHT_ADMIN_PASSWORD: 'quiet-river-stone' }
  const first = { email: 'first@example.com', password: env.HINDSIGHT_ADMIN_PASSWORD }

  it('is made on an empty Hindsight, which then holds no demo, and keeps the password it was given', async () => {
    const data = fresh()
    // As root in a home that only root may enter, Postgres runs elsewhere as somebody else.
    if (root) chmodSync(dirname(data), 0o700)
    const { product, url } = await served({ data, env })
    const token = await signIn(url, first)
    const users = async () => {
      const headers = { authorization: `Bearer ${token}` }
      return (await fetch(`${url}/api/users?total=true`, { headers })).json()
    }
    // FAULTS 34: ready means that the log can be proved.
    expect(
      (await fetch(`${url}/api/log/checkpoint`, { headers: { authorization: `Bearer ${token}` } })).status,
    ).toBe(200)
    await expect.poll(users).toMatchObject({ total: 1, items: [{ email: first.email, role: 'admin' }] })
    expect(product.stdout()).not.toMatch(/Loading|Demo/)
    expect((await product.stop()).code).toBe(0)
    expect(processesOf(data)).toStrictEqual([])

    const again = await served({ data, env: { ...env, HINDSIGHT_ADMIN_PASSWORD: 'another-river-stone' } })
    await signIn(again.url, first)
    await expect(signIn(again.url, { ...first, password: 'another-river-stone' })).rejects.toThrow('401')
  })
})

describe('outside servers', { timeout: 10 * patience }, () => {
  it('an outside Postgres alone also holds the embedded event store, and --empty says how to get somebody in', async () => {
    const database = await testDatabase()
    cleaning.push(() => database.drop())
    const data = fresh()
    const { product } = await served({ data, args: ['--empty'], env: { DATABASE_URL: database.url } })
    expect(
      processesOf(data)
        .map(({ kind }) => kind)
        .toSorted(),
    ).toStrictEqual(['main', 'store'])
    expect(product.stdout()).toMatch(/Nobody can sign in yet: .*HINDSIGHT_ADMIN_EMAIL/)
    expect(product.stdout()).not.toMatch(/Loading|Demo/)
    expect((await product.stop()).code).toBe(0)
  })

  it('Postgres and event store of others are used, kept running, and nothing is started beside them; read models of another event store, and of a later state of this one, are refused', async () => {
    const [mine, theirs] = [await testDatabase(), await testDatabase()]
    cleaning.push(mine.drop, theirs.drop)
    const [store, other] = [
      await startEventStore({ databaseUrl: mine.url }),
      await startEventStore({ databaseUrl: theirs.url }),
    ]
    cleaning.push(store.stop, other.stop)
    const database = await testDatabase()
    cleaning.push(() => database.drop())
    const data = fresh()
    const env = {
      DATABASE_URL: database.url,
      EVENTSTORE_URL: store.url,
      HINDSIGHT_ADMIN_EMAIL: admin.email,
      HINDSIGHT_ADMIN_PASSWORD: admin.password,
    }
    const { product, url } = await served({ data, env })
    await signIn(url)
    expect(processesOf(data).map(({ kind }) => kind)).toStrictEqual(['main'])
    expect(readdirSync(data), 'keys and files are ours, whoever keeps the log').toStrictEqual([
      'files',
      'key-encryption-key',
      'signing-key',
    ])
    expect((await product.stop()).code).toBe(0)
    const again = await served({ data, env })
    await signIn(again.url)
    await again.product.stop()

    await expectRefused(
      { data, env: { ...env, EVENTSTORE_URL: other.url } },
      /made from the event store .* but this is the event store .* DATABASE_URL/,
    )
    // As after restoring an older copy of the log: its end is lost.
    await store.stop()
    await run(
      mine.url,
      'delete from eventstore.event where position = (select max(position) from eventstore.event)',
    )
    const restored = await startEventStore({ databaseUrl: mine.url })
    cleaning.push(restored.stop)
    await expectRefused(
      { data, env: { ...env, EVENTSTORE_URL: restored.url } },
      /have seen the log up to position \d+, but the event store ends at \d+: it was restored from an older copy/,
    )
  })

  it('a wrong password and a missing database are told at once, by the variable', async () => {
    const database = await testDatabase()
    cleaning.push(() => database.drop())
    const wrong = new URL(database.url)
    wrong.password = 'wrong'
    await expectRefused({ data: fresh(), env: { DATABASE_URL: wrong.href } }, /^DATABASE_URL: password auth/)
    const missing = new URL(database.url)
    missing.pathname = '/nowhere'
    await expectRefused({ data: fresh(), env: { DATABASE_URL: missing.href } }, /^DATABASE_URL: .*"nowhere"/)
  })
})

describe('users and homes', { timeout: 10 * patience }, () => {
  it.runIf(root)('as an unprivileged user, in a directory of their own', async () => {
    const data = fresh()
    const user = { uid: 65534, gid: 65534 }
    chownSync(dirname(data), user.uid, user.gid)
    const { product } = await served({ data, args: ['--empty'], user })
    expect((await product.stop()).code).toBe(0)
    expect(processesOf(data)).toStrictEqual([])

    const theirs = join(dirname(data), 'locked')
    mkdirSync(theirs, { mode: 0o755 })
    await expectRefused({ data: theirs, user }, /HINDSIGHT_DATA: .*locked must be a directory we can write/)
  })
})

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}
