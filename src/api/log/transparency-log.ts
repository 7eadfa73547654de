import { z } from 'zod'
import { Forbidden, InvalidInput, NotFound } from '../../commands/errors.ts'
import { instant } from '../../domain/values/instant.ts'
import { position } from '../../domain/values/position.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { EventStore } from '../../platform/log/event-store.ts'
import { leafHash } from '../../platform/log/merkle.ts'
import { leafOf } from '../../platform/log/transparency-log/leaf.ts'
import type { SignedCheckpoint } from '../../platform/log/transparency-log/storage.ts'
import { verifyTree } from '../../platform/log/transparency-log/verify.ts'
import type { TransparencyLog } from '../../platform/log/transparency-log.ts'
import { type Principal, sees } from '../../platform/people/permissions.ts'
import type { Pg } from '../../platform/pg/pg.ts'
import { type Endpoint, endpoint } from '../http/endpoint.ts'
import { Unavailable } from '../http/problem.ts'
import type { Extension } from '../http/services.ts'
import { jobSchema } from '../operate/admin.ts'

const checkpoint = z
  .object({
    size: z.int(),
    note: z.string().describe('A signed note: c2sp.org/tlog-checkpoint.'),
    signedAt: instant,
  })
  .register(vocabulary, { id: 'Checkpoint' })
const divergence = z.object({
  acceptedAt: instant,
  acceptedBy: z.string(),
  position: position.nullable().describe('Of the last event that both logs have.'),
  size: z.int().describe('Events that stayed.'),
  sizeBefore: z.int(),
  contradicted: z.int().describe('Signed checkpoints that the log contradicts.'),
  checkpoints: z.array(checkpoint).describe('Of these, those signed last; at most a hundred.'),
})
const hashes = z
  .array(z.string())
  .describe('Hashes in base64, from the leaf upwards (RFC 9162, section 2.1).')
const inclusion = z.object({
  event: z.uuid(),
  index: z.int(),
  size: z.int(),
  leafHash: z.string(),
  proof: hashes,
})
const size = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

const access = { permission: 'log.read' }
const tag = 'log'

/** What outsiders need to check the log, and the job that checks all of it. */
export function transparencyEndpoints(parts: {
  tree: TransparencyLog
  store: Pick<EventStore, 'readAll' | 'readStream' | 'truncation'>
  pg: Pg
}): Extension {
  const { tree, store, pg } = parts
  return (_app, { jobs }) => [
    ...checkpointEndpoints(tree),
    ...proofEndpoints(tree, store),
    endpoint({
      method: 'POST',
      path: '/admin/verify',
      summary: 'Make the tree anew from the log and compare it with every leaf and every signed checkpoint',
      tag,
      access: { permission: 'log.verify' },
      reply: jobSchema,
      status: 202,
      run: async ({ principal }) =>
        jobs.start('verify', principal().actor.id, ({ progress, signal }) =>
          verifyTree({ db: pg.owner, store, key: tree.key(), signal, onProgress: progress }),
        ),
    }),
  ]
}

function checkpointEndpoints(tree: TransparencyLog): Endpoint[] {
  return [
    endpoint({
      method: 'GET',
      path: '/log/checkpoint',
      summary: 'The newest signed checkpoint, for witnesses to keep',
      tag,
      access,
      media: 'text/plain; charset=utf-8',
      run: async () => (await newestOf(tree)).note,
    }),
    endpoint({
      method: 'GET',
      path: '/log/checkpoints',
      summary: 'Signed checkpoints, newest first',
      tag,
      access,
      parameters: z.object({
        below: size.optional().describe('Only those of smaller trees.'),
        limit: z.coerce.number().int().min(1).max(1000).default(100),
      }),
      reply: z.object({ items: z.array(checkpoint) }),
      run: async ({ parameters }) => ({ items: await tree.checkpoints(parameters) }),
    }),
    endpoint({
      method: 'GET',
      path: '/log/divergences',
      summary:
        'Where an operator went on with an older log, with the checkpoints that it contradicts; oldest first',
      tag,
      access,
      reply: z.object({ items: z.array(divergence) }),
      run: async () => ({
        items: (await tree.divergences(100)).map((one) => ({
          ...one,
          position: one.position === null ? null : String(one.position),
        })),
      }),
    }),
    endpoint({
      method: 'GET',
      path: '/log/key',
      summary: 'The public key that checkpoints are signed with, and those of former times',
      tag,
      access,
      reply: z.object({
        key: z.string(),
        keys: z.array(z.object({ verifier: z.string(), since: z.string() })),
      }),
      run: async () => ({ key: tree.key().text, keys: await tree.keys() }),
    }),
  ]
}

