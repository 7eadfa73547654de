import type { Files } from '../../process/tar.ts'
import { bundleFormat, manifestText, sha256 } from '../export-bundle.ts'
import { hashSize, leafHash, verifyConsistency, verifyInclusion } from '../merkle.ts'
import {
  type Checkpoint,
  openCheckpoint,
  openNote,
  parseVerifierKey,
  type VerifierKey,
} from '../transparency-log/note.ts'

/** As a bundle has it, if that can be shown. */
type Plain = string | number | null

/** Something that is not as it was exported; with a line, the event that belongs there, as far as it is known. */
export interface BadPlace {
  file: string
  message: string
  line?: number
  index?: Plain
  stream?: Plain
  revision?: Plain
  event?: Plain
}

export interface BundleVerification {
  ok: boolean
  /** Events before files: the first is where to look. */
  places: readonly BadPlace[]
  events: number
  size: number
  key: string
}

/** Checks a bundle offline. Without a trusted key its own is used, which proves that it is whole, not whose it is. */
export function verifyBundle(files: Files, trusted?: string): BundleVerification {
  const places: BadPlace[] = []
  const bad = (file: string, message: string) => void places.push({ file, message })
  const result = (events = 0, size = 0, first?: BadPlace): BundleVerification => {
    const all = first ? [first, ...places] : places
    return { ok: all.length === 0, places: all, events, size, key: text }
  }

  let text = textOf(files, 'key.txt').replace(/\n$/, '')
  if (trusted !== undefined && text !== trusted) {
    bad('key.txt', 'is not the key you trust')
    text = trusted
  }
  const key = parseVerifierKey(text)
  if (!key) {
    bad('key.txt', 'holds no key')
    return result()
  }
  const manifest = manifestOf(files, key, bad)
  const checkpoint = openCheckpoint(textOf(files, 'checkpoint.txt'), [key])
  if (!checkpoint) bad('checkpoint.txt', 'is not signed by the log’s key')
  else if (manifest && !isNamed(manifest, checkpoint))
    bad('checkpoint.txt', 'is not the checkpoint that the manifest names')
  const { first, count } = compareLines(files, manifest, checkpoint, places)
  if (!first && manifest && manifest.counts?.events !== count)
    bad('events.jsonl', `holds ${count} events, not as many as the manifest says`)
  if (files.has('checkpoint-newer.txt') || files.has('consistency.json'))
    compareNewer(files, checkpoint, key, bad)
  return result(count, checkpoint?.size ?? 0, first)
}

/** As it is read: nothing of it is taken for granted. */
interface Manifest {
  query?: { kind?: unknown; stream?: unknown }
  counts?: { events?: unknown }
  log?: { size?: unknown; root?: unknown }
  files?: Readonly<Record<string, { bytes?: unknown; sha256?: unknown }>>
}

function manifestOf(
  files: Files,
  key: VerifierKey,
  bad: (file: string, message: string) => void,
): Manifest | undefined {
  const bytes = files.get('manifest.json') ?? Buffer.alloc(0)
  const signed = openNote(textOf(files, 'manifest.sig'), [key])
  if (signed === undefined) bad('manifest.sig', 'is not signed by the log’s key')
  else if (signed !== manifestText(bytes)) bad('manifest.json', 'is not the one that was signed')
  const manifest = objectOf(bytes) as (Manifest & { format?: unknown }) | undefined
  if (manifest?.format !== bundleFormat || typeof manifest.files !== 'object' || manifest.files === null) {
    bad('manifest.json', 'cannot be read')
    return undefined
  }
  const named = new Map(Object.entries(manifest.files))
  for (const name of new Set([...named.keys(), ...files.keys()])) {
    if (name === 'manifest.json' || name === 'manifest.sig') continue
    const [content, about] = [files.get(name), named.get(name)]
    if (!content) bad(name, 'is missing')
    else if (!about) bad(name, 'does not belong here')
    else if (about.bytes !== content.length || about.sha256 !== sha256(content, 'hex'))
      bad(name, 'is not what was exported')
  }
  return manifest
}

function isNamed({ log }: Manifest, { size, root }: Checkpoint): boolean {
  return log?.size === size && log.root === root.toString('base64')
}

