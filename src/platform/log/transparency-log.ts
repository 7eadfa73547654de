import { type Pg, whileAway } from '../pg/pg.ts'
import { condition } from '../process/condition.ts'
import type { Log } from '../process/log.ts'
import {
  type Checkpoint,
  checkpointAt,
  compareCheckpoints,
  covers,
  type EventStore,
  hasOrHad,
  positionOf,
  type StoredEvent,
} from './event-store.ts'
import { follow } from './follow.ts'
import { consistencySpans, grown, type Hash, inclusionSpans, leafHash, type Range, rootOf } from './merkle.ts'
import { type Divergence, readDivergences } from './transparency-log/divergence.ts'
import { leafOf } from './transparency-log/leaf.ts'
import {
  checkpointText,
  cosigned,
  openCheckpoint,
  type Signer,
  signedNote,
  signerOf,
} from './transparency-log/note.ts'
import {
  append,
  checkpointOver,
  findLeaves,
  keepCheckpoint,
  type Leaf,
  leavesUpTo,
  migrateTree,
  olderLog,
  readCheckpoints,
  readKeys,
  readLeaves,
  readProofs,
  reread,
  type SignedCheckpoint,
  TakenOver,
  type Turn,
  takeOver,
  WrongLog,
} from './transparency-log/storage.ts'

export interface TransparencyLogOptions {
  pg: Pg
  store: Pick<EventStore, 'subscribe' | 'eventAt' | 'truncation' | 'lastPosition' | 'identity'>
  log: Pick<Log, 'warn' | 'error'>
  /** 32 bytes: the Ed25519 key that checkpoints are signed with. */
  seed: Uint8Array
  /** Milliseconds between checkpoints while the log grows; 10,000 unless told. */
  checkpointEvery?: number
}

/**
 * A Merkle tree over the log, one leaf an event, with signed checkpoints that are kept for ever. It is derived from the
 * log like a read model; what makes it evidence are the checkpoints that others have seen.
 */
export interface TransparencyLog {
  /** Takes over from any other process and follows the log. @throws WrongLog */
  start(): Promise<void>
  /** Resolves once the first checkpoint is there, or what hinders it is in `status`; signed as soon as the log holds anything. */
  begun(): Promise<void>
  /** Signs what is not signed yet, and stops. */
  stop(): Promise<void>
  /** Whether the tree holds everything up to the position, at the latest after this time. */
  waitFor(position: bigint, ms: number): Promise<boolean>
  status(): { size: number; signed: number; position: string | null; failure: string | null }
  /** Signs the tree as it is now, unless that was done. Undefined while it is empty. */
  sign(): Promise<SignedCheckpoint | undefined>
  /** Newest first. */
  checkpoints(asked: { below?: number | undefined; limit: number }): Promise<readonly SignedCheckpoint[]>
  /** Where an operator went on with an older log; oldest first, each with at most so many of the checkpoints it contradicts. */
  divergences(shown: number): Promise<readonly Divergence[]>
  /** The smallest checkpoint that holds everything up to a position the tree has reached, signed now if need be. */
  covering(position: bigint): Promise<SignedCheckpoint | undefined>
  /** The one to check signatures with, and those of former times, oldest first. */
  key(): Signer
  keys(): Promise<readonly { verifier: string; since: string }[]>
  leaf(event: string): Promise<Leaf | undefined>
  leaves(events: readonly string[]): Promise<ReadonlyMap<string, Leaf>>
  /** Each leaf's way to the root of the tree of this size. @throws RangeError */
  inclusion(indexes: readonly number[], size: number): Promise<readonly Hash[][]>
  /** @throws RangeError */
  consistency(from: number, to: number): Promise<readonly Hash[]>
}

/** Events are gathered this long between writes, in ms. */
const gathering = 50

/** The last leaf of a tree of this size, and others before it, fewer the older. */
function backFrom(size: number): number[] {
  const indexes: number[] = []
  for (let back = 1; back <= size; back *= 2) indexes.push(size - back)
  return indexes
}

/** The name of a log and of its keys: no other store has it. */
export function originOf(identity: string): string {
  return `hindsight/${identity}`
}

