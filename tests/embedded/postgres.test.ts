import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { packagedBinaries, prepareBinaries } from '../../src/embedded/postgres/binaries.ts'
import { type Postgres, startPostgres } from '../../src/embedded/postgres.ts'
import { eventually } from '../support/eventually.ts'
import { pause } from './cluster.ts'
import { runScript } from './script.ts'

const settings = { fsync: 'off' }
const memory = '/dev/shm'
const base = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'hindsight-pg-'))
const dataDir = join(base, 'data')
let running: Postgres | undefined

beforeAll(() => chmodSync(base, 0o755))
afterEach(async () => {
  await running?.stop()
  running = undefined
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

async function start(): Promise<Postgres> {
  running = await startPostgres({ dataDir, settings })
  return running
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

const postmaster = (): number =>
  Number(readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])

describe('the embedded Postgres', () => {
  it('is created on first use and keeps what it holds over a stop', async () => {
    const first = await start()
    await query(first.url, 'create table kept as select 42 as answer')
    await first.stop()
    expect(existsSync(join(dataDir, 'cluster', 'postmaster.pid'))).toBe(false)
    const second = await start()
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }])
  })

  it('listens on loopback only, asks for its password, and keeps that to itself', async () => {
    const { url } = await start()
    expect(await query(url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
    const wrong = new URL(url)
    wrong.password = 'wrong'
    await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed')
    expect(statSync(join(dataDir, 'password')).mode & 0o777).toBe(0o600)
  })

  it('is durable unless a test asks for less', async () => {
    const { url } = await start()
    const names = ['synchronous_commit', 'full_page_writes', 'data_checksums']
    for (const name of names) expect(await query(url, `show ${name}`)).toEqual([{ [name]: 'on' }])
    const [{ boot_val: byDefault } = {}] = await query(
      url,
      "select boot_val from pg_settings where name = 'fsync'",
    )
    expect(byDefault).toBe('on')
  })

  it('is not shared by two owners', async () => {
    await start()
    await expect(startPostgres({ dataDir, settings })).rejects.toThrow('in use by another running process')
  })

  it('comes back on the same port when it is killed', async () => {
    const { url } = await start()
    const killed = postmaster()
    process.kill(killed, 'SIGKILL')
    await eventually(async () => {
      expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
      expect(postmaster()).not.toBe(killed)
    })
  })

  it('comes back when somebody else tells it to end, which it would otherwise do once we have left', async () => {
    const { url } = await start()
    const told = postmaster()
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => {})
    await client.connect()
    process.kill(told, 'SIGTERM')
    await eventually(async () => {
      expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
      expect(postmaster()).not.toBe(told)
    })
    await client.end().catch(() => {})
  })

  it('stops although it was killed a moment before', async () => {
    const postgres = await start()
    process.kill(postmaster(), 'SIGKILL')
    await pause(20)
    await postgres.stop()
    await (await start()).stop()
  })

  it('is taken over from an owner that was killed', async () => {
    const owner = await runScript(
      `import { startPostgres } from './src/embedded/postgres.ts'
       const { url } = await startPostgres({ dataDir: process.argv[2], settings: { fsync: 'off' } })
       process.send(url)
       setInterval(() => {}, 1000)`,
      [dataDir],
    )
    const [url] = (await once(owner, 'message')) as [string]
    const left = postmaster()
    owner.kill('SIGKILL')
    await once(owner, 'exit')
    const taken = await start()
    expect(postmaster()).toBe(left)
    expect(taken.url).toBe(url)
    await taken.stop()
    expect(existsSync(join(dataDir, 'cluster', 'postmaster.pid'))).toBe(false)
  })

  it('is not fooled by the process id of another program in a stale file', async () => {
    await (await start()).stop()
    const lines = [process.pid, join(dataDir, 'cluster'), 0, 5432, '', '127.0.0.1', '', 'ready']
    writeFileSync(join(dataDir, 'cluster', 'postmaster.pid'), `${lines.join('\n')}\n`)
    const { url } = await start()
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
  })
})

describe('its binaries', () => {
  const package_ = join(base, 'package', 'native')
  const links = (native: string): string[] =>
    readdirSync(join(native, 'lib')).filter((name) => lstatSync(join(native, 'lib', name)).isSymbolicLink())

  beforeAll(() => {
    mkdirSync(join(base, 'package'))
    // As npm unpacks them: without links.
    cpSync(packagedBinaries(), package_, {
      recursive: true,
      filter: (source) => !lstatSync(source).isSymbolicLink(),
    })
  })

  it.runIf(process.platform === 'linux')('get the links that npm packages cannot hold, however often', () => {
    expect(links(package_)).toEqual([])
    for (let again = 0; again < 2; again++) expect(prepareBinaries(package_, undefined, base)).toBe(package_)
    expect(links(package_).length).toBeGreaterThan(5)
  })

  it('are copied once where another user could not reach them', () => {
    chmodSync(join(base, 'package'), 0o700)
    const stranger = { uid: 65534, gid: 65534 }
    const copy = prepareBinaries(package_, stranger, join(base, 'spare'))
    expect(copy).toBe(join(base, 'spare', 'postgresql'))
    expect(statSync(join(copy, 'bin', 'postgres')).mode & 0o005).toBe(0o005)
    expect(prepareBinaries(package_, stranger, join(base, 'spare'))).toBe(copy)
  })
})
