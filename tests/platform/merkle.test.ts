import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  consistencySpans,
  emptyRange,
  emptyRoot,
  grown,
  type Hash,
  inclusionSpans,
  joined,
  leafHash,
  nodeHash,
  nodesOf,
  rootOf,
  type Span,
  verifyConsistency,
  verifyInclusion,
} from '../../src/platform/log/merkle.ts'
import { times } from '../support/chance.ts'

const vectors = resolve(import.meta.dirname, '../../../shared/data/merkle-vectors')

interface Inclusion {
  leafIdx: number
  treeSize: number
  root: string
  leafHash: string
  proof: string[] | null
  wantErr: boolean
}
interface Consistency {
  size1: number
  size2: number
  root1: string
  root2: string
  proof: string[] | null
  wantErr: boolean
}

const bytes = (base64: string) => Buffer.from(base64, 'base64')

function read<T>(kind: string): [string, T][] {
  const folder = join(vectors, kind)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as T])
}

/** What the verifiers say of all vectors, in the words of the vectors: the names of those judged wrongly. */
function misjudged(
  including: typeof verifyInclusion,
  consistent: typeof verifyConsistency,
): { judged: number; wrong: string[] } {
  const inclusions = read<Inclusion>('inclusion').map(([file, of]) => {
    const proof = (of.proof ?? []).map(bytes)
    const accepted = including({
      index: of.leafIdx,
      size: of.treeSize,
      leaf: bytes(of.leafHash),
      proof,
      root: bytes(of.root),
    })
    return { file: `inclusion/${file}`, right: accepted !== of.wantErr }
  })
  const consistencies = read<Consistency>('consistency').map(([file, of]) => {
    const proof = (of.proof ?? []).map(bytes)
    const accepted = consistent({
      from: of.size1,
      to: of.size2,
      proof,
      fromRoot: bytes(of.root1),
      toRoot: bytes(of.root2),
    })
    return { file: `consistency/${file}`, right: accepted !== of.wantErr }
  })
  const all = [...inclusions, ...consistencies]
  return { judged: all.length, wrong: all.filter(({ right }) => !right).map(({ file }) => file) }
}

const published = existsSync(vectors)
if (!published) console.warn(`The published vectors are not checked: there is no ${vectors}.`)