export function createTransparencyLog(options: TransparencyLogOptions): TransparencyLog {
  const { pg, store, log, seed, checkpointEvery = 10_000 } = options
  const ending = new AbortController()
  const { signal } = ending
  const progress = condition()
  let signer: Signer | undefined
  let epoch = 0
  let range: Range = { size: 0, roots: [] }
  /** Everything up to here is in the tree. */
  let reached: Checkpoint | undefined
  let signed = 0
  let signing: Promise<unknown> = Promise.resolve()
  let following: Promise<void> = Promise.resolve()
  let ticking: NodeJS.Timeout | undefined
  let failure: string | null = null

  const keepUp = () =>
    follow({
      feed: store,
      signal,
      maxBatch: 1000,
      gathering,
      after: () => reached,
      async take({ events, checkpoint }) {
        await add(events)
        if (compareCheckpoints(checkpoint, reached) > 0) reached = checkpoint
        // Whoever asks for the newest checkpoint is not to hear that there is none until the first tick.
        if (signed === 0) await signOrNote()
        progress.changed()
      },
      async interrupted(error) {
        log.warn({ err: error }, 'the tree was interrupted')
        try {
          // Whether the last write was carried out is not known; the table knows.
          takeUp(await reread(pg, epoch))
          return true
        } catch (again) {
          if (!(again instanceof TakenOver)) return true
          noteFailure(again)
          return false
        }
      },
    })

  /**
   * An older copy of the log that others have written to may be as long as the tree, and a cluster may have taken back what
   * a node of it has shown. @throws WrongLog when the log lacks what one of these leaves stands for.
   */
  async function mustHave(indexes: readonly number[]): Promise<void> {
    const leaves = await Promise.all(
      indexes.map((index) => readLeaves(pg.owner, { begin: index, end: index + 1 })),
    )
    await Promise.all(leaves.flat().map(mustBeThere))
  }

  async function mustBeThere({ event, position, stream, revision }: Leaf): Promise<void> {
    const seen = { id: event, position: positionOf(position), stream, revision: BigInt(revision) }
    if (await hasOrHad(store, seen)) return
    throw new WrongLog(
      `The tree holds the event ${event} at position ${position}, which this log does not have there: ` +
        `events were removed, or ${olderLog}`,
    )
  }

  function takeUp(turn: Turn): void {
    epoch = turn.epoch
    range = turn.range
    reached = turn.position === undefined ? undefined : checkpointAt(positionOf(turn.position))
  }

  function noteFailure(error: unknown): void {
    failure = error instanceof Error ? error.message : String(error)
    progress.changed()
    log.error({ err: error }, 'the log is not being made provable')
  }

  async function add(events: readonly StoredEvent[]): Promise<void> {
    let next = range
    const leaves: Leaf[] = []
    const nodes = []
    for (const event of events) {
      if (covers(reached, event.position)) continue
      const hash = leafHash(leafOf(event))
      const { id, stream } = event
      const place = { revision: Number(event.revision), position: Number(event.position) }
      leaves.push({ index: next.size, hash, event: id, stream, ...place })
      const growth = grown(next, hash)
      nodes.push(...growth.nodes.filter(({ level }) => level > 0))
      next = growth.range
    }
    await append(pg, { epoch, size: range.size }, leaves, nodes)
    range = next
  }

  async function signNow(): Promise<SignedCheckpoint | undefined> {
    const key = keyNow()
    const [newest] = await readCheckpoints(pg.owner, { limit: 1 })
    // It grows while the log is asked; what is signed is this one.
    const tree = range
    const { size } = tree
    if (size === 0) return undefined
    const isSigned = newest?.size === size
    await mustHave([size - 1])
    const text = checkpointText({ origin: key.name, size, root: rootOf(tree) })
    if ((newest?.size ?? 0) > size || (isSigned && !newest.note.startsWith(`${text}\n`)))
      throw new Error(
        `a checkpoint of ${newest?.size} events was signed that this tree of ${size} contradicts`,
      )
    if (isSigned && openCheckpoint(newest.note, [key])) {
      signed = size
      return newest
    }
    // A new key signs what the one before it has signed, so that the two hang together.
    const note = isSigned ? cosigned(newest.note, key) : signedNote(text, key)
    const kept = await keepCheckpoint(pg, epoch, { size, note })
    signed = size
    return kept
  }

  /** One after the other, so that a checkpoint is never older than one before it. */
  function sign(): Promise<SignedCheckpoint | undefined> {
    const done = signing.then(signNow)
    signing = done.catch(() => {})
    return done
  }

  async function signOrNote(): Promise<void> {
    try {
      await sign()
      failure = null
    } catch (error) {
      noteFailure(error)
    }
  }

  function keyNow(): Signer {
    if (!signer) throw new Error('the tree has not been started')
    return signer
  }

  function tick(): void {
    if (range.size > signed) void signOrNote()
  }

  return {
    async start() {
      await migrateTree(pg)
      const identity = await store.identity()
      const last = await store.lastPosition()
      const key = signerOf(originOf(identity), seed)
      takeUp(await whileAway(() => takeOver(pg, { identity, last, key }), { signal }))
      await mustHave([
        ...backFrom(range.size),
        ...backFrom((await readCheckpoints(pg.owner, { limit: 1 }))[0]?.size ?? 0),
      ])
      signer = key
      await signOrNote()
      following = keepUp()
      ticking = setInterval(tick, checkpointEvery)
      ticking.unref()
    },
    async begun() {
      await progress.until(() => signed > 0 || failure !== null)
    },
    async stop() {
      ending.abort()
      clearInterval(ticking)
      await following
      progress.end()
      if (signer)
        await sign().catch((error: unknown) => log.warn({ err: error }, 'the last events are not signed'))
    },
    waitFor: (position, ms) => progress.until(() => covers(reached, position), ms),
    status: () => ({ size: range.size, signed, position: reached ? String(reached.commit) : null, failure }),
    sign,
    checkpoints: (asked) => readCheckpoints(pg.owner, asked),
    divergences: (shown) => readDivergences(pg.owner, shown),
    async covering(position) {
      const leaves = await leavesUpTo(pg.owner, position)
      if (leaves === 0) return undefined
      // After a checkpoint that is being signed, which may be the smaller one.
      await signing
      return (await checkpointOver(pg.owner, leaves)) ?? (await sign())
    },
    key: keyNow,
    keys: () => readKeys(pg.owner),
    async leaf(event) {
      return (await findLeaves(pg.owner, [event])).get(event)
    },
    leaves: (events) => findLeaves(pg.owner, events),
    inclusion: (indexes, size) =>
      readProofs(
        pg.owner,
        indexes.map((index) => inclusionSpans(index, size)),
      ),
    async consistency(from, to) {
      const [proof = []] = await readProofs(pg.owner, [consistencySpans(from, to)])
      return proof
    },
  }
}
