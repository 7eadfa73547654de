import { z } from 'zod'
import { InvalidInput } from '../../commands/errors.ts'
import { line } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { type ImportReport, type Notice, runImport } from '../../imports/import.ts'
import { type MavenFiles, mavenCrm, mavenFiles } from '../../imports/maven-crm.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { newId } from '../../platform/process/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import type { Extension, Services } from '../http/services.ts'
import { jobSchema } from '../operate/admin.ts'
import type { Working } from '../operate/jobs.ts'
import { createUploads, fileIn, type Upload } from '../operate/uploads.ts'
import { importHistories } from './histories.ts'

/** The largest file taken, in bytes. */
const largest = 256 * 1024 * 1024
/** So many notices of each kind are listed; the lines of all are counted. */
const listed = 1000

const sent = (what: string) => uuid.describe(`A file that was sent: ${what}`)
const asked = z.discriminatedUnion('format', [
  z.object({
    format: z.literal('maven-crm'),
    files: z.strictObject(
      Object.fromEntries(
        Object.entries(mavenFiles).map(([file, columns]) => [
          file,
          sent(`CSV with the columns ${columns.join(', ')}`),
        ]),
      ),
    ),
  }),
  z.object({
    format: z.literal('histories'),
    files: z.strictObject({ 'histories.ndjson': sent('lines as POST /histories takes them') }),
  }),
])

type Import = (of: Working & { principal: Principal }) => Promise<ImportReport>

/** Importing as a job: the files are read before it starts, so that what cannot be read changes nothing. */
export const importEndpoints =
  (folder: string): Extension =>
  (app, services) => {
    const uploads = createUploads(folder)
    app.addHook('onClose', () => uploads.stop())
    return [
      endpoint({
        method: 'POST',
        path: '/imports/files',
        summary: 'Send a file to be imported; it is kept until it was, an hour at most',
        tag: 'imports',
        access: { permission: 'import.run' },
        parameters: z.object({ name: line(200).describe('What it is called, for people.') }),
        file: true,
        reply: z.object({ id: uuid, name: z.string(), bytes: z.int(), lines: z.int() }),
        status: 201,
        async run({ parameters: { name }, request, principal }) {
          const body = fileIn(request, largest)
          const { read: _, ...upload } = await uploads.take(principal().actor.id, name, body)
          return upload
        },
      }),
      endpoint({
        method: 'POST',
        path: '/imports',
        summary:
          'Import files that were sent; progress is on the live topic job/<id>, the report is the job’s result',
        tag: 'imports',
        access: { permission: 'import.run' },
        body: asked,
        reply: jobSchema,
        status: 202,
        async run({ body: { format, files }, principal }) {
          const asking: Principal = { ...principal(), via: { kind: 'import', id: newId() } }
          const find = () =>
            new Map(
              Object.entries<string>(files).map(([file, id]) => [
                file,
                uploads.find(asking.actor.id, id) ?? noFile(`files.${file}`),
              ]),
            )
          const carryOut = await formats[format](find(), services)
          // Another request may have taken them while they were read.
          const found = find()
          for (const { id } of found.values()) uploads.use(id)
          const about = [...found.values()].map(({ name }) => name).join(', ')
          return services.jobs.start(
            'import',
            asking.actor.id,
            async (working) => {
              try {
                return reported(await carryOut({ ...working, principal: asking }))
              } finally {
                for (const { id } of found.values()) await uploads.drop(id)
              }
            },
            about,
          )
        },
      }),
    ]
  }

const formats: Readonly<
  Record<
    z.output<typeof asked>['format'],
    (files: ReadonlyMap<string, Upload>, services: Services) => Promise<Import>
  >
> = {
  async 'maven-crm'(files, { execute }) {
    const sources = [...files].map(([file, { read }]) => [file, read])
    const plan = await mavenCrm(Object.fromEntries(sources) as MavenFiles)
    return ({ progress, ...how }) =>
      runImport({ ...how, plan, execute, onProgress: ({ done, total }) => progress(done, total) })
  },
  async histories(files, services) {
    const [[name, file] = noFile('files')] = files
    return (how) => importHistories(services, { ...how, name, file })
  },
}

function noFile(field: string): never {
  throw new InvalidInput([
    { field, rule: 'unknown', message: 'This file is not here any more: send it again.' },
  ])
}

function reported({ position, notices, ...report }: ImportReport) {
  const kinds = ['refused', 'incomplete', 'mapped'] as const
  const of = (kind: Notice['kind']) => notices.filter((notice) => notice.kind === kind)
  return {
    ...report,
    position: String(position),
    counts: Object.fromEntries(
      kinds.map((kind) => [kind, new Set(of(kind).map(({ file, line: at }) => `${file} ${at}`)).size]),
    ),
    notices: kinds.flatMap((kind) => of(kind).slice(0, listed)),
  }
}
