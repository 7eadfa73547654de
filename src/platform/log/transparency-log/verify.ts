import type { Queryable } from '../../pg/pg.ts'
import { type EventStore, letsGoOf, type StoredEvent, type Truncation } from '../event-store.ts'
import { emptyRange, grown, type Hash, leafHash, type Node, type Range, rootOf } from '../merkle.ts'
import { type Divergence, readDivergences } from './divergence.ts'
import { leafOf } from './leaf.ts'
import { openCheckpoint, parseVerifierKey, type VerifierKey } from './note.ts'
import { findLeaves, findNodes, type Leaf, nameOf, readKeys, readLeaves } from './storage.ts'

/** Where something is not as it was signed. What is not known of the place is null. */
export interface Problem {
  /** `truncated`: an operator has told the store to let go of it. */
  kind: 'altered' | 'missing' | 'truncated' | 'moved' | 'unexpected' | 'leaf' | 'node' | 'checkpoint'
  message: string
  /** Of the leaf: the place in the order of the log, from 0. */
  index: number | null
  stream: string | null
  revision: number | null
  position: string | null
  event: string | null
}

export interface Verification {
  ok: boolean
  /** Events whose leaves were made again and compared. */
  checked: number
  /** Leaves in the tree. */
  size: number
  checkpoints: number
  /** Checkpoints that the log as it is now contradicts. */
  contradicted: number
  /** Events that no checkpoint holds yet. */
  unsigned: number
  /** In the order of the log; a hundred at most. */
  problems: readonly Problem[]
  /** Where an operator went on with an older log: what was signed of the rest is contradicted for ever. Oldest first. */
  accepted: readonly Divergence[]
}

export interface Verifying {
  db: Queryable
  store: Pick<EventStore, 'readAll' | 'readStream' | 'truncation'>
  /** The key that must have signed the newest checkpoint; those the tree names are trusted for older ones. */
  key: VerifierKey
  signal?: AbortSignal
  onProgress?: (done: number, total: number) => void
}

const mostProblems = 100
/** Leaves of a hole that are read in one go. */
const holeAtOnce = 1_000

/**
 * Makes the whole tree again from the log, and compares every leaf, every node and every signed checkpoint. Where the log
 * lacks events, it says which, takes the leaves for them, and goes on behind the hole.
 */
export async function verifyTree({ db, store, key, signal, onProgress }: Verifying): Promise<Verification> {
  const size = await sizeOf(db)
  const checkpoints = await signedRoots(db, key)
  const walk = new Walk(checkpoints.roots, checkpoints.problems)
  for await (const page of store.readAll()) {
    signal?.throwIfAborted()
    for (let events = page; events.length > 0 && walk.at < size; ) {
      const leaves = await readLeaves(db, { begin: walk.at, end: walk.at + events.length })
      const nodes = walk.compare(events.slice(0, size - walk.at), leaves)
      await walk.compareNodes(db, nodes)
      const { apart } = walk
      if (!apart) break
      events = events.slice(events.indexOf(apart.event))
      if (!apart.leaf) break
      // What the tree has further on is behind a hole; what it has before, or not at all, has no place here.
      const known = (await findLeaves(db, [apart.event.id])).get(apart.event.id)
      if (known && isOf(known, apart.event) && known.index > walk.at)
        for (let begin = walk.at; begin < known.index; begin = walk.at) {
          const hole = await readLeaves(db, { begin, end: Math.min(known.index, begin + holeAtOnce) })
          if (hole.length === 0) break
          walk.problems.push(...(await nameHole(store, hole, walk.problems.length)))
          await walk.compareNodes(db, walk.pass(hole))
        }
      else {
        walk.problems.push(await nameApart(db, store, apart))
        events = events.slice(1)
      }
      walk.apart = undefined
    }
    onProgress?.(walk.at, size)
    if (walk.apart) {
      walk.problems.push(await nameApart(db, store, walk.apart))
      break
    }
    if (walk.at >= size) break
  }
  if (!walk.apart && walk.at < size) await nameRest(db, store, walk, size)
  const { checked, contradicted } = walk
  const last = checkpoints.last
  if (last > size)
    walk.problems.push(
      problem('checkpoint', `A checkpoint of ${last} events was signed; the tree holds ${size}.`, size),
    )
  const accepted = await readDivergences(db, mostProblems)
  const problems = walk.problems.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0)).slice(0, mostProblems)
  return {
    ok: problems.length === 0 && contradicted === 0 && accepted.length === 0,
    checked,
    size,
    checkpoints: checkpoints.count,
    contradicted,
    unsigned: Math.max(0, size - last),
    problems,
    accepted,
  }
}

