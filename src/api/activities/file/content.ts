import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { FieldsForbidden, Forbidden, InvalidInput, NotFound } from '../../../commands/errors.ts'
import type { Request } from '../../../commands/execute.ts'
import { type FileContent, file, filedWith, fileName } from '../../../domain/activities/file.ts'
import { extensionOf, fileTypeNamed, fileTypeOf, mustBeTaken } from '../../../domain/activities/file-type.ts'
import { conflict, refuse } from '../../../domain/error.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { type Content, type Files, Infected } from '../../../platform/files/files.ts'
import { ScannerUnavailable } from '../../../platform/files/scanner.ts'
import { StorageUnavailable } from '../../../platform/files/storage.ts'
import { StoreUnavailable } from '../../../platform/log/event-store.ts'
import { allows, systemPrincipal } from '../../../platform/people/permissions.ts'
import { createdId } from '../../../platform/process/ids.ts'
import type { fileTable } from '../../../projections/activities/file.ts'
import { timeParameters } from '../../http/asking.ts'
import { disposition } from '../../http/download.ts'
import { endpoint } from '../../http/endpoint.ts'
import { hiddenOf } from '../../http/masks.ts'
import { Unavailable } from '../../http/problem.ts'
import { isKnown, rangeAsked } from '../../http/ranges.ts'
import { answer, askedBy, caughtUp, outcomeSchema } from '../../http/routes.ts'
import type { Extension, Services } from '../../http/services.ts'
import { flag } from '../../lists/page.ts'
import type { TablesOf } from '../../lists/query.ts'
import { fileIn } from '../../operate/uploads.ts'

const { model: filedModel } = filedWith.shape
const called = fileName.describe('What it is called; it must end as what it is.')

/** Before anything of it is there: whether it may come at all is asked first. */
const toCome = { bytes: 1, hash: null, blob: '0'.repeat(64), key: '00000000-0000-4000-8000-000000000000' }

/**
 * What browsers may do with a content that is shown: nothing but show it. Of a PDF no sandbox is made, because in one
 * Chromium does not show it; its viewer has one of its own.
 */
const shownSafely = (type: string) =>
  `default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'; ${type === 'application/pdf' ? "object-src 'self'" : 'sandbox'}`

/** How contents of files come in and go out: as they are, as streams, encrypted where they lie. */
export const fileContentEndpoints =
  ({ files }: { files: Files }): Extension =>
  (_app, services) => [
    endpoint({
      method: 'POST',
      path: '/files',
      summary: 'Put a file with a record: its content as it is, as the body',
      tag: 'files',
      access: { permission: 'file.add' },
      headers: 'command',
      parameters: z.object({ model: filedModel, recordId: uuid, name: called }),
      file: true,
      reply: outcomeSchema,
      status: 201,
      async run({ parameters: { model, recordId, name }, request, reply }) {
        const asked = { ...askedBy(request, 'file.add'), command: 'file.add' }
        const before = asked.commandId === undefined ? undefined : createdId(asked.commandId)
        const outcome = await takeFile(services, files, () => bodyOf(request, files.largest), asked, {
          body: { record: { model, id: recordId }, name },
          before: before === undefined ? [] : await contentsOf(services, before),
        })
        reply.header('location', `/api/files/${outcome.id}`)
        return answer(reply, outcome)
      },
    }),
    endpoint({
      method: 'POST',
      path: '/files/:id/versions',
      summary: 'Put a new version in the place of a file; those before it stay',
      tag: 'files',
      access: { permission: 'file.replace' },
      headers: 'command',
      parameters: z.object({ id: uuid, name: called.optional() }),
      file: true,
      reply: outcomeSchema,
      async run({ parameters: { id, name }, request, reply }) {
        const state = await services.execute.load(file, id)
        const outcome = await takeFile(
          services,
          files,
          () => bodyOf(request, files.largest),
          { ...askedBy(request, 'file.replace', id), command: 'file.replace', id },
          { body: { name: name ?? state?.name ?? 'none.txt' }, before: state?.versions ?? [] },
        )
        return answer(reply, outcome)
      },
    }),
    endpoint({
      method: 'GET',
      path: '/files/:id/content',
      summary: 'What a file holds, now or in a version before; each download is in the access log',
      tag: 'files',
      access: { permission: 'file.read' },
      headers: 'read',
      model: 'file',
      parameters: timeParameters.extend({
        id: uuid,
        version: z.coerce.number().int().min(1).optional().describe('The last one unless told.'),
        inline: flag.optional().describe('Whether it is to be shown, where that is safe, and not saved.'),
      }),
      // Whatever the file is.
      media: '*/*',
      ranges: true,
      async run({ parameters: { id, version, inline, ...at }, principal, request, reply }) {
        await caughtUp(services, request, { reply, reads: ['file'] })
        const reader = principal()
        const hidden = [...hiddenOf(reader, 'file')].filter((name) => ['versions', 'name'].includes(name))
        if (hidden.length > 0) throw new FieldsForbidden('file', hidden)
        const row = await services.readModels.read(reader, at, (db) =>
          (db as never as Kysely<TablesOf<[typeof fileTable]>>)
            .selectFrom('file')
            .select(['name', 'versions', 'model'])
            .where('id', '=', id)
            .executeTakeFirst(),
        )
        const found = row?.versions[(version ?? row.versions.length) - 1]
        if (!row || !found) throw new NotFound(row ? `version ${version} of the file ${id}` : `file ${id}`)
        // Who may see that a call was recorded need not hear it.
        if (row.model === 'phoneCall' && !allows(reader.may, 'phoneCall.listen'))
          throw new Forbidden('phoneCall.listen')
        // The address of what it is: of another content it is another one.
        const etag = `"${found.blob}"`
        if (isKnown(request.headers, etag)) return reply.header('etag', etag).status(304).send()
        const range = request.method === 'GET' ? rangeAsked(request.headers, { ...found, etag }) : undefined
        const content = await reaching(() => files.read(found, range))
        if (content === 'erased')
          conflict('file.erased', 'The person of this file was erased, and it with them.')
        if (content === 'missing')
          throw new Unavailable('unavailable', 'The content of this file is not in the storage.', 60)
        const shown = inline && fileTypeNamed(found.type)?.preview
        return reply
          .headers({
            'content-disposition': disposition(
              version === undefined ? row.name : found.name,
              shown ? 'inline' : 'attachment',
            ),
            'accept-ranges': 'bytes',
            etag,
            'content-length': String(range ? range.to + 1 - range.from : found.bytes),
            ...(range && { 'content-range': `bytes ${range.from}-${range.to}/${found.bytes}` }),
            'content-security-policy': shownSafely(found.type),
            // The app shows it in a frame of its own.
            'x-frame-options': 'SAMEORIGIN',
          })
          .status(range ? 206 : 200)
          .type(found.type)
          .send(Readable.from(content, { objectMode: false }))
      },
    }),
  ]

