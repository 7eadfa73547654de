import type { Files } from '../../process/tar.ts'
import type { EventStore, StoredEvent } from '../event-store.ts'
import { type BundleParts, bundleOf, type Query } from '../export-bundle.ts'
import { openCheckpoint } from '../transparency-log/note.ts'
import type { TransparencyLog } from '../transparency-log.ts'
import type { Proved } from './proved.ts'
import { readable } from './readable.ts'

export interface Collecting {
  store: Pick<EventStore, 'readAll' | 'readStream'>
  tree: Pick<TransparencyLog, 'covering' | 'checkpoints' | 'consistency' | 'inclusion' | 'leaves' | 'key'>
  query: Query
  /** The size of a newer checkpoint, to which the bundle's own shall be proved to lead. */
  newer?: number | undefined
  verifier: Buffer
  signal?: AbortSignal
  onProgress?: (done: number) => void
}

/** What was asked cannot be exported: too much, or nothing. */
export class NotExportable extends Error {
  override name = 'NotExportable'
}

/** A bundle is made in memory. */
const mostEvents = 200_000
const proofsAtOnce = 500

/**
 * Gathers what was asked, with proofs against the smallest signed checkpoint that holds it, which does not depend on
 * what came later. The tree must have reached the query's position. @throws NotExportable
 */
export async function collect(asked: Collecting): Promise<{ files: Files; events: number }> {
  const { store, tree, query, newer, verifier, signal, onProgress } = asked
  const upTo = BigInt(query.upTo)
  const events: StoredEvent[] = []
  for await (const page of pagesOf(store, query)) {
    signal?.throwIfAborted()
    const within = page.filter(({ position }) => position <= upTo)
    events.push(...within.filter((event) => isAsked(event, query)))
    if (events.length > mostEvents)
      throw new NotExportable(`There are more than ${mostEvents} such events; ask for less at once.`)
    onProgress?.(events.length)
    if (within.length < page.length) break
  }
  const signed = events.length > 0 ? await tree.covering(upTo) : undefined
  const signer = tree.key()
  const checkpoint = signed && openCheckpoint(signed.note, [signer])
  if (!signed || !checkpoint)
    throw new NotExportable('There are no such events, or no checkpoint holds them yet.')
  const all = await proved(tree, events, checkpoint.size, signal)
  const parts: BundleParts = {
    query,
    events: all,
    readable: await readable({ query, events: all, checkpoint, key: signer.text, signal }),
    checkpoint,
    note: signed.note,
    newer: newer === undefined ? undefined : await newerOf(tree, checkpoint.size, newer),
    signer,
    verifier,
  }
  return { files: bundleOf(parts), events: events.length }
}

async function* pagesOf(store: Collecting['store'], query: Query): AsyncIterable<StoredEvent[]> {
  if (query.kind === 'record') yield await store.readStream(query.stream)
  else yield* store.readAll()
}

function isAsked(event: StoredEvent, query: Query): boolean {
  if (query.kind === 'record') return true
  const { actor, occurredAt } = (event.metadata ?? {}) as {
    actor?: { id?: string; onBehalfOf?: string }
    occurredAt?: string
  }
  if (query.kind === 'actor') return actor?.id === query.actorId || actor?.onBehalfOf === query.actorId
  const at = query.basis === 'occurred' ? (occurredAt ?? event.created) : event.created
  return query.from <= at && at <= query.to
}

async function proved(
  tree: Collecting['tree'],
  events: readonly StoredEvent[],
  size: number,
  signal: AbortSignal | undefined,
): Promise<Proved[]> {
  const all: Proved[] = []
  for (let from = 0; from < events.length; from += proofsAtOnce) {
    signal?.throwIfAborted()
    const some = events.slice(from, from + proofsAtOnce)
    const leaves = await tree.leaves(some.map(({ id }) => id))
    const indexes = some.map(({ id }) => leaves.get(id)?.index ?? Number.NaN)
    const proofs = await tree.inclusion(indexes, size)
    for (const [at, event] of some.entries())
      all.push({ event, index: indexes[at] ?? 0, proof: proofs[at] ?? [] })
  }
  return all
}

async function newerOf(tree: Collecting['tree'], from: number, size: number): Promise<BundleParts['newer']> {
  const [found] = await tree.checkpoints({ below: size + 1, limit: 1 })
  if (found?.size !== size || size < from)
    throw new NotExportable(`There is no checkpoint of ${size} events that is newer than the one of ${from}.`)
  return { note: found.note, proof: await tree.consistency(from, size) }
}
