import { createReadStream } from 'node:fs'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { InvalidInput, NotFound } from '../../commands/errors.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import { streamName } from '../../domain/event.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import type { EventStore } from '../../platform/log/event-store.ts'
import { collect } from '../../platform/log/export-bundle/collect.ts'
import { type Query, sha256 } from '../../platform/log/export-bundle.ts'
import type { TransparencyLog } from '../../platform/log/transparency-log.ts'
import { newId } from '../../platform/process/ids.ts'
import { tarOf } from '../../platform/process/tar.ts'
import { attachment } from '../http/download.ts'
import { endpoint } from '../http/endpoint.ts'
import { refuseAllMasked } from '../http/masks.ts'
import { Unavailable } from '../http/problem.ts'
import { askedBy } from '../http/routes.ts'
import type { Extension } from '../http/services.ts'
import { jobSchema } from '../operate/admin.ts'
import { refuseUnlessSeesAll } from './transparency-log.ts'

const position = z.string().regex(/^\d{1,18}$/, 'a position as a command returned it')
const basis = z.enum(['recorded', 'occurred'])
const aggregate = z.string().max(60)
const actorId = z.string().min(1).max(200)
/** One object to who asks, because unions are lost to most generators of clients; what each kind needs is asked after that. */
const query = z
  .object({
    kind: z.enum(['record', 'actor', 'period']),
    aggregate: aggregate.optional().describe('Of a record: its model.'),
    id: uuid.optional().describe('Of a record.'),
    actorId: actorId.optional().describe('Of an actor.'),
    from: instant.optional().describe('Of a period.'),
    to: instant.optional().describe('Of a period; included.'),
    basis: basis.optional().describe('Of a period; `recorded` unless told.'),
  })
  .pipe(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('record'), aggregate, id: uuid }),
      z.object({ kind: z.literal('actor'), actorId }),
      z.object({ kind: z.literal('period'), from: instant, to: instant, basis: basis.default('recorded') }),
    ]),
  )
const asked = z.object({
  query,
  upTo: position.optional().describe('Later events are not looked at; the end of the log unless told.'),
  newer: z.int().min(1).optional().describe('The size of a newer checkpoint to prove consistency with.'),
})

/** How long an export waits for the tree to hold what it is about, in ms. */
const patience = 30_000

/**
 * Signed bundles of a record's events, a person's actions or a period. The same query up to the same position gives the
 * same bytes for ever. Each is an event itself: who handed out what, and why.
 */
export function exportEndpoints(parts: {
  tree: TransparencyLog
  store: Pick<EventStore, 'readAll' | 'readStream' | 'lastPosition'>
  disclosure: AnyDecider
  /** Where bundles are kept for download. */
  folder: string
  /** The file of the stand-alone verifier. */
  verifier: string
}): Extension {
  const { tree, store, disclosure, folder, verifier } = parts
  const fileOf = (hash: string) => join(folder, `${hash}.tar`)
  return (_app, { jobs, execute, events, faces }) => [
    endpoint({
      method: 'POST',
      path: '/exports',
      summary:
        'Export events as a signed bundle that can be checked offline; the job’s result says where it is',
      tag: 'exports',
      hands: true,
      access: { permission: 'export.create' },
      body: asked,
      reply: jobSchema,
      status: 202,
      async run({ body, principal, request }) {
        const asking = principal()
        refuseUnlessSeesAll(asking, 'export.create')
        refuseAllMasked(asking)
        const upTo = body.upTo ?? String((await store.lastPosition()) ?? 0)
        const query = queryOf({ ...body.query }, upTo, faces.deciders)
        // Its own event is written when the request is over.
        const asker = { ...askedBy(request, 'disclosure.make'), command: 'disclosure.make' }
        return jobs.start('export', asking.actor.id, async ({ progress, signal }) => {
          if (!(await tree.waitFor(BigInt(upTo), patience)))
            throw new Unavailable('not-yet-signed', `The tree has not reached position ${upTo} yet.`)
          const parts = { store, tree, query, newer: body.newer, verifier: await readFile(verifier) }
          const { files, events } = await collect({ ...parts, signal, onProgress: progress })
          const tar = tarOf(files)
          const hash = sha256(tar, 'hex')
          await keep(fileOf(hash), tar)
          signal.throwIfAborted()
          const about = { events, bytes: tar.length, sha256: hash }
          const { id } = await execute({ ...asker, body: { query: textsOf(query), ...about } })
          return { id, path: `/api/exports/${id}/file`, query, ...about }
        })
      },
    }),
    endpoint({
      method: 'GET',
      path: '/exports/:id/file',
      summary: 'The bundle of an export, as a tar archive',
      tag: 'exports',
      hands: true,
      access: { permission: 'export.create' },
      parameters: z.object({ id: uuid }),
      media: 'application/x-tar',
      async run({ parameters: { id }, principal, reply }) {
        refuseUnlessSeesAll(principal(), 'export.create')
        refuseAllMasked(principal())
        const [made] = await events(disclosure, id)
        const { sha256: hash } = (made?.data ?? {}) as { sha256?: string }
        const file = fileOf(hash ?? 'none')
        const found = hash === undefined ? undefined : await stat(file).catch(() => undefined)
        if (!found) throw new NotFound(`bundle of the export ${id}`)
        reply.header('content-disposition', attachment(`hindsight-export-${id}.tar`))
        reply.header('content-length', String(found.size))
        return createReadStream(file)
      },
    }),
  ]
}

function queryOf(
  query: z.output<typeof asked>['query'],
  upTo: string,
  deciders: readonly AnyDecider[],
): Query {
  if (query.kind !== 'record') return { ...query, upTo }
  if (!deciders.some(({ name }) => name === query.aggregate)) {
    const message = `There is no ${query.aggregate}.`
    throw new InvalidInput([{ field: 'query.aggregate', rule: 'unknown', message }])
  }
  return { ...query, stream: streamName(query.aggregate, query.id), upTo }
}

function textsOf(query: Query): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]))
}

/** Complete under its name or not there: a download may ask for it at any time. */
async function keep(file: string, bytes: Buffer): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 })
  const draft = `${file}.${newId()}`
  await writeFile(draft, bytes, { mode: 0o600 })
  await rename(draft, file)
}
