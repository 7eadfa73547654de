import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { openSessions } from '../../src/platform/people/sessions.ts'
import { openPg } from '../../src/platform/pg/pg.ts'
import { systemClock } from '../../src/platform/process/clock.ts'
import { readConfig } from '../../src/platform/process/config.ts'
import { runningStores } from '../../src/start/stores.ts'
import { atEnd } from './ending.ts'
import type { HttpRequest } from './load.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

export const administrator = { email: 'bench@hindsight.example', password: 'correct horse bench' }

/** The product as `npm start` runs it, on a data directory of its own. */
export interface Product {
  url: string
  /** Of the process that `npm start` runs. */
  pid: number
  databaseUrl: string
  eventStoreUrl: string
  /** A session of the administrator. */
  token: string
  /** Opens a session of another user. */
  tokenOf(userId: string): Promise<string>
  /** As the administrator, or with another token. @throws unless it is answered with 2xx. */
  ask<T>(request: HttpRequest, token?: string): Promise<T>
  /** Waits until everything acknowledged is readable; returns how long that took, in ms. */
  settled(): Promise<number>
  stop(): Promise<void>
}

/** A new directory below the system's for temporary files, where an unprivileged Postgres can reach it. */
export function dataDirectory(): { path: string; remove: () => Promise<void> } {
  const path = mkdtempSync(join(tmpdir(), 'hindsight-bench-'))
  chmodSync(path, 0o755)
  return { path, remove: atEnd(() => rmSync(path, { recursive: true, force: true })) }
}

/** Starts dist/main.js and waits until it serves; that of another folder, if told. `execArgv` is for profiling. */
export async function startProduct(
  data: string,
  { execArgv = [], dist = here }: { execArgv?: readonly string[]; dist?: string } = {},
): Promise<Product> {
  const env = {
    ...process.env,
    PORT: '0',
    HOST: '127.0.0.1',
    HINDSIGHT_DATA: data,
    HINDSIGHT_ADMIN_EMAIL: administrator.email,
    HINDSIGHT_ADMIN_PASSWORD: administrator.password,
    DATABASE_URL: '',
    EVENTSTORE_URL: '',
  }
  const child = spawn(
    process.execPath,
    ['--enable-source-maps', ...execArgv, join(dist, 'main.js'), '--empty'],
    { env, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const stop = atEnd(async () => {
    if (child.exitCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await exited
  })
  const url = await served(child).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  const stores = runningStores(readConfig(env))
  if (!stores) throw new Error('the product does not tell where its stores are')
  const { databaseUrl, eventStoreUrl } = stores

  async function call(request: HttpRequest, token: string): Promise<Response> {
    const response = await fetch(url + request.path, {
      method: request.method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
        ...request.headers,
      },
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
    })
    if (response.ok) return response
    throw new Error(`${request.method} ${request.path}: ${response.status} ${await response.text()}`)
  }

  const signedIn = await call({ method: 'POST', path: '/api/sign-in?token=true', body: administrator }, '')
  const { token: admin } = (await signedIn.json()) as { token: string }

  return {
    url,
    pid: child.pid ?? 0,
    databaseUrl,
    eventStoreUrl,
    token: admin,
    async tokenOf(userId) {
      const pg = openPg({ url: databaseUrl, log: pino({ level: 'silent' }), ownerConnections: 1 })
      try {
        const sessions = await openSessions(pg, systemClock, () => ({ idle: 3_600_000, lifetime: 3_600_000 }))
        return (await sessions.open(randomUUID(), userId)).token
      } finally {
        await pg.close()
      }
    },
    ask: async <T>(request: HttpRequest, token = admin) => (await (await call(request, token)).json()) as T,
    async settled() {
      const from = performance.now()
      for (;;) {
        const response = await call({ method: 'GET', path: '/api/status' }, admin)
        const { lag } = (await response.json()) as { lag: { positions: number } | null }
        if (lag?.positions === 0) return performance.now() - from
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    stop,
  }
}

async function served(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the product has no output')
  const lines = createInterface({ input: child.stdout })
  let last = ''
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.on('line', (line) => {
        last = line
        const url = /is ready at (\S+)/.exec(line)?.[1]
        if (url) resolve(url)
      })
      child.once('exit', (code) => reject(new Error(`the product ended with ${code}: ${last}`)))
    })
  } finally {
    lines.removeAllListeners('line')
    child.stdout.resume()
  }
}
