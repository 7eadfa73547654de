import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildServer, buildWeb } from '../../scripts/build.mjs'
import { startPostgres } from '../../src/embedded/postgres.ts'
import { roomyPlace } from './place.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL server that this run's tests share. */
    postgresUrl: string
  }
}

const prefix = 'hindsight-test-'

/** Builds what tests start as a process, and runs one throw-away PostgreSQL for the whole run (or uses DATABASE_URL). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildServer(['embedded/event-store'])
  buildWeb()
  const outside = process.env.DATABASE_URL
  if (outside !== undefined) {
    project.provide('postgresUrl', outside)
    return async () => {}
  }
  const place = roomyPlace()
  await sweep(place)
  const dataDir = join(place, `${prefix}${process.pid}`)
  mkdirSync(dataDir, { mode: 0o755 })
  // Nothing here has to survive; what has to is tested with clusters of its own.
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '300',
  }
  const postgres = await startPostgres({ dataDir, settings })
  project.provide('postgresUrl', postgres.url)
  return async () => {
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
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