/**
 * Whether it may come is asked before it is read, and decided when it is there. The same content under the same key, or
 * once more in a row, is what is there already.
 */
export async function takeFile(
  services: Pick<Services, 'execute' | 'clock'>,
  files: Files,
  content: () => AsyncIterable<Buffer>,
  asked: Omit<Request, 'body'>,
  { body, before }: { body: { record?: object; name: string }; before: readonly FileContent[] },
) {
  const { execute } = services
  const { commandId: _, ...once } = asked
  const type = mustBeTaken(extensionOf(body.name)).type
  if (before.length === 0 || asked.id !== undefined)
    await execute.rehearse({ ...once, body: { ...body, content: { ...toCome, type } } })
  const arrived = await reaching(() =>
    files.take(content(), (first) => fileTypeOf(body.name, first).type),
  ).catch(async (error: unknown) => {
    if (!(error instanceof Infected)) throw error
    await tell(services, asked, error)
    refuse('file.infected', error.message, { details: { signature: error.signature } })
  })
  try {
    const known = before.find(({ hash }) => hash !== null && hash === arrived.content.hash)
    if (!known) await reaching(() => arrived.keep())
    const content = known ? contentOf(known) : arrived.content
    const outcome = await execute({ ...asked, body: { ...body, content } }).catch(async (error: unknown) => {
      // Whether it was written may not be known; then the sweep looks.
      if (!known && !(error instanceof StoreUnavailable)) await files.forget([content])
      throw error
    })
    if (!known) await arrived.named()
    return outcome
  } finally {
    await arrived.drop()
  }
}

export function bodyOf(request: FastifyRequest, largest: number): AsyncIterable<Buffer> {
  if (/^multipart\//i.test(request.headers['content-type'] ?? ''))
    throw new InvalidInput([
      { field: '', rule: 'form', message: 'Send the file as it is, as the body; its name is a parameter.' },
    ])
  return fileIn(request, largest)
}

async function contentsOf({ execute }: Services, id: string): Promise<readonly FileContent[]> {
  return (await execute.load(file, id))?.versions.slice(0, 1) ?? []
}

function contentOf({ type, bytes, hash, blob, key }: FileContent): Content {
  return { type, bytes, hash, blob, key }
}

/** Who sends a virus, or is made to, is an administrator's matter. */
async function tell(
  { execute, clock }: Pick<Services, 'execute' | 'clock'>,
  { principal, ip }: Omit<Request, 'body'>,
  { signature }: Infected,
) {
  const now = clock()
  const about = {
    kind: 'virus-found',
    subject: signature.slice(0, 100),
    from: now,
    to: now,
    count: 1,
    limit: 1,
  }
  await execute({
    command: 'securityAlert.raise',
    body: { ...about, actorId: principal.actor.id, ip: ip ?? null },
    principal: systemPrincipal('virus-scan', { kind: 'saga' }),
  })
}

async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StorageUnavailable || error instanceof ScannerUnavailable)
      throw new Unavailable('unavailable', `${error.message} Nothing was kept.`, 30)
    throw error
  }
}
