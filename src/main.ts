import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { setLogger } from 'node-cron'
import { signingSeed } from './platform/log/transparency-log/key.ts'
import { type Config, ConfigError, exitConfig, readConfig } from './platform/process/config.ts'
import { keepHeapSmall } from './platform/process/heap.ts'
import { createLog, type Log } from './platform/process/log.ts'
import { keyRing } from './platform/vault/key-encryption-key.ts'
import { fileLedger } from './platform/vault/ledger.ts'
import { project } from './project.ts'
import type { Progress } from './projections/rebuild.ts'
import { compose } from './start/compose.ts'
import { checkAdministrator, furnish, signInLines } from './start/first-start.ts'
import { listen, mustBeFree } from './start/listen.ts'
import { openStores } from './start/stores.ts'

/** Printed for people, beside the structured log. */
const print = (line: string) => process.stdout.write(`${line}\n`)

/** How long requests under way may take to be answered once we are told to stop, in ms. */
const patience = 10_000

async function main(): Promise<void> {
  keepHeapSmall()
  const options = readOptions()
  if (options.help) {
    print(
      'npm start -- [--empty]   --empty: no demo data on first use. Settings: see README, "Configuration".',
    )
    return
  }
  const config = readConfig(process.env)
  checkAdministrator(config)
  const log = createLog(config.logLevel)
  logSchedules(log)
  const told = toldToStop(log)
  await serve(config, options, log, told).catch((error: unknown) => {
    // What is broken off on the way up fails in many ways, none of which matters any more.
    if (!told.aborted || error instanceof ConfigError) throw error
    log.debug({ err: error }, 'broken off')
  })
}

/** Starts everything, serves until the signal, and stops everything, in the opposite order. */
async function serve(
  config: Config,
  options: { empty: boolean },
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const ending: (() => Promise<unknown>)[] = []
  try {
    await mustBeFree(config)
    const stores = await openStores(config, log, signal)
    ending.push(() => stores.stop())
    signal.throwIfAborted()
    const hindsight = await compose({
      ...stores,
      log,
      version,
      publicUrl: config.publicUrl,
      oidc: config.oidc,
      mail: config.mail,
      advisories: config.advisories,
      webRoot: builtWebApp(),
      signingSeed: signingSeed(config),
      keys: keyRing(config),
      ledger: fileLedger(join(config.data, 'erasures.jsonl')),
      exports: join(config.data, 'exports'),
      accessLogDays: config.accessLogDays,
      nightly: config.nightly,
      signal,
      onProgress: atMostEvery(2_000, ({ position, last }: Progress) => {
        if (last > 0) print(`Rebuilding read models ... ${Math.floor((position / last) * 100)} %`)
      }),
      beforeSagas: (writing) => furnish(writing, config, { ...options, log, print, signal }),
    })
    ending.push(() => hindsight.stop(patience))
    signal.throwIfAborted()

    const url = config.publicUrl ?? (await listen(hindsight.app, config))
    print([`\nHindsight ${version} is ready at ${url}`, ...(await signInLines(hindsight))].join('\n'))
    if (!signal.aborted) await once(signal, 'abort')
  } finally {
    for (const end of ending.toReversed()) await end()
  }
}

const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
  version: string
}

function readOptions(): { empty: boolean; help: boolean } {
  try {
    const { values } = parseArgs({ options: { empty: { type: 'boolean' }, help: { type: 'boolean' } } })
    return { empty: values.empty ?? false, help: values.help ?? false }
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error))
  }
}

/** What node-cron has to say goes where everything goes. */
function logSchedules(log: Log): void {
  const of = log.child({ part: 'schedule' })
  setLogger({
    debug: (message) => of.debug(String(message)),
    info: (message) => of.info(message),
    warn: (message) => of.warn(message),
    error: (message, error) => of.error({ err: error ?? message }, 'a scheduled task failed'),
  })
}

function toldToStop(log: Log): AbortSignal {
  const told = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (told.signal.aborted) return
      log.info({ signal }, 'stopping')
      told.abort()
    })
  }
  return told.signal
}

/** Long work tells of itself more often than anybody reads. */
function atMostEvery<T>(ms: number, tell: (of: T) => void): (of: T) => void {
  let told = performance.now()
  return (of) => {
    if (performance.now() - told < ms) return
    told = performance.now()
    tell(of)
  }
}

/** The web app as it was built beside this file; undefined where only the API is wanted. */
function builtWebApp(): string | undefined {
  const folder = fileURLToPath(new URL('web', import.meta.url))
  return existsSync(folder) ? folder : undefined
}

try {
  await main()
  process.exit(0)
} catch (error) {
  // A stack is for those who can mend the program; a line for the operator, who can mend the rest.
  const forOperator = error instanceof ConfigError
  const text = error instanceof Error ? (forOperator ? error.message : error.stack) : String(error)
  process.stderr.write(`${text}\n`)
  process.exit(forOperator ? exitConfig : 1)
}
