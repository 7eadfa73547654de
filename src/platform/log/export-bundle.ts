import { createHash } from 'node:crypto'
import type { Files } from '../process/tar.ts'
import { canonical } from './canonical.ts'
import { eventsCsv } from './export-bundle/csv.ts'
import { instructions } from './export-bundle/instructions.ts'
import type { Proved } from './export-bundle/proved.ts'
import { type Hash, leafHash } from './merkle.ts'
import { leafOf } from './transparency-log/leaf.ts'
import { type Checkpoint, type Signer, signedNote } from './transparency-log/note.ts'

/** What was asked for. The position is the log's end as the asker meant it; later events are not looked at. */
export type Query = { upTo: string } & (
  | { kind: 'record'; aggregate: string; id: string; stream: string }
  | { kind: 'actor'; actorId: string }
  | { kind: 'period'; from: string; to: string; basis: 'recorded' | 'occurred' }
)

export interface BundleParts {
  query: Query
  events: readonly Proved[]
  checkpoint: Checkpoint
  /** The checkpoint as it was signed. */
  note: string
  /** A newer checkpoint that was asked for, with the proof that it continues this one. */
  newer?: { note: string; proof: readonly Hash[] } | undefined
  signer: Signer
  /** The events in PDF. */
  readable: Buffer
  /** The stand-alone verifier's text. */
  verifier: Buffer
}

export const bundleFormat = 'hindsight-export/1'

/** The files of a signed bundle, in the order of the archive. The same parts give the same bytes. */
export function bundleOf(parts: BundleParts): Files {
  const { query, events, checkpoint, note, newer, signer, readable, verifier } = parts
  const content = new Map<string, Buffer>([
    ['INSTRUCTIONS.txt', Buffer.from(instructions(signer.text))],
    ['verify.py', verifier],
    ['key.txt', Buffer.from(`${signer.text}\n`)],
    ['checkpoint.txt', Buffer.from(note)],
    ...(newer
      ? ([
          ['checkpoint-newer.txt', Buffer.from(newer.note)],
          ['consistency.json', Buffer.from(`${canonical(newer.proof.map(base64))}\n`)],
        ] as const)
      : []),
    ['events.jsonl', Buffer.concat(events.flatMap(({ event }) => [leafOf(event), newline]))],
    ['proofs.jsonl', Buffer.from(events.map((one) => `${canonical(proofLine(one))}\n`).join(''))],
    ['events.csv', Buffer.from(eventsCsv(events))],
    ['events.pdf', readable],
  ])
  const files = [...content].map(([name, bytes]) => [
    name,
    { bytes: bytes.length, sha256: sha256(bytes, 'hex') },
  ])
  const manifest = Buffer.from(
    `${canonical({
      format: bundleFormat,
      query,
      counts: { events: events.length },
      log: { origin: checkpoint.origin, size: checkpoint.size, root: base64(checkpoint.root) },
      files: Object.fromEntries(files),
    })}\n`,
  )
  const signature = signedNote(manifestText(manifest), signer)
  return new Map([['manifest.json', manifest], ['manifest.sig', Buffer.from(signature)], ...content])
}

const newline = Buffer.from('\n')

/** What is signed of a manifest. */
export function manifestText(manifest: Buffer): string {
  return `${bundleFormat}\n${sha256(manifest, 'base64')}\n`
}

export function sha256(bytes: Buffer, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(bytes).digest(encoding)
}

function proofLine({ event, index, proof }: Proved) {
  const { id, stream, revision } = event
  const leaf = leafHash(leafOf(event)).toString('hex')
  return { index, id, stream, revision: Number(revision), leaf, proof: proof.map(base64) }
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64')
}
