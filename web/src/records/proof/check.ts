import { isRecord } from '../../api/problem.ts'
import { type Bytes, base64Of, bytesOf, leafHash, rootFrom, type Subtle, same, utf8 } from './merkle.ts'
import { checkpointIn, keyOf, signatureOn } from './note.ts'

/** What the server gives for an event: its bytes, its place in the tree, and the signed checkpoint it is in. */
export interface EventProof {
  index: number
  size: number
  /** Hashes in base64, from the leaf upwards. */
  proof: readonly string[]
  /** The bytes that the tree is made of: canonical JSON. */
  leaf: string
  leafHash: string
  checkpoint: string
  key: string
}

/** `unknown`: this browser cannot tell. */
export type Verdict = 'good' | 'bad' | 'unknown'

export interface Step {
  name: 'event' | 'leaf' | 'root' | 'signature' | 'key'
  verdict: Verdict
  words: string
  /** What was compared, for who wants to see it: hashes, a key. */
  shown: string
}

/** What the screen says that the proof must be about. `type` without its version, as people read it. */
export interface Expected {
  id: string
  type: string
  revision: number
}

/**
 * Checks a proof step by step, from the event on the screen to the signature over the whole log. Nothing the server
 * worked out is believed: every hash is made anew from the event's own bytes. `published` are the keys the log names.
 */
export async function checkProof(
  subtle: Subtle,
  given: EventProof,
  expected: Expected,
  published: readonly string[],
): Promise<Step[]> {
  const leaf = await leafHash(subtle, utf8(given.leaf))
  const proof = given.proof.map(bytesOf)
  const root = proof.some((hash) => hash === undefined)
    ? undefined
    : await rootFrom(subtle, { ...given, leaf, proof: proof.filter((hash) => hash !== undefined) })
  return [
    eventStep(given.leaf, expected),
    leafStep(leaf, given.leafHash),
    rootStep(root, given),
    await signatureStep(subtle, given),
    keyStep(given.key, published),
  ]
}

/** The worst of the steps. */
export function verdictOf(steps: readonly Step[]): Verdict {
  if (steps.some(({ verdict }) => verdict === 'bad')) return 'bad'
  return steps.every(({ verdict }) => verdict === 'good') ? 'good' : 'unknown'
}

function eventStep(leaf: string, { id, type, revision }: Expected): Step {
  const found = parsed(leaf)
  const right =
    isRecord(found) &&
    found.id === id &&
    found.revision === revision &&
    typeof found.type === 'string' &&
    found.type.replace(/\.v\d+$/, '') === type
  return {
    name: 'event',
    verdict: right ? 'good' : 'bad',
    words: right
      ? 'The bytes in the log are those of this event: same id, type and revision.'
      : 'The bytes that came are those of another event.',
    shown: leaf,
  }
}

function leafStep(leaf: Bytes, said: string): Step {
  const hash = base64Of(leaf)
  const right = hash === said
  return {
    name: 'leaf',
    verdict: right ? 'good' : 'bad',
    words: right
      ? 'Hashed here, the bytes give the leaf that the server names.'
      : 'Hashed here, the bytes give another leaf than the server names.',
    shown: right ? hash : `here ${hash}\nserver ${said}`,
  }
}

function rootStep(root: Bytes | undefined, { index, size, proof, checkpoint }: EventProof): Step {
  const signed = checkpointIn(checkpoint)?.checkpoint
  const right = signed !== undefined && signed.size === size && root !== undefined && same(root, signed.root)
  const way = `Leaf ${index + 1} of ${size}, with the ${proof.length} hashes beside its way up,`
  return {
    name: 'root',
    verdict: right ? 'good' : 'bad',
    words: right
      ? `${way} gives the root of the checkpoint. So it is in the log, at this place, as it is here.`
      : `${way} does not give the root of the checkpoint. The event, its place or the log was altered.`,
    shown: `here ${root ? base64Of(root) : 'none'}\ncheckpoint ${signed ? base64Of(signed.root) : 'none'}`,
  }
}

const signatures = {
  good: ['good', 'The checkpoint is signed by the log’s key (Ed25519).'],
  forged: ['bad', 'The signature under the checkpoint is not that of the log’s key.'],
  unsigned: ['bad', 'The checkpoint is not signed by the log’s key.'],
  unable: [
    'unknown',
    'This browser has no Ed25519, so the signature was not checked. The hashes were. An exported bundle can be checked offline.',
  ],
} as const

async function signatureStep(subtle: Subtle, { checkpoint, key: text }: EventProof): Promise<Step> {
  const key = await keyOf(subtle, text)
  const ours = checkpointIn(checkpoint)?.checkpoint.origin === key?.name
  const [verdict, words] = signatures[key && ours ? await signatureOn(subtle, checkpoint, key) : 'unsigned']
  return { name: 'signature', verdict, words, shown: checkpoint }
}

function keyStep(key: string, published: readonly string[]): Step {
  const right = published.includes(key)
  return {
    name: 'key',
    verdict: right ? 'good' : 'bad',
    words: right
      ? 'The key is the one the log publishes. Compare it with the copy your auditor keeps: who has that needs to trust nobody here.'
      : 'The key is not one the log publishes.',
    shown: key,
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
