declare const brand: unique symbol

/**
 * Where an event is in the log: a value that the store hands out, to be compared and handed back. Nothing is added to it
 * or taken from it, because a server takes only positions at which it has written something; the type keeps what was
 * computed (a plain bigint) from being handed back, tests/architecture.test.ts the rest.
 */
export type Position = bigint & { readonly [brand]: 'position' }

/**
 * How far a subscription has come, as the store said it. It may lie between two events: (c, 0) is everything before the
 * event at c, (c, c) that event too. Handed back as it came.
 */
export interface Checkpoint {
  readonly commit: bigint
  readonly prepare: bigint
}

/** A position that a store has handed out, as it was kept in a database, or sent by somebody to whom it was shown. */
export const positionOf = (kept: bigint | number | string): Position => BigInt(kept) as Position

/** Everything up to and including the event at the position. */
export const checkpointAt = (position: Position): Checkpoint => ({ commit: position, prepare: position })

/** Below 0, 0 or above 0, as the first is before, equal to or beyond the other; undefined is before everything. */
export function compareCheckpoints(one: Checkpoint | undefined, other: Checkpoint | undefined): number {
  if (!one || !other) return Number(one !== undefined) - Number(other !== undefined)
  return compare(one.commit, other.commit) || compare(one.prepare, other.prepare)
}

/** Whether the event at the position comes up to the checkpoint. */
export function covers(checkpoint: Checkpoint | undefined, position: bigint): boolean {
  return compareCheckpoints(checkpoint, { commit: position, prepare: position }) >= 0
}

/** The log between two positions, for people to see how far one is behind; bytes on EventStoreDB, 0 unless behind. */
export function distance(from: bigint | number | undefined, to: bigint | number | undefined): number {
  return Math.max(0, Number(to ?? -1) - Number(from ?? -1))
}

function compare(one: bigint, other: bigint): number {
  return one < other ? -1 : Number(one > other)
}