describe.runIf(published)('ES-14 the published vectors', () => {
  it('are all judged as they say, those that must fail too', () => {
    const { judged, wrong } = misjudged(verifyInclusion, verifyConsistency)
    expect(wrong).toStrictEqual([])
    expect(judged).toBeGreaterThan(180)
  })

  it.each([
    ['no prefix before a node', (left: Uint8Array, right: Uint8Array) => [left, right]],
    [
      'the prefix of leaves before a node',
      (left: Uint8Array, right: Uint8Array) => [Buffer.of(0), left, right],
    ],
    ['left and right exchanged', (left: Uint8Array, right: Uint8Array) => [Buffer.of(1), right, left]],
  ])('find a verifier with %s', (_, parts) => {
    const hash = (left: Uint8Array, right: Uint8Array) =>
      createHash('sha256')
        .update(Buffer.concat(parts(left, right)))
        .digest()
    const planted: typeof verifyInclusion = ({ index, size, leaf, proof, root }) => {
      if (index >= size) return false
      let [fn, sn] = [index, size - 1]
      let r = Buffer.from(leaf)
      for (const p of proof) {
        if (sn === 0) return false
        if (fn % 2 === 1 || fn === sn) {
          r = hash(p, r)
          while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
        } else r = hash(r, p)
        ;[fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
      }
      return sn === 0 && r.equals(root)
    }
    expect(misjudged(planted, verifyConsistency).wrong).not.toStrictEqual([])
  })

  it('find verifiers that leave out a step', () => {
    const faults: [typeof verifyInclusion, typeof verifyConsistency][] = [
      [() => true, verifyConsistency],
      [verifyInclusion, () => true],
      [() => false, verifyConsistency],
      [verifyInclusion, () => false],
      // Takes the proof as far as it needs it.
      [
        (of) =>
          of.proof.some((_, count) => verifyInclusion({ ...of, proof: of.proof.slice(0, count) })) ||
          verifyInclusion(of),
        verifyConsistency,
      ],
      // Looks at the newer root only.
      [verifyInclusion, (of) => verifyConsistency(of) || (of.from === of.to && of.proof.length === 0)],
      // Trees of one size need no look at the proof.
      [
        verifyInclusion,
        (of) =>
          verifyConsistency(of) || (of.from === of.to && of.fromRoot.toString() === of.toRoot.toString()),
      ],
    ]
    for (const [including, consistent] of faults)
      expect(misjudged(including, consistent).wrong, including.toString()).not.toStrictEqual([])
  })
})

/** RFC 9162 §2.1.1, word for word. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves
  if (!only) return createHash('sha256').digest()
  if (leaves.length === 1) return createHash('sha256').update(Buffer.of(0)).update(only).digest()
  const k = 2 ** Math.floor(Math.log2(leaves.length - 1))
  return createHash('sha256')
    .update(Buffer.of(1))
    .update(naiveRoot(leaves.slice(0, k)))
    .update(naiveRoot(leaves.slice(k)))
    .digest()
}

/** RFC 9162 §2.1.3.1. */
function naivePath(m: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length <= 1) return []
  const k = 2 ** Math.floor(Math.log2(leaves.length - 1))
  return m < k
    ? [...naivePath(m, leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
    : [...naivePath(m - k, leaves.slice(k)), naiveRoot(leaves.slice(0, k))]
}

/** RFC 9162 §2.1.4.1. */
function naiveSubproof(m: number, leaves: readonly Buffer[], whole: boolean): Buffer[] {
  if (m === leaves.length) return whole ? [] : [naiveRoot(leaves)]
  const k = 2 ** Math.floor(Math.log2(leaves.length - 1))
  return m <= k
    ? [...naiveSubproof(m, leaves.slice(0, k), whole), naiveRoot(leaves.slice(k))]
    : [...naiveSubproof(m - k, leaves.slice(k), false), naiveRoot(leaves.slice(0, k))]
}

/** As a log keeps it: every node that is complete. */
function stored(leaves: readonly Buffer[]) {
  const nodes = new Map<string, Hash>()
  let range = emptyRange
  for (const leaf of leaves) {
    const next = grown(range, leafHash(leaf))
    range = next.range
    for (const { level, index, hash } of next.nodes) {
      expect(nodes.has(`${level}/${index}`)).toBe(false)
      nodes.set(`${level}/${index}`, hash)
    }
  }
  const hashOf = (span: Span) =>
    joined(nodesOf(span).map(({ level, index }) => nodes.get(`${level}/${index}`) ?? Buffer.alloc(0)))
  const proof = (spans: readonly Span[]) => spans.map((span) => hashOf(span) ?? Buffer.alloc(0))
  return { range, proof, hashOf }
}

const leavesOf = (size: number) => Array.from({ length: size }, (_, index) => Buffer.from(`leaf ${index}`))
const tree = fc.array(
  fc.uint8Array({ maxLength: 6 }).map((leaf) => Buffer.from(leaf)),
  {
    minLength: 1,
    maxLength: 70,
  },
)

describe('ES-14 the tree', () => {
  it('has the roots and proofs of the RFC’s own definition, at every size up to 40', () => {
    expect(rootOf(emptyRange)).toStrictEqual(naiveRoot([]))
    expect(emptyRoot.toString('hex')).toMatch(/^e3b0c442/)
    for (let size = 1; size <= 40; size++) {
      const leaves = leavesOf(size)
      const { range, proof, hashOf } = stored(leaves)
      expect(rootOf(range)).toStrictEqual(naiveRoot(leaves))
      expect(hashOf({ begin: 0, end: size })).toStrictEqual(naiveRoot(leaves))
      for (let index = 0; index < size; index++)
        expect(proof(inclusionSpans(index, size))).toStrictEqual(naivePath(index, leaves))
      for (let from = 1; from <= size; from++)
        expect(proof(consistencySpans(from, size))).toStrictEqual(naiveSubproof(from, leaves, true))
    }
  })

  it('proves every leaf and every beginning, and no other', () => {
    fc.assert(
      fc.property(tree, fc.nat(), fc.nat(), fc.nat(), (leaves, pick, other, bit) => {
        const size = leaves.length
        const { range, proof } = stored(leaves)
        const [index, from] = [pick % size, 1 + (other % size)]
        const root = rootOf(range)
        const leaf = leafHash(leaves[index] ?? Buffer.alloc(0))
        const inclusion = { index, size, leaf, root, proof: proof(inclusionSpans(index, size)) }
        expect(verifyInclusion(inclusion)).toBe(true)
        const fromRoot = naiveRoot(leaves.slice(0, from))
        const consistency = {
          from,
          to: size,
          fromRoot,
          toRoot: root,
          proof: proof(consistencySpans(from, size)),
        }
        expect(verifyConsistency(consistency)).toBe(true)

        const flip = (hash: Buffer) => {
          const copy = Buffer.from(hash)
          const at = bit % 256
          copy[at >> 3] = (copy[at >> 3] ?? 0) ^ (1 << (at & 7))
          return copy
        }
        const flipOne = (hashes: Buffer[]) =>
          hashes.map((hash, at) => (at === bit % hashes.length ? flip(hash) : hash))
        expect(verifyInclusion({ ...inclusion, leaf: flip(leaf) })).toBe(false)
        expect(verifyInclusion({ ...inclusion, root: flip(root) })).toBe(false)
        expect(verifyInclusion({ ...inclusion, proof: [...inclusion.proof, root] })).toBe(false)
        expect(verifyConsistency({ ...consistency, toRoot: flip(root) })).toBe(false)
        expect(verifyConsistency({ ...consistency, fromRoot: flip(fromRoot) })).toBe(false)
        expect(verifyConsistency({ ...consistency, proof: [...consistency.proof, root] })).toBe(false)
        if (inclusion.proof.length > 0) {
          expect(verifyInclusion({ ...inclusion, proof: flipOne(inclusion.proof) })).toBe(false)
          expect(verifyInclusion({ ...inclusion, proof: inclusion.proof.slice(1) })).toBe(false)
        }
        if (consistency.proof.length > 0) {
          expect(verifyConsistency({ ...consistency, proof: flipOne(consistency.proof) })).toBe(false)
          expect(verifyConsistency({ ...consistency, proof: consistency.proof.slice(1) })).toBe(false)
        }
      }),
      { numRuns: times(60, 300) },
    )
  })

  it('counts beyond 32 bits', () => {
    const size = 2 ** 45 + 3
    expect(nodesOf({ begin: 0, end: size })).toStrictEqual([
      { level: 45, index: 0 },
      { level: 1, index: 2 ** 44 },
      { level: 0, index: 2 ** 45 + 2 },
    ])
    const leaf = leafHash(Buffer.from('leaf'))
    // All siblings alike, so that the root follows from the way to the leaf alone.
    const rootAbove = (index: number, count: number): Buffer => {
      if (count === 1) return leaf
      let k = 1
      while (k * 2 < count) k *= 2
      return index < k
        ? nodeHash(rootAbove(index, k), emptyRoot)
        : nodeHash(emptyRoot, rootAbove(index - k, count - k))
    }
    for (const index of [0, 2 ** 44 + 1, size - 2, size - 1]) {
      const proof = inclusionSpans(index, size).map(() => emptyRoot)
      const root = rootAbove(index, size)
      expect(verifyInclusion({ index, size, leaf, proof, root })).toBe(true)
      expect(
        verifyInclusion({
          index: index % 2 === 0 ? index + 1 : index - 1,
          size,
          leaf,
          proof,
          root,
        }),
      ).toBe(false)
    }
  })
})
