import { randomInt, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { buildServer, buildWeb } from '../../scripts/build.mjs'
import { startPostgres } from '../../src/embedded/postgres.ts'
import { roomyPlace } from './place.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL server that this run's tests share. */
    postgresUrl: string
    /** The database that holds the installation whose clones its tests begin with, once one has asked for it. */
    installation: string
    /** The data directory that `emptyProduct` copies, once one has asked for it. */
    emptyProduct: string
    /** Of everything that is left to chance. */
    seed: number
  }
}

const prefix = 'hindsight-test-'

/** Builds what tests start as a process, and runs one throw-away PostgreSQL for the whole run (or uses DATABASE_URL). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const seed = Number(process.env.HINDSIGHT_SEED ?? randomInt(2 ** 31))
  console.log(`What is left to chance in this run: HINDSIGHT_SEED=${seed}`)
  await buildServer(['embedded/event-store', 'mail-reader', 'workbook-reader'])
  buildWeb()
  const place = roomyPlace()
  await sweep(place)
  const directory = join(place, `${prefix}${process.pid}`)
  mkdirSync(directory, { mode: 0o755 })
  const installation = `installation_${randomUUID().replaceAll('-', '')}`
  const postgres = await throwAwayPostgres(directory, installation)
  project.provide('postgresUrl', postgres.url)
  project.provide('installation', installation)
  project.provide('emptyProduct', join(directory, 'product'))
  project.provide('seed', seed)
  return async () => {
    await postgres.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

async function throwAwayPostgres(dataDir: string, installation: string) {
  const outside = process.env.DATABASE_URL
  if (outside !== undefined) {
    const stop = () => onServer(outside, (client) => client.query(`drop database if exists ${installation}`))
    return { url: outside, stop }
  }
  const postgres = await startPostgres({
    dataDir,
    settings: {
      // Nothing here has to survive; what has to is tested with clusters of its own.
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '300',
    },
  })
  // To prove a password takes longer than most of what is asked then; ten connections an installation add up.
  await onServer(postgres.url, async (client) => {
    await client.query('set scram_iterations = 1')
    const { password } = new URL(postgres.url)
    await client.query(`alter role current_user password ${client.escapeLiteral(password)}`)
  })
  return postgres
}

async function onServer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await work(client)
  await client.end()
}

/** Removes what killed runs have left. */
async function sweep(place: string): Promise<void> {
  for (const name of readdirSync(place).filter((entry) => entry.startsWith(prefix))) {
    if (isAlive(Number(name.slice(prefix.length)))) continue
    const dataDir = join(place, name)
    try {
      if (existsSync(join(dataDir, 'cluster', 'postmaster.pid')))
        await (await startPostgres({ dataDir })).stop()
      rmSync(dataDir, { recursive: true, force: true })
    } catch {
      // Another run is sweeping it.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
