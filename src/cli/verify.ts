import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { quarantine } from '../domain/settings/quarantine.ts'
import { checkContents, contentsIn } from '../platform/files/check.ts'
import { openStorage } from '../platform/files/open-storage.ts'
import { eventCodec } from '../platform/log/codec.ts'
import { connectEventStore, type EventStore, type ReadAllOptions } from '../platform/log/event-store.ts'
import { type BadPlace, verifyBundle } from '../platform/log/export-bundle/verify.ts'
import type { Divergence } from '../platform/log/transparency-log/divergence.ts'
import { knownSeed } from '../platform/log/transparency-log/key.ts'
import { parseVerifierKey, signerOf } from '../platform/log/transparency-log/note.ts'
import { migrateTree } from '../platform/log/transparency-log/storage.ts'
import { type Problem, verifyTree } from '../platform/log/transparency-log/verify.ts'
import { originOf } from '../platform/log/transparency-log.ts'
import { openPg } from '../platform/pg/pg.ts'
import { type Config, ConfigError, exitConfig, readConfig } from '../platform/process/config.ts'
import { createLog } from '../platform/process/log.ts'
import { type Files, filesOf } from '../platform/process/tar.ts'
import { type Aside, readQuarantine } from '../projections/quarantine.ts'
import { deciders } from '../registry.ts'
import { openStores, runningStores } from '../start/stores.ts'

const print = (line: string) => process.stdout.write(`${line}\n`)
const usage = `npm run verify -- [--key <key>] [<bundle>]
  Without a bundle: makes the tree anew from the log of HINDSIGHT_DATA (running or not), or of EVENTSTORE_URL, and
  compares it with every leaf and every signed checkpoint, and what files hold with the addresses that the log has of it.
  With a bundle, a .tar file or the folder it was unpacked to: checks it offline.
  --key: the public key to trust (GET /api/log/key); otherwise this Hindsight's own, or the one in the bundle.
  Exit code: 0 all is well, 1 something is not, 2 nothing but an older log that an operator accepted.`

/** Exit codes. */
const [good, bad, accepted] = [0, 1, 2]

async function main(): Promise<number> {
  const { bundle, key, help } = readArguments()
  if (help) {
    print(usage)
    return good
  }
  return bundle === undefined ? verifyLog(key) : checkBundle(bundle, key)
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: { key: { type: 'string' }, help: { type: 'boolean' } },
      allowPositionals: true,
    })
    const { key, help } = values
    if (positionals.length > 1) throw new Error(usage)
    if (key !== undefined && !parseVerifierKey(key)) throw new Error('--key is not a public key of a log.')
    return { bundle: positionals[0], key, help }
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error))
  }
}

function checkBundle(path: string, key: string | undefined): number {
  const { files, damage } = filesAt(path)
  const result = verifyBundle(files, key)
  const places: BadPlace[] = [...result.places, ...(damage ? [{ file: path, message: damage }] : [])]
  const [first, ...others] = places
  if (!first) {
    print(`OK: ${result.events} events, each proved to be in the log of ${result.size}.`)
    if (key === undefined)
      print(
        `Checked against the key in the bundle. Compare it with the one the operator publishes:\n${result.key}`,
      )
    return good
  }
  print(`BAD: the first bad place is ${describe(first)}`)
  for (const place of others) print(`also: ${describe(place)}`)
  return bad
}

