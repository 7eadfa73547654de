import { type Bytes, bytesOf, hashSize, type Subtle, same, sha256, utf8 } from './merkle.ts'

/** Signed checkpoints: https://c2sp.org/tlog-checkpoint in a https://c2sp.org/signed-note, with Ed25519. */
export interface Checkpoint {
  /** Which log. */
  origin: string
  size: number
  root: Bytes
}

export interface Key {
  name: string
  id: Bytes
  /** 32 bytes. */
  raw: Bytes
}

const ed25519 = 1
const idSize = 4

/** A key as it is handed on, `<name>+<id>+<type and key>`; undefined when it is none, or its id is not that of the key. */
export async function keyOf(subtle: Subtle, text: string): Promise<Key | undefined> {
  const [, name, id, base64] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? []
  const typed = bytesOf(base64 ?? '')
  if (!name || typed?.length !== hashSize + 1 || typed[0] !== ed25519) return undefined
  const known = (await sha256(subtle, utf8(`${name}\n`), typed)).slice(0, idSize)
  return hex(known) === id ? { name, id: known, raw: typed.slice(1) } : undefined
}

/** What a note says, and what signs it; undefined for what is no checkpoint. Nothing is checked yet. */
export function checkpointIn(note: string): { text: string; checkpoint: Checkpoint } | undefined {
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || !note.endsWith('\n')) return undefined
  const text = note.slice(0, end + 1)
  const [origin, size = '', base64 = ''] = text.split('\n')
  const root = bytesOf(base64)
  if (!origin || !/^(0|[1-9]\d{0,15})$/.test(size) || root?.length !== hashSize) return undefined
  return { text, checkpoint: { origin, size: Number(size), root } }
}

/**
 * Whether the key has signed the note: `unsigned` without a line of this key, `unable` where this browser has no Ed25519.
 * Lines of other keys (witnesses, keys of former times) are passed over.
 */
export async function signatureOn(
  subtle: Subtle,
  note: string,
  key: Key,
): Promise<'good' | 'forged' | 'unsigned' | 'unable'> {
  const text = checkpointIn(note)?.text ?? ''
  const signatures = note
    .slice(text.length + 1, -1)
    .split('\n')
    .flatMap((line) => {
      const [, name, base64] = /^— ([^\s+]+) (\S+)$/.exec(line) ?? []
      const bytes = bytesOf(base64 ?? '')
      return name === key.name && bytes && same(bytes.slice(0, idSize), key.id) ? [bytes.slice(idSize)] : []
    })
  if (text === '' || signatures.length === 0) return 'unsigned'
  const algorithm = { name: 'Ed25519' }
  const imported = await subtle.importKey('raw', key.raw, algorithm, false, ['verify']).catch(() => undefined)
  if (!imported) return 'unable'
  const verdicts = await Promise.all(
    signatures.map((signature) => subtle.verify(algorithm, imported, signature, utf8(text))),
  )
  return verdicts.every(Boolean) ? 'good' : 'forged'
}

export const hex = (bytes: Bytes): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
