import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, lstatSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inject } from 'vitest'
import { buildServer } from '../../scripts/build.mjs'
import { checkAnswersFrom } from './fetched.ts'
import { patience } from './patience.ts'
import { roomyPlace } from './place.ts'
import { clusterOf, processesOf } from './processes.ts'

/** Of the administrator whom `emptyProduct` makes. */
export const admin = { email: 'root@example.com', password: 'correct-horse-staple' }

export interface ProductOptions {
  /** Its data directory. */
  data: string
  args?: readonly string[]
  /** Beside PATH, HOME, the data directory and PORT=0; nothing else comes from this process. */
  env?: Readonly<Record<string, string>>
  /** Runs as this user instead of ours; takes root. */
  user?: { uid: number; gid: number }
}

export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** The real product, as `npm start` runs it, in a process of its own. */
export interface Product {
  pid: number
  data: string
  /** Once it serves; rejects with all it said when it ends before. */
  ready: Promise<string>
  ended: Promise<Ended>
  /** All it has said so far. */
  stdout(): string
  stderr(): string
  isRunning(): boolean
  kill(signal: NodeJS.Signals): void
  /** Resolves once a line on standard output matches. */
  says(pattern: RegExp): Promise<void>
  /** Asks it to end, and waits until it has. */
  stop(): Promise<Ended>
}

const main = join(import.meta.dirname, '../../dist/main.js')
let built: Promise<void> | undefined

/** Starts the product; it need not come up. */
export async function launch({ data, args = [], env = {}, user }: ProductOptions): Promise<Product> {
  built ??= buildServer(['main', 'mail-reader', 'workbook-reader', 'embedded/event-store'])
  await built
  const { PATH = '', HOME = '' } = process.env
  // Without maps of its sources, which cost each start half a second of CPU: what fails names places in dist/main.js.
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH, HOME, PORT: '0', HINDSIGHT_DATA: data, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  })
  return watched(child, data)
}

/** Any process that says what the product says: `npm start` too. */
export function watched(child: ChildProcess, data: string): Product {
  let stdout = ''
  let stderr = ''
  const heard = new Set<() => void>()
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    for (const look of heard) look()
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = once(child, 'close').then(([code, signal]): Ended => ({ code, signal, stdout, stderr }))
  const endedFirst = ended.then(({ code, signal }) => {
    throw new Error(`the product ended (${code ?? signal})\n${stdout}\n${stderr}`)
  })
  endedFirst.catch(() => {})

  function says(pattern: RegExp): Promise<void> {
    const said = new Promise<void>((resolve) => {
      const look = () => {
        if (!pattern.test(stdout)) return
        heard.delete(look)
        resolve()
      }
      heard.add(look)
      look()
    })
    return Promise.race([said, endedFirst])
  }
  const readyLine = /^Hindsight \S+ is ready at (\S+)$/m
  const ready = says(readyLine).then(() => {
    const url = readyLine.exec(stdout)?.[1] ?? ''
    checkAnswersFrom(url)
    return url
  })
  ready.catch(() => {})

  return {
    pid: child.pid ?? 0,
    data,
    ready,
    ended,
    stdout: () => stdout,
    stderr: () => stderr,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    kill: (signal) => void child.kill(signal),
    says,
    async stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

/** An empty directory for a product, which its Postgres can reach. `remove` ends whatever still runs on it. */
export function dataDirectory(): { data: string; remove(): Promise<void> } {
  const home = mkdtempSync(join(roomyPlace(), 'hindsight-product-'))
  chmodSync(home, 0o755)
  const data = join(home, 'data')
  return { data, remove: () => removeData(data) }
}

async function removeData(data: string): Promise<void> {
  for (const { pid } of processesOf(data)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
  await gone(data)
  const cluster = clusterOf(data)
  if (!cluster.startsWith(data) && existsSync(cluster))
    rmSync(dirname(cluster), { recursive: true, force: true })
  rmSync(dirname(data), { recursive: true, force: true })
}

/** Waits until no process of this product is left; those that do not end are named. */
export async function gone(data: string): Promise<void> {
  for (const until = performance.now() + patience; processesOf(data).length > 0; await sleep(20)) {
    if (performance.now() > until) throw new Error(`still running: ${JSON.stringify(processesOf(data))}`)
  }
}

/**
 * A copy of the data directory of a product that was started once and has an administrator, but nothing else: the first
 * who asks for one in a run starts it.
 */
export async function emptyProduct(): Promise<{ data: string; remove(): Promise<void> }> {
  const template = inject('emptyProduct')
  if (!existsSync(template)) await prepare(template)
  const copy = dataDirectory()
  const { status, stderr } = spawnSync('cp', ['-a', template, copy.data], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return copy
}

/** Starts an empty product, of which `admin` is the administrator. */
export function launchEmpty(data: string, env: Readonly<Record<string, string>> = {}): Promise<Product> {
  const first = { HINDSIGHT_ADMIN_EMAIL: admin.email, HINDSIGHT_ADMIN_PASSWORD: admin.password }
  return launch({ data, args: ['--empty'], env: { ...first, ...env } })
}

/** Puts the directory where it is looked for once it is whole; somebody else may have been quicker. */
async function prepare(template: string): Promise<void> {
  const { data, remove } = dataDirectory()
  const product = await launchEmpty(data)
  await product.ready
  const { code, stderr } = await product.stop()
  if (code !== 0) throw new Error(`the product did not stop cleanly: ${code} ${stderr}`)
  if (!existsSync(template)) renameSync(data, template)
  await remove()
}

/** A session's token. */
export async function signIn(url: string, { email, password } = admin): Promise<string> {
  const reply = await fetch(`${url}/api/sign-in?token=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  const body = (await reply.json()) as { token?: string }
  if (body.token === undefined) throw new Error(`could not sign in: ${reply.status} ${JSON.stringify(body)}`)
  return body.token
}

/** Whether the path is there, also as a link to nowhere. */
export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}
