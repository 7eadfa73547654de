import { createHash } from 'node:crypto'

/**
 * The Merkle tree of RFC 6962 §2.1 and RFC 9162 §2.1 over SHA-256, as functions of hashes. A tree of `size` leaves is
 * split at the largest power of two below its size; a subtree of 2^level leaves that begins at a multiple of 2^level is
 * called a node and never changes again, so nodes are what is stored. Indexes and sizes are whole numbers up to 2^53.
 */

/** 32 bytes. */
export type Hash = Buffer

/** A complete subtree: the leaves from `index` * 2^`level` on, 2^`level` of them. Level 0 are the leaf hashes. */
export interface Coordinate {
  level: number
  index: number
}

export interface Node extends Coordinate {
  hash: Hash
}

/** The leaves from `begin` up to, not including, `end`. */
export interface Span {
  begin: number
  end: number
}

/** What must be known of a tree to make it grow: the roots of the nodes it falls into, from left to right. */
export interface Range {
  size: number
  roots: readonly Hash[]
}

export const hashSize = 32
const leafPrefix = Buffer.from([0])
const nodePrefix = Buffer.from([1])

export const emptyRange: Range = { size: 0, roots: [] }

/** The root of a tree without leaves. */
export const emptyRoot: Hash = createHash('sha256').digest()

export function leafHash(leaf: Uint8Array): Hash {
  return createHash('sha256').update(leafPrefix).update(leaf).digest()
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Hash {
  return createHash('sha256').update(nodePrefix).update(left).update(right).digest()
}

/** The tree with one leaf more, and the nodes that are complete now: the leaf's own first, then those above it. */
export function grown({ size, roots }: Range, leaf: Hash): { range: Range; nodes: readonly Node[] } {
  const left = [...roots]
  const nodes: Node[] = [{ level: 0, index: size, hash: leaf }]
  let at = { level: 0, index: size, hash: leaf }
  while (at.index % 2 === 1) {
    const sibling = left.pop()
    if (!sibling) throw new Error(`a tree of ${size} leaves has more nodes than were given`)
    at = { level: at.level + 1, index: (at.index - 1) / 2, hash: nodeHash(sibling, at.hash) }
    nodes.push(at)
  }
  return { range: { size: size + 1, roots: [...left, at.hash] }, nodes }
}

/** The root of the tree (MTH): its nodes joined from the right. */
export function rootOf({ roots }: Range): Hash {
  return joined(roots) ?? emptyRoot
}

/** The hash over neighbouring nodes that get smaller from left to right; undefined for none. */
export function joined(nodes: readonly Hash[]): Hash | undefined {
  return nodes.length === 0 ? undefined : nodes.reduceRight((right, left) => nodeHash(left, right))
}

/** The nodes that leaves fall into, from left to right, where the span begins as in a tree or in a proof. */
export function nodesOf({ begin, end }: Span): Coordinate[] {
  const nodes: Coordinate[] = []
  for (let at = begin; at < end; ) {
    let level = 0
    for (let width = 1; at % (width * 2) === 0 && at + width * 2 <= end; width *= 2) level++
    nodes.push({ level, index: at / 2 ** level })
    at += 2 ** level
  }
  return nodes
}

/** RFC 9162 §2.1.3.1: the spans whose hashes prove that the leaf is in the tree, from the leaf upwards. */
export function inclusionSpans(index: number, size: number): Span[] {
  if (!isIndex(index) || !isIndex(size) || index >= size)
    throw new RangeError(`a tree of ${size} leaves has no leaf ${index}`)
  const spans: Span[] = []
  for (let { begin, end }: Span = { begin: 0, end: size }; end - begin > 1; ) {
    const middle = begin + splitOf(end - begin)
    if (index < middle) {
      spans.unshift({ begin: middle, end })
      end = middle
    } else {
      spans.unshift({ begin, end: middle })
      begin = middle
    }
  }
  return spans
}

/** RFC 9162 §2.1.4.1: the spans whose hashes prove that the tree of `from` leaves is the beginning of that of `to`. */
export function consistencySpans(from: number, to: number): Span[] {
  if (!isIndex(from) || !isIndex(to) || from < 1 || from > to)
    throw new RangeError(`a tree of ${from} leaves cannot be the beginning of one of ${to}`)
  const spans: Span[] = []
  let [begin, end] = [0, to]
  while (end !== from) {
    const middle = begin + splitOf(end - begin)
    if (from <= middle) {
      spans.unshift({ begin: middle, end })
      end = middle
    } else {
      spans.unshift({ begin, end: middle })
      begin = middle
    }
  }
  // What is left is the end of the older tree; all of it is that tree's root, which the verifier has.
  return begin === 0 ? spans : [{ begin, end }, ...spans]
}

/** RFC 9162 §2.1.3.2, step by step. */
export function verifyInclusion(of: {
  index: number
  size: number
  leaf: Uint8Array
  proof: readonly Uint8Array[]
  root: Uint8Array
}): boolean {
  const { index, size, leaf, proof, root } = of
  if (!isIndex(index) || !isIndex(size) || index >= size || !areHashes([leaf, ...proof])) return false
  let [fn, sn] = [index, size - 1]
  let r: Hash = Buffer.from(leaf)
  for (const p of proof) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      r = nodeHash(p, r)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else r = nodeHash(r, p)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && r.equals(root)
}

/**
 * RFC 9162 §2.1.4.2, step by step. Two trees of one size need no proof and must have one root; that the empty tree is
 * the beginning of another proves nothing and is refused.
 */
export function verifyConsistency(of: {
  from: number
  to: number
  proof: readonly Uint8Array[]
  fromRoot: Uint8Array
  toRoot: Uint8Array
}): boolean {
  const { from, to, proof, fromRoot, toRoot } = of
  if (!isIndex(from) || !isIndex(to) || from < 1 || from > to || !areHashes(proof)) return false
  if (from === to) return proof.length === 0 && Buffer.from(fromRoot).equals(toRoot)
  if (proof.length === 0) return false
  const [first, ...others] = isPowerOfTwo(from) ? [fromRoot, ...proof] : proof
  if (!first) return false
  let [fn, sn] = [from - 1, to - 1]
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)]
  let fr: Hash = Buffer.from(first)
  let sr = fr
  for (const c of others) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(c, fr)
      sr = nodeHash(c, sr)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else sr = nodeHash(sr, c)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && fr.equals(fromRoot) && sr.equals(toRoot)
}

/** The largest power of two below `count`, which is at least 2. */
function splitOf(count: number): number {
  let split = 1
  while (split * 2 < count) split *= 2
  return split
}

/** Shifting with `>>` would cut off what is beyond 32 bits. */
function half(number: number): number {
  return Math.floor(number / 2)
}

function isPowerOfTwo(number: number): boolean {
  let power = 1
  while (power < number) power *= 2
  return power === number
}

function isIndex(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0
}

/** A part of another length could be read as another pair of parts. */
function areHashes(parts: readonly Uint8Array[]): boolean {
  return parts.every(({ length }) => length === hashSize)
}
