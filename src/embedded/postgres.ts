import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { basename, dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { ConfigError } from '../platform/process/config.ts'
import { codeOf, isReachable, packagedBinaries, prepareBinaries, type User } from './postgres/binaries.ts'

export type Log = (message: string) => void

export interface PostgresOptions {
  /** Everything of this server lies below it: the cluster, its password, its log. */
  dataDir: string
  /** Told of what goes wrong and is being put right. */
  log?: Log
  /** Told on first use, which takes a few seconds. */
  creating?: () => void
  /** Where it listens on loopback; undefined: on any free port, and another one at each start. */
  port?: number | undefined
  /** Server settings that replace the defaults, such as `{ fsync: 'off' }` in tests. */
  settings?: Record<string, string>
}

export interface Postgres {
  /** Of the database `hindsight`, with its password. */
  url: string
  stop(): Promise<void>
}

// For a small machine that also runs the application. What is acknowledged is on disk (fsync, synchronous_commit).
const defaults = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '96MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '1GB',
  random_page_cost: '1.1',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '1GB',
  checkpoint_completion_target: '0.9',
  jit: 'off',
  huge_pages: 'off',
  io_method: 'sync',
  fsync: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

// Held by the process that runs the cluster, for as long as it lives.
const ownerLock = 7_243_001
const startAttempts = 60
// The session of an owner that was just killed may hold the lock for a moment.
const ownerAttempts = 15
// How often it is looked, in ms, whether somebody else has told the server to end, and how often in a row before that
// counts: where a service manager tells all of us at once, we are gone by then.
const lookEvery = 500
const looks = 6

/**
 * Starts (on first use creates) the PostgreSQL cluster in `dataDir`, on a free loopback port, and keeps it running
 * until `stop`: if the server dies it is started again on the same port, also where somebody else has told it to end: by
 * a SIGTERM it would let nobody in and wait for us to leave (PostgreSQL's smart shutdown). A server that a killed process left behind
 * is taken over. Throws when another living process runs this cluster, or when it does not start.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const log = options.log ?? (() => {})
  const dataDir = resolve(options.dataDir)
  mkdirSync(dataDir, { recursive: true })
  const place = choosePlace(dataDir)
  const password = readPassword(join(dataDir, 'password'))
  const bin = join(prepareBinaries(packagedBinaries(), place.user, place.spare), 'bin')
  const settings = { ...defaults, ...options.settings }
  if (!isCluster(place)) {
    options.creating?.()
    await initialise(bin, place, password, settings.fsync === 'off')
  }

  const url = (port: number, database: string): string =>
    `postgres://postgres:${password}@127.0.0.1:${port}/${database}`
  let port = 0
  let pid = 0
  let stopping = false
  let owner: pg.Client | undefined
  let restarting: Promise<void> | undefined

  const start = async (attempts: number): Promise<void> => {
    for (let attempt = 1; !stopping; attempt++) {
      const running = readPostmaster(place.cluster)
      try {
        // A server that a killed process left behind may still be running, starting or ending.
        if (running !== undefined) owner = await own(url(running.port, 'postgres'))
        if (running !== undefined && owner !== undefined) {
          port = running.port
          pid = running.pid
          return watch(owner)
        }
        const wanted = port === 0 ? await freePort(options.port) : port
        const child = launch(bin, place, settings, wanted, join(dataDir, 'log'))
        owner = await answering(child, url(wanted, 'postgres'))
        port = wanted
        pid = child.pid ?? 0
        return watch(owner)
      } catch (error) {
        // The first starts after a kill fail until the old server's processes are gone.
        if (error instanceof ConfigError) throw error
        if (attempt >= (error instanceof InUse ? ownerAttempts : attempts)) throw error
        log(`PostgreSQL is not up yet: ${messageOf(error)}`)
        await sleep(Math.min(1000, 50 * attempt))
      }
    }
  }

  const watch = (client: pg.Client): void => {
    client.once('end', () => {
      if (stopping) return
      log('PostgreSQL ended unexpectedly; starting it again')
      // For as long as it takes: a full disk, say, may get space again.
      restarting = start(Number.POSITIVE_INFINITY).catch((error: unknown) =>
        log(`PostgreSQL could not be started again: ${messageOf(error)}`),
      )
    })
  }

  let seenEnding = 0
  const looking = setInterval(() => {
    seenEnding = isEnding(place.cluster) ? seenEnding + 1 : 0
    if (seenEnding < looks || stopping) return
    seenEnding = 0
    log('PostgreSQL was told to end by somebody else')
    if (isRunning(pid)) process.kill(pid, 'SIGINT')
  }, lookEvery)
  looking.unref()

  await start(startAttempts)
  await createDatabase(url(port, 'postgres'))
  return {
    url: url(port, 'hindsight'),
    async stop() {
      if (stopping) return
      stopping = true
      clearInterval(looking)
      await restarting
      await owner?.end().catch(() => {})
      await endServer(pid)
    },
  }
}

class InUse extends ConfigError {}

interface Place {
  cluster: string
  user: User | undefined
  spare: string
}

/** PostgreSQL refuses to run as root, and an unprivileged user may not be able to reach `dataDir`. */
function choosePlace(dataDir: string): Place {
  const cluster = join(dataDir, 'cluster')
  if (process.getuid?.() !== 0) return { cluster, user: undefined, spare: dataDir }
  const user = existsSync(cluster) ? ownerOf(cluster) : unprivilegedUser()
  if (isReachable(dataDir, user)) return { cluster, user, spare: dataDir }
  const spare = '/var/lib/hindsight'
  const elsewhere = join(spare, createHash('sha256').update(dataDir).digest('hex').slice(0, 16))
  mkdirSync(elsewhere, { recursive: true, mode: 0o755 })
  const reached = join(elsewhere, 'cluster')
  if (!existsSync(cluster)) symlinkSync(reached, cluster)
  return { cluster: reached, user, spare }
}

function ownerOf(path: string): User {
  const { uid, gid } = statSync(path)
  return uid === 0 ? unprivilegedUser() : { uid, gid }
}

function unprivilegedUser(): User {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  return { uid: 65534, gid: 65534 }
}

function readPassword(file: string): string {
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' })
  }
  return readFileSync(file, 'utf8')
}