async function sizeOf(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ size: number }>(
    'select greatest(size, (select max(index) + 1 from tree.leaf)) as size from tree.state',
  )
  return rows[0]?.size ?? 0
}

interface SignedRoots {
  /** By size. */
  roots: ReadonlyMap<number, Hash>
  count: number
  last: number
  problems: Problem[]
}

async function signedRoots(db: Queryable, current: VerifierKey): Promise<SignedRoots> {
  const older = (await readKeys(db)).flatMap(({ verifier }) => parseVerifierKey(verifier) ?? [])
  const keys = [current, ...older.filter(({ name, text }) => name === current.name && text !== current.text)]
  const { rows } = await db.query<{ size: number; note: string }>(
    'select size, note from tree.checkpoint order by size desc',
  )
  const roots = new Map<number, Hash>()
  const problems: Problem[] = []
  for (const [at, { size, note }] of rows.entries()) {
    const checkpoint = openCheckpoint(note, at === 0 ? [current] : keys)
    if (checkpoint?.size === size) roots.set(size, checkpoint.root)
    else
      problems.push(
        problem(
          'checkpoint',
          `The checkpoint of ${size} events is not signed by the key ${current.text}.`,
          size - 1,
        ),
      )
  }
  return { roots, problems, count: rows.length, last: rows[0]?.size ?? 0 }
}

/** An event and a leaf that do not belong together, at the same place. */
interface Apart {
  event: StoredEvent
  leaf: Leaf | undefined
}

class Walk {
  /** The leaf that comes next. */
  at = 0
  /** Leaves whose events were there. */
  checked = 0
  contradicted = 0
  apart: Apart | undefined
  readonly problems: Problem[]
  /** The trees over the log as it is now, and over the leaves as they are stored. */
  #now: Range = emptyRange
  #kept: Range = emptyRange
  #roots: ReadonlyMap<number, Hash>
  /** The first event after the newest checkpoint that was found good. */
  #since: StoredEvent | undefined
  #altered = false

  constructor(roots: ReadonlyMap<number, Hash>, problems: Problem[]) {
    this.#roots = roots
    this.problems = problems
  }

