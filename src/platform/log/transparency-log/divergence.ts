import type { Client, Queryable } from '../../pg/pg.ts'
import { leavesUpTo, type SignedCheckpoint } from './storage.ts'

/** An operator went on with a log that was shorter than what the tree held. What was signed of the rest is kept. */
export interface Divergence {
  acceptedAt: string
  acceptedBy: string
  /** Of the last event that both logs have; null: none. */
  position: number | null
  /** Leaves that stayed, and those that there were. */
  size: number
  sizeBefore: number
  /** How many signed checkpoints this log contradicts, and those of them that were signed last, newest first. */
  contradicted: number
  checkpoints: readonly SignedCheckpoint[]
}

/**
 * Takes from the tree what comes after a position, and sets the signed checkpoints over it apart: they are evidence.
 * No process that wrote before can go on.
 */
export async function cutTree(
  client: Client,
  { position, by }: { position: bigint | undefined; by: string },
): Promise<void> {
  const size = position === undefined ? 0 : await leavesUpTo(client, position)
  await client.query(
    `with this as (
       insert into tree.divergence (accepted_by, position, size, size_before)
         select $1::text, $2::bigint, $3::bigint, size from tree.state returning id
     ), gone as (
       delete from tree.checkpoint where size > $3 returning size, note, signed_at
     )
     insert into tree.contradicted (divergence, size, note, signed_at)
       select this.id, gone.size, note, signed_at from this, gone`,
    [by, position ?? null, size],
  )
  await client.query('delete from tree.leaf where index >= $1', [size])
  await client.query('delete from tree.node where (index + 1) << level > $1', [size])
  await client.query(
    'update tree.state set epoch = epoch + 1, size = $1, position = (select max(position) from tree.leaf)',
    [size],
  )
}

/** Oldest first, each with at most `shown` of its checkpoints. */
export async function readDivergences(db: Queryable, shown: number): Promise<Divergence[]> {
  const { rows } = await db.query<Omit<Divergence, 'checkpoints'> & { id: number }>(
    `select id, accepted_at as "acceptedAt", accepted_by as "acceptedBy", position, size,
         size_before as "sizeBefore", (select count(*) from tree.contradicted where divergence = id) as contradicted
       from tree.divergence order by id`,
  )
  return Promise.all(
    rows.map(async ({ id, ...divergence }) => {
      const { rows: checkpoints } = await db.query<SignedCheckpoint>(
        `select size, note, signed_at as "signedAt" from tree.contradicted
           where divergence = $1 order by size desc limit $2`,
        [id, shown],
      )
      return { ...divergence, checkpoints }
    }),
  )
}