/**
 * Into a draft directory of this process that is renamed at the end, so that neither a kill nor somebody who begins at the
 * same moment leaves a half-made cluster. Where they were first, theirs is the cluster.
 */
async function initialise(bin: string, place: Place, password: string, unsafe: boolean): Promise<void> {
  removeLeftDrafts(place.cluster)
  const draft = `${place.cluster}.new-${process.pid}`
  const passwordFile = `${draft}.password`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (place.user !== undefined) {
    chownSync(draft, place.user.uid, place.user.gid)
    chownSync(passwordFile, place.user.uid, place.user.gid)
  }
  try {
    const options = `--username postgres --auth scram-sha-256 --encoding UTF8 --data-checksums
      --locale C --locale-provider builtin --builtin-locale C.UTF-8 ${unsafe ? '--no-sync' : ''}`
    const args = ['--pgdata', draft, '--pwfile', passwordFile, ...options.trim().split(/\s+/)]
    await promisify(execFile)(join(bin, 'initdb'), args, { ...place.user, cwd: draft })
    renameSync(draft, place.cluster)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!isCluster(place)) throw error
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

const isCluster = ({ cluster }: Place) => existsSync(join(cluster, 'PG_VERSION'))

/** What a process that was killed had begun; one that lives goes on with its own. */
function removeLeftDrafts(cluster: string): void {
  const folder = dirname(cluster)
  for (const name of readdirSync(folder)) {
    const [, pid] = /\.new(?:-(\d+))?(?:\.password)?$/.exec(name) ?? []
    const isDraft = name.startsWith(`${basename(cluster)}.new`)
    if (isDraft && (pid === undefined || !isAlive(Number(pid))))
      rmSync(join(folder, name), { recursive: true, force: true })
  }
}

function launch(
  bin: string,
  place: Place,
  settings: Record<string, string>,
  port: number,
  logFile: string,
): ChildProcess {
  const output = openSync(logFile, 'w', 0o600)
  try {
    chmodSync(place.cluster, 0o700)
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    // Detached: an interrupt from the keyboard must reach the application alone, which stops us in order.
    const child = spawn(join(bin, 'postgres'), ['-D', place.cluster, '-p', String(port), ...args], {
      ...place.user,
      cwd: place.cluster,
      detached: true,
      stdio: ['ignore', output, output],
    })
    child.unref()
    return child
  } finally {
    closeSync(output)
  }
}

/** Waits until the started server answers; throws as soon as it has ended instead. */
async function answering(child: ChildProcess, url: string): Promise<pg.Client> {
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the server ended with code ${code}`)))
  })
  ended.catch(() => {})
  for (let attempt = 0; ; attempt++) {
    try {
      return await Promise.race([own(url), ended])
    } catch (error) {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) throw error
      if (error instanceof InUse || attempt > 3000) throw error
      await sleep(20)
    }
  }
}

/** A connection that holds the owner's lock; throws when the server does not answer or has another owner. */
async function own(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000, keepAlive: true })
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
    ownerLock,
  ])
  if (rows[0]?.mine === true) return client
  await client.end()
  throw new InUse('The data directory (HINDSIGHT_DATA) is in use by another running process.')
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'hindsight'")
    if (rowCount === 0) await client.query('create database hindsight')
  } finally {
    await client.end()
  }
}

/** The server that holds the cluster, if its process is alive. */
function readPostmaster(cluster: string): { pid: number; port: number } | undefined {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3])
  return pid > 0 && port > 0 && isRunning(pid) ? { pid, port } : undefined
}

/** The eighth line of the server's file is its state (PostgreSQL 10 and newer). */
function isEnding(cluster: string): boolean {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[7]?.trim() === 'stopping'
  } catch {
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** A stale file may name a process id that another program has got since; a zombie has no command line. */
function isRunning(pid: number): boolean {
  if (!isAlive(pid)) return false
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
  } catch {
    return process.platform !== 'linux'
  }
}

/** Fast shutdown: sessions are ended, everything is written. Immediate when that takes too long. */
async function endServer(pid: number): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 5000],
    ['SIGKILL', 1000],
  ] as const) {
    if (!isRunning(pid)) return
    process.kill(pid, signal)
    for (let waited = 0; waited < patience; waited += 20) {
      if (!isRunning(pid)) return
      await sleep(20)
    }
  }
}

/** The port that is asked for, or any. @throws ConfigError when that one is taken. */
async function freePort(asked = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) =>
      reject(
        codeOf(error) === 'EADDRINUSE' || codeOf(error) === 'EACCES'
          ? new ConfigError(`Bad configuration. HINDSIGHT_POSTGRES_PORT: ${asked} cannot be had here`)
          : error,
      ),
    )
    server.listen(asked, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
