import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { setLogger } from 'node-cron'
import { filesOptions } from './platform/files/files.ts'
import { signingSeed } from './platform/log/transparency-log/key.ts'
import { beServing } from './platform/pg/serving.ts'
import { type Config, ConfigError, exitConfig, readConfig } from './platform/process/config.ts'
import { keepHeapSmall } from './platform/process/heap.ts'
import { createLog, type Log } from './platform/process/log.ts'
import { keyRing } from './platform/vault/key-encryption-key.ts'
import { fileLedger } from './platform/vault/ledger.ts'
import { project } from './project.ts'
import type { Progress } from './projections/rebuild.ts'
import { compose } from './start/compose.ts'
import { carryOnDemo, checkAdministrator, furnish, signInLines } from './start/first-start.ts'
import { listen, mustBeFree } from './start/listen.ts'
import { openStores } from './start/stores.ts'

/** Printed for people, beside the structured log. */
const print = (line: string) => process.stdout.write(`${line}\n`)

/** How long requests under way may take to be answered once we are told to stop, in ms. */
const patience = 10_000
/** The same when another server waits for us to be done, in ms. */
const handingOver = 500

async function main(): Promise<void> {
  keepHeapSmall()
  const options = readOptions()
  if (options.help) {
    print(
      'npm start -- [--empty] [--take-over]   --empty: no demo data on first use. --take-over: another server on the ' +
        'same stores hands over to this one. Settings: see README, "Configuration".',
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
    if (!told.aborted || error instanceof ConfigError || error instanceof TakenOver) throw error
    log.debug({ err: error }, 'broken off')
  })
}

/** Another server serves in our place: ended with a code by which a supervisor starts us again (sysexits, EX_TEMPFAIL). */
class TakenOver extends Error {}
const exitTakenOver = 75

/** Starts everything, serves until the signal, and stops everything, in the opposite order. */
async function serve(
  config: Config,
  options: { empty: boolean; takeOver: boolean },
  log: Log,
  told: AbortSignal,
): Promise<void> {
  const ending: (() => Promise<unknown>)[] = []
  const losing = new AbortController()
  const signal = AbortSignal.any([told, losing.signal])
  try {
    await mustBeFree(config)
    const stores = await openStores(config, log, signal)
    ending.push(() => stores.stop())
    signal.throwIfAborted()
    const takeTurn = async () => {
      const serving = await beServing(stores.databaseUrl, { ...options, log, signal })
      ending.push(() => serving.end())
      serving.lost.addEventListener('abort', () => losing.abort())
    }
    if (!options.takeOver) await takeTurn()
    const hindsight = await compose({
      ...stores,
      log,
      version,
      publicUrl: config.publicUrl,
      oidc: config.oidc,
      mail: config.mail,
      privateWebhooks: config.privateWebhooks,
      advisories: config.advisories,
      webRoot: builtWebApp(),
      signingSeed: signingSeed(config),
      keys: keyRing(config),
      ledger: fileLedger(join(config.data, 'erasures.jsonl')),
      exports: join(config.data, 'exports'),
      files: await filesOptions(config.files),
      accessLogDays: config.accessLogDays,
      nightly: config.nightly,
      signal,
      // Who takes over does it when all is ready; who does not is refused before anything is touched.
      beforeFollowing: options.takeOver ? takeTurn : undefined,
      onTakenOver: () => losing.abort(),
      onProgress: atMostEvery(2_000, ({ position, last }: Progress) => {
        if (last > 0) print(`Rebuilding read models ... ${Math.floor((position / last) * 100)} %`)
      }),
      beforeSagas: (writing) => furnish(writing, config, { ...options, log, print, signal }),
    })
    ending.push(() => hindsight.stop(losing.signal.aborted ? handingOver : patience))
    signal.throwIfAborted()

    const url = await listen(hindsight.app, config)
    const lines = [
      `\nHindsight ${version} is ready at ${config.publicUrl ?? url}`,
      ...(await signInLines(hindsight)),
    ]
    print(lines.join('\n'))
    const carriedOn = carryOnDemo(hindsight, { log, signal })
    ending.push(() => carriedOn)
    if (!signal.aborted) await once(signal, 'abort')
    losing.signal.throwIfAborted()
  } catch (error) {
    throw losing.signal.aborted ? new TakenOver('Another server on the same stores has taken over.') : error
  } finally {
    for (const end of ending.toReversed()) await end()
  }
}

const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
  version: string
}

function readOptions(): { empty: boolean; takeOver: boolean; help: boolean } {
  const flag = { type: 'boolean', default: false } as const
  try {
    const { values } = parseArgs({ options: { empty: flag, 'take-over': flag, help: flag } })
    return { empty: values.empty, takeOver: values['take-over'], help: values.help }
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
  const forOperator = error instanceof ConfigError || error instanceof TakenOver
  const text = error instanceof Error ? (forOperator ? error.message : error.stack) : String(error)
  process.stderr.write(`${text}\n`)
  process.exit(error instanceof TakenOver ? exitTakenOver : forOperator ? exitConfig : 1)
}