function proofEndpoints(tree: TransparencyLog, store: Pick<EventStore, 'readStream'>): Endpoint[] {
  return [
    endpoint({
      method: 'GET',
      path: '/log/proof/inclusion',
      summary: 'The proof that an event is in the tree of a size, by default that of the newest checkpoint',
      tag,
      access,
      parameters: z.object({ event: uuid, size: size.optional() }),
      reply: inclusion,
      run: async ({ parameters }) => included(tree, parameters.event, parameters.size),
    }),
    endpoint({
      method: 'GET',
      path: '/log/proof/consistency',
      summary: 'The proof that the tree of one size is the beginning of that of another',
      tag,
      access,
      parameters: z.object({ from: size, to: size }),
      reply: z.object({ from: z.int(), to: z.int(), proof: hashes }),
      async run({ parameters: { from, to } }) {
        refuseBeyond(tree, 'to', to)
        if (from > to) refuseSize('from', `Must be at most ${to}.`)
        return { from, to, proof: (await tree.consistency(from, to)).map(base64) }
      },
    }),
    endpoint({
      method: 'GET',
      path: '/events/:id/proof',
      summary: 'An event as the tree holds it, with its proof against the newest checkpoint',
      tag: 'events',
      access,
      parameters: z.object({ id: uuid }),
      reply: inclusion.extend({
        leaf: z.string().describe('The bytes the tree is made of: canonical JSON (RFC 8785).'),
        checkpoint: z.string(),
        key: z.string(),
      }),
      async run({ parameters: { id }, principal }) {
        refuseUnlessSeesAll(principal(), 'log.read')
        const found = await tree.leaf(id)
        if (!found) throw new NotFound(`event ${id}`)
        const { note, size: signed } = await holding(tree, found.index)
        const [event] = await store.readStream(found.stream, { from: BigInt(found.revision), limit: 1 })
        if (!event || event.id !== id) throw new NotFound(`event ${id}`)
        const leaf = leafOf(event)
        const proof = await included(tree, id, signed)
        // Of the event as it is now: if it was altered, the proof must fail at whoever checks it.
        return {
          ...proof,
          leafHash: base64(leafHash(leaf)),
          leaf: leaf.toString(),
          checkpoint: note,
          key: tree.key().text,
        }
      },
    }),
  ]
}

/** Raw events name people and carry every field, so that rows and masks cannot be applied to them. @throws Forbidden */
export function refuseUnlessSeesAll({ keys }: Principal, permission: string): void {
  if (!sees(keys, '*', '', [])) throw new Forbidden(permission)
}

async function newestOf(tree: TransparencyLog): Promise<SignedCheckpoint> {
  const [newest] = await tree.checkpoints({ limit: 1 })
  if (!newest) throw new Unavailable('not-yet-signed', 'No checkpoint has been signed yet.', 10)
  return newest
}

/** The newest checkpoint, which is signed now if it does not hold the leaf yet. */
async function holding(tree: TransparencyLog, index: number): Promise<SignedCheckpoint> {
  const [newest] = await tree.checkpoints({ limit: 1 })
  const found = newest && newest.size > index ? newest : await tree.sign()
  if (!found || found.size <= index)
    throw new Unavailable('not-yet-signed', 'This event is not signed yet.', 10)
  return found
}

async function included(
  tree: TransparencyLog,
  event: string,
  asked?: number,
): Promise<z.output<typeof inclusion>> {
  const leaf = await tree.leaf(event)
  if (!leaf) throw new NotFound(`event ${event}`)
  if (asked !== undefined) refuseBeyond(tree, 'size', asked)
  const of = asked ?? (await holding(tree, leaf.index)).size
  if (leaf.index >= of) refuseSize('size', `The event is the one at place ${leaf.index}, counted from 0.`)
  const [proof = []] = await tree.inclusion([leaf.index], of)
  return { event, index: leaf.index, size: of, leafHash: base64(leaf.hash), proof: proof.map(base64) }
}

function refuseBeyond(tree: TransparencyLog, field: string, asked: number): void {
  const now = tree.status().size
  if (asked > now) refuseSize(field, `The tree has ${now} leaves.`)
}

function refuseSize(field: string, message: string): never {
  throw new InvalidInput([{ field, rule: 'size', message }])
}

function base64(hash: Buffer): string {
  return hash.toString('base64')
}