/** Every event with its proof, up to the first pair that is wrong. */
function compareLines(
  files: Files,
  manifest: Manifest | undefined,
  checkpoint: Checkpoint | undefined,
  places: BadPlace[],
): { first?: BadPlace; count: number } {
  const events = linesOf(files, 'events.jsonl', places)
  const proofs = linesOf(files, 'proofs.jsonl', places)
  const isBad = (name: string) => places.some(({ file }) => file === name)
  const onlyProofs = isBad('proofs.jsonl') && !isBad('events.jsonl')
  const hashes = events.map((event) => leafHash(event))
  let last = -1
  for (let at = 0; at < Math.max(events.length, proofs.length); at++) {
    const [bytes, hash] = [events[at], hashes[at]]
    const entry = proofOf(proofs[at])
    const found = (file: string, message: string) => ({
      first: { file, message, ...placeOf(at + 1, entry ?? objectOf(bytes)) },
      count: at,
    })
    if (!entry) return found('proofs.jsonl', 'the proof of this event is missing or cannot be read')
    if (!bytes || !hash?.equals(entry.leaf)) {
      if (onlyProofs) return found('proofs.jsonl', 'the proof of this event was altered')
      const isElsewhere = hashes.some((other) => other.equals(entry.leaf))
      return found(
        'events.jsonl',
        `this event ${isElsewhere ? 'is not in its place' : 'is missing or was altered'}`,
      )
    }
    const event = objectOf(bytes)
    if (event?.id !== entry.id || event?.stream !== entry.stream || event?.revision !== entry.revision)
      return found('proofs.jsonl', 'the proof of this event is another one’s')
    if (entry.index <= last) return found('proofs.jsonl', 'the proof of this event is out of order')
    if (checkpoint && !verifyInclusion({ ...entry, ...checkpoint }))
      return found('proofs.jsonl', 'this event is not proved to be in the log')
    const { kind, stream } = manifest?.query ?? {}
    if (kind === 'record' && (event?.stream !== stream || event?.revision !== at))
      return found('events.jsonl', 'an event of the record before this one is missing')
    last = entry.index
  }
  return { count: events.length }
}

interface Entry extends Record<string, unknown> {
  index: number
  leaf: Buffer
  proof: Buffer[]
}

function proofOf(line: Buffer | undefined): Entry | undefined {
  const entry = objectOf(line)
  const { index, leaf, proof } = entry ?? {}
  const hash = typeof leaf === 'string' ? Buffer.from(leaf, 'hex') : undefined
  const path = hashesOf(proof)
  if (
    !entry ||
    typeof index !== 'number' ||
    hash?.length !== hashSize ||
    hash.toString('hex') !== leaf ||
    !path
  )
    return undefined
  return { ...entry, index, leaf: hash, proof: path }
}

/** Undefined unless it is a list of hashes, each written as encoding gives it. */
function hashesOf(list: unknown): Buffer[] | undefined {
  if (!Array.isArray(list)) return undefined
  const hashes = list.map((part) => Buffer.from(String(part), 'base64'))
  const isSound = hashes.every((hash, at) => hash.length === hashSize && hash.toString('base64') === list[at])
  return isSound ? hashes : undefined
}

function placeOf(line: number, known: Record<string, unknown> = {}) {
  const plain = (name: string): Plain => {
    const value = known[name]
    return typeof value === 'string' || typeof value === 'number' ? value : null
  }
  return {
    line,
    index: plain('index'),
    stream: plain('stream'),
    revision: plain('revision'),
    event: plain('id'),
  }
}

function compareNewer(
  files: Files,
  checkpoint: Checkpoint | undefined,
  key: VerifierKey,
  bad: (file: string, message: string) => void,
): void {
  const newer = openCheckpoint(textOf(files, 'checkpoint-newer.txt'), [key])
  const proof = hashesOf(parsed(files.get('consistency.json')))
  if (!newer) bad('checkpoint-newer.txt', 'is not signed by the log’s key')
  const isProved =
    checkpoint &&
    newer &&
    proof &&
    verifyConsistency({
      from: checkpoint.size,
      to: newer.size,
      proof,
      fromRoot: checkpoint.root,
      toRoot: newer.root,
    })
  if (newer && !isProved)
    bad('consistency.json', 'does not prove that the newer checkpoint continues this one')
}

function linesOf(files: Files, name: string, places: BadPlace[]): Buffer[] {
  const bytes = files.get(name) ?? Buffer.alloc(0)
  const lines: Buffer[] = []
  let begin = 0
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, begin)) {
    lines.push(bytes.subarray(begin, end))
    begin = end + 1
  }
  if (begin < bytes.length) {
    lines.push(bytes.subarray(begin))
    places.push({ file: name, message: 'does not end with a newline' })
  }
  return lines
}

function textOf(files: Files, name: string): string {
  return files.get(name)?.toString('utf8') ?? ''
}

function parsed(bytes: Buffer | undefined): unknown {
  try {
    return JSON.parse(bytes?.toString('utf8') ?? '')
  } catch {
    return undefined
  }
}

function objectOf(bytes: Buffer | undefined): Record<string, unknown> | undefined {
  const value = parsed(bytes)
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
}