  /** Returns the nodes that the stored leaves lead to. */
  compare(events: readonly StoredEvent[], leaves: readonly Leaf[]): readonly Node[] {
    const nodes: Node[] = []
    for (const [at, event] of events.entries()) {
      const leaf = leaves[at]
      if (!leaf || leaf.index !== this.at || !isOf(leaf, event)) {
        this.apart = { event, leaf: leaf?.index === this.at ? leaf : undefined }
        break
      }
      this.#since ??= event
      const hash = leafHash(leafOf(event))
      if (!hash.equals(leaf.hash)) this.#differs(event, leaf)
      if (leaf.event !== event.id || leaf.position !== Number(event.position))
        this.problems.push(placed('leaf', 'The tree has another id or position for this event.', leaf))
      nodes.push(...this.#grow(leaf, hash))
      this.checked++
    }
    return nodes
  }

  /** Takes the leaves themselves for events that the log does not have. */
  pass(hole: readonly Leaf[]): readonly Node[] {
    return hole.flatMap((leaf) => this.#grow(leaf, leaf.hash))
  }

  #grow(leaf: Leaf, hash: Hash): Node[] {
    const same = this.#now === this.#kept
    const kept = grown(this.#kept, leaf.hash)
    this.#now = same && hash.equals(leaf.hash) ? kept.range : grown(this.#now, hash).range
    this.#kept = kept.range
    this.at++
    this.#compareRoot()
    return kept.nodes.filter(({ level }) => level > 0)
  }

  async compareNodes(db: Queryable, nodes: readonly Node[]): Promise<void> {
    const found = await findNodes(db, nodes)
    // Over a leaf that was altered, the nodes are those of the leaf that was.
    const altered = this.problems.flatMap(({ kind, index }) =>
      kind === 'altered' && index !== null ? [index] : [],
    )
    const isOver = ({ level, index }: Node) => altered.some((leaf) => Math.floor(leaf / 2 ** level) === index)
    const wrong = nodes.find((node) => !found.get(nameOf(node))?.equals(node.hash) && !isOver(node))
    if (!wrong) return
    const index = wrong.index * 2 ** wrong.level
    const message = `The stored node ${nameOf(wrong)}, over the events from this one on, is not what its leaves give.`
    const [leaf] = await readLeaves(db, { begin: index, end: index + 1 })
    this.problems.push(leaf ? placed('node', message, leaf) : problem('node', message, index))
  }

  #differs(event: StoredEvent, leaf: Leaf): void {
    this.#altered = true
    this.problems.push(
      placed('altered', 'This event, or its leaf, is not what was written.', {
        ...leaf,
        position: event.position,
      }),
    )
  }

  #compareRoot(): void {
    const root = this.#roots.get(this.at)
    if (!root) return
    if (root.equals(rootOf(this.#now))) {
      this.#since = undefined
      return
    }
    this.contradicted++
    if (this.#altered || !this.#since) return
    // Log and tree agree with each other: both were altered, or the checkpoint is of another log.
    this.#altered = true
    const { id, stream, revision, position } = this.#since
    this.problems.push({
      ...problem(
        'altered',
        `Between this event and the checkpoint of ${this.at} events, log and tree were altered.`,
        this.at - 1,
      ),
      stream,
      revision: Number(revision),
      position: String(position),
      event: id,
    })
  }
}

function isOf(leaf: Leaf, { stream, revision }: StoredEvent): boolean {
  return leaf.stream === stream && leaf.revision === Number(revision)
}

/** What the tree has beyond the end of the log: let go of, up to where the log lacks more than that. */
async function nameRest(db: Queryable, store: Verifying['store'], walk: Walk, size: number): Promise<void> {
  for (let begin = walk.at; begin < size; begin = walk.at) {
    const rest = await readLeaves(db, { begin, end: Math.min(size, begin + holeAtOnce) })
    if (rest.length === 0) return
    const named = await nameHole(store, rest, walk.problems.length)
    const end = named.find(({ kind }) => kind !== 'truncated')
    walk.problems.push(...named.filter(({ kind }) => kind === 'truncated'))
    if (end) {
      walk.problems.push({ ...end, message: 'The log ends before this event, which the tree holds.' })
      return
    }
    await walk.compareNodes(db, walk.pass(rest))
  }
}

/** One problem for each run of leaves that have gone for the same reason; none beyond what is shown. */
async function nameHole(
  store: Verifying['store'],
  hole: readonly Leaf[],
  before: number,
): Promise<Problem[]> {
  const runs: { kind: 'missing' | 'truncated' | 'moved'; leaves: Leaf[] }[] = []
  const truncations = new Map<string, Truncation | undefined>()
  for (const leaf of hole) {
    if (before + runs.length > mostProblems) break
    const { stream, revision } = leaf
    if (!truncations.has(stream)) truncations.set(stream, await store.truncation(stream))
    const explained = letsGoOf(truncations.get(stream), BigInt(revision))
    const [there] = explained ? [] : await store.readStream(stream, { from: BigInt(revision), limit: 1 })
    const kind = explained ? 'truncated' : there?.id === leaf.event ? 'moved' : 'missing'
    const run = runs.at(-1)
    if (run?.kind === kind) run.leaves.push(leaf)
    else runs.push({ kind, leaves: [leaf] })
  }
  return runs.flatMap(({ kind, leaves }) => {
    const [first] = leaves
    if (!first) return []
    const others = leaves.length > 1 ? ` So it is with the ${leaves.length - 1} after it.` : ''
    return [placed(kind, `${reasons[kind]}${others}`, first)]
  })
}

const reasons = {
  missing: 'The tree holds this event; the log does not.',
  truncated:
    'The tree holds this event; the log does not: its stream was deleted or limited by an operator of the event store, ' +
    'and a scavenge has removed it.',
  moved: 'The log has this event elsewhere.',
} as const

/** What happened where an event stands that the tree has elsewhere, or not at all. */
async function nameApart(db: Queryable, store: Verifying['store'], { event, leaf }: Apart): Promise<Problem> {
  const known = (await findLeaves(db, [event.id])).get(event.id)
  if (!leaf || !known || !isOf(known, event)) {
    const place = {
      event: event.id,
      stream: event.stream,
      revision: Number(event.revision),
      position: event.position,
    }
    return placed('unexpected', 'The tree has no such event at this place.', {
      index: leaf?.index ?? null,
      ...place,
    })
  }
  const [there] = await store.readStream(leaf.stream, { from: BigInt(leaf.revision), limit: 1 })
  return there?.id === leaf.event
    ? placed('moved', `In its place stands ${event.stream}, revision ${event.revision}.`, leaf)
    : placed('missing', 'The tree holds this event; the log does not.', leaf)
}

function placed(
  kind: Problem['kind'],
  message: string,
  of: { index: number | null; stream: string; revision: number; position: number | bigint; event: string },
): Problem {
  const { index, stream, revision, position, event } = of
  return { kind, message, index, stream, revision, position: String(position), event }
}

function problem(kind: Problem['kind'], message: string, index: number): Problem {
  return { kind, message, index, stream: null, revision: null, position: null, event: null }
}