function filesAt(path: string): { files: Files; damage?: string } {
  try {
    if (!statSync(path).isDirectory()) return filesOf(readFileSync(path))
    const names = readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
    return { files: new Map(names.map((name) => [name, readFileSync(join(path, name))])) }
  } catch (error) {
    throw new ConfigError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function describe({ file, message, line, event, stream, revision, index }: BadPlace): string {
  const where = line === undefined ? file : `${file}, line ${line}`
  const what = event
    ? ` (event ${event}, stream ${stream}, revision ${revision}, place ${index} in the log)`
    : ''
  return `${where}${what}: ${message}`
}

async function verifyLog(trusted: string | undefined): Promise<number> {
  const config = readConfig(process.env)
  const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel)
  const stores = runningStores(config) ?? (await openStores(config, log))
  const store = connectEventStore(stores.eventStoreUrl, { log: (message) => log.warn(message) })
  const pg = openPg({ url: stores.databaseUrl, log })
  try {
    await migrateTree(pg)
    const seed = knownSeed(config)
    const identity = await store.knownIdentity()
    if (identity === undefined)
      throw new ConfigError('This log is empty: no Hindsight has ever written to it. Nothing was changed.')
    const own = seed && signerOf(originOf(identity), seed)
    const key = trusted === undefined ? own : parseVerifierKey(trusted)
    if (!key)
      throw new ConfigError('This Hindsight has no signing key yet; name the key to trust with --key.')
    let told = performance.now()
    const codec = eventCodec(deciders)
    let newer = 0
    async function* readAll(options?: ReadAllOptions) {
      for await (const page of store.readAll(options)) {
        newer += page.filter((event) => codec.newer(event)).length
        yield page
      }
    }
    const result = await verifyTree({
      db: pg.owner,
      store: { ...store, readAll },
      key,
      onProgress(done, total) {
        if (performance.now() - told < 1000) return
        told = performance.now()
        print(`${done} of ${total} events`)
      },
    })
    const { ok, checked, size, checkpoints, contradicted, unsigned, problems } = result
    print(
      `${checked} of ${size} events compared, with ${checkpoints} signed checkpoints; ${unsigned} not signed yet.`,
    )
    if (newer > 0) print(`${newer} events are of a newer version of Hindsight, which this one cannot read.`)
    const [first, ...others] = problems
    if (first) print(`BAD: the first bad place is ${place(first)}`)
    for (const other of others) print(`also: ${place(other)}`)
    if (contradicted > 0) print(`${contradicted} signed checkpoints contradict the log as it is now.`)
    result.accepted.forEach(tellDivergence)
    for (const aside of await readQuarantine(store, eventCodec([quarantine]))) tellAside(aside)
    if (ok) print(`OK: the log is what was signed with ${key.text}`)
    const flaws = await verifyContents(config, store)
    if (problems.length > 0 || contradicted > 0 || flaws > 0) return bad
    return ok ? good : accepted
  } finally {
    await pg.close()
    await store.close()
    await stores.stop()
  }
}

/** Whether what files hold lies where the log says, as it was written. */
async function verifyContents(config: Config, store: Pick<EventStore, 'readAll'>): Promise<number> {
  const contents = await contentsIn(store)
  if (contents.length === 0) return 0
  const storage = await openStorage(config.files.url)
  const flaws = await checkContents(storage, contents)
  for (const { stream, blob, message } of flaws)
    print(`BAD: the content ${blob} of ${stream} in ${storage.place}: ${message}`)
  print(`${contents.length - flaws.length} of ${contents.length} contents of files are as they were written.`)
  return flaws.length
}

/** No fault of the log: the event is there, and one read model passes over it because somebody said so. */
function tellAside({ eventId, type, stream, position, model, at, actorId, reason }: Aside): void {
  print(
    `SET ASIDE: ${model} passes over the event ${eventId} (${type}, stream ${stream}, position ${position}), ` +
      `so ${actorId} on ${at}: ${reason}`,
  )
}

function tellDivergence({ acceptedAt, acceptedBy, position, size, sizeBefore, ...of }: Divergence): void {
  print(
    `ACCEPTED: on ${acceptedAt} ${acceptedBy} went on with an older log, from position ${position ?? 'none'}: ` +
      `${size} of ${sizeBefore} events. ${of.contradicted} signed checkpoints contradict it and are kept:`,
  )
  for (const { size: signed, signedAt } of of.checkpoints)
    print(`  the checkpoint of ${signed} events, signed at ${signedAt}`)
  if (of.contradicted > of.checkpoints.length)
    print(`  and ${of.contradicted - of.checkpoints.length} before these`)
}

function place({ kind, message, index, stream, revision, position, event }: Problem): string {
  const what = event ? `event ${event}, stream ${stream}, revision ${revision}, position ${position}, ` : ''
  return `${what}place ${index} in the log (${kind}): ${message}`
}

try {
  process.exit(await main())
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(exitConfig)
}
