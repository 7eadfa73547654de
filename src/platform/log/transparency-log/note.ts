import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { type Hash, hashSize } from '../merkle.ts'

/**
 * Signed notes and checkpoints as transparency logs exchange them: https://c2sp.org/signed-note and
 * https://c2sp.org/tlog-checkpoint, with Ed25519 signatures (type 0x01).
 */

/** Whose signatures are checked; `text` is how the key is handed on: `<name>+<id in hex>+<type and key in base64>`. */
export interface VerifierKey {
  name: string
  id: Buffer
  text: string
  publicKey: KeyObject
}

export interface Signer extends VerifierKey {
  privateKey: KeyObject
}

/** What a log was at one size. */
export interface Checkpoint {
  /** Which log: no other has this name. */
  origin: string
  size: number
  root: Hash
}

const ed25519 = Buffer.from([1])
const seedSize = 32
const idSize = 4
/** DER up to the 32 bytes of an Ed25519 key: PKCS #8 and SubjectPublicKeyInfo, RFC 8410. */
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex')
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex')

/** The Ed25519 key of a seed of 32 bytes. */
export function privateKeyOf(seed: Uint8Array): KeyObject {
  if (seed.length !== seedSize) throw new RangeError(`a signing key has ${seedSize} bytes`)
  return createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: 'der', type: 'pkcs8' })
}

/** The key pair of a seed of 32 bytes, under a name without spaces and plus signs. */
export function signerOf(name: string, seed: Uint8Array): Signer {
  const privateKey = privateKeyOf(seed)
  const raw = createPublicKey(privateKey)
    .export({ format: 'der', type: 'spki' })
    .subarray(publicPrefix.length)
  return { ...keyOf(name, raw), privateKey }
}

function keyOf(name: string, raw: Buffer): VerifierKey {
  const typed = Buffer.concat([ed25519, raw])
  const id = createHash('sha256').update(`${name}\n`).update(typed).digest().subarray(0, idSize)
  const publicKey = createPublicKey({
    key: Buffer.concat([publicPrefix, raw]),
    format: 'der',
    type: 'spki',
  })
  return { name, id, text: `${name}+${id.toString('hex')}+${typed.toString('base64')}`, publicKey }
}

/** Reads a key as it is handed on; undefined when it is none, or its id is not that of the key. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text)
  const typed = bytesOf(match?.[3] ?? '')
  if (!match?.[1] || typed?.length !== seedSize + 1 || typed[0] !== ed25519[0]) return undefined
  const key = keyOf(match[1], typed.subarray(1))
  return key.text === text ? key : undefined
}

/** The text, which ends with a newline, with a signature under it. */
export function signedNote(text: string, signer: Signer): string {
  return `${text}\n${signatureLine(text, signer)}`
}

/** The note with one more signature. */
export function cosigned(note: string, signer: Signer): string {
  return note + signatureLine(textOf(note) ?? '', signer)
}

function signatureLine(text: string, { name, id, privateKey }: Signer): string {
  const signature = sign(null, Buffer.from(text), privateKey)
  return `— ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`
}

/** The signed text of a note that carries a good signature of one of these keys and no bad one; otherwise undefined. */
export function openNote(note: string, keys: readonly VerifierKey[]): string | undefined {
  const text = textOf(note)
  if (text === undefined) return undefined
  let good = false
  for (const line of note.slice(text.length + 1, -1).split('\n')) {
    const [, name, base64] = /^— ([^\s+]+) (\S+)$/.exec(line) ?? []
    const bytes = bytesOf(base64 ?? '')
    if (!bytes || bytes.length <= idSize) return undefined
    const key = keys.find((one) => one.name === name && one.id.equals(bytes.subarray(0, idSize)))
    // Others may have signed too: witnesses, or a key of ours from other times.
    if (!key) continue
    if (!verify(null, Buffer.from(text), key.publicKey, bytes.subarray(idSize))) return undefined
    good = true
  }
  return good ? text : undefined
}

/** The text ends with the newline before the last empty line. */
function textOf(note: string): string | undefined {
  const end = note.lastIndexOf('\n\n')
  return end < 0 || !note.endsWith('\n') || end + 2 === note.length ? undefined : note.slice(0, end + 1)
}

export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`
}

/** Undefined for what is no checkpoint. Lines after the third are extensions and mean nothing here. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin, size = '', base64 = ''] = text.split('\n')
  const root = bytesOf(base64)
  if (!origin || !/^(0|[1-9]\d{0,15})$/.test(size) || root?.length !== hashSize) return undefined
  return { origin, size: Number(size), root }
}

/** The checkpoint in a note that one of these keys has signed under the name of the log itself. */
export function openCheckpoint(note: string, keys: readonly VerifierKey[]): Checkpoint | undefined {
  const text = openNote(note, keys)
  const checkpoint = text === undefined ? undefined : parseCheckpoint(text)
  return keys.some(({ name }) => name === checkpoint?.origin) ? checkpoint : undefined
}

/** Only the one form that encoding gives, or two texts could mean the same bytes. */
function bytesOf(base64: string): Buffer | undefined {
  const bytes = Buffer.from(base64, 'base64')
  return base64 !== '' && bytes.toString('base64') === base64 ? bytes : undefined
}
