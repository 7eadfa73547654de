import { z } from 'zod'
import { InvalidInput, NotFound } from '../../commands/errors.ts'
import { conflict } from '../../domain/error.ts'
import { dataImport, importStatus } from '../../domain/settings/import.ts'
import { instant } from '../../domain/values/instant.ts'
import { line } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { type ImportReport, type Notice, runImport } from '../../imports/import.ts'
import { type MavenFiles, mavenCrm, mavenFiles } from '../../imports/maven-crm.ts'
import { importKind } from '../../imports/table/kinds.ts'
import { mapping } from '../../imports/table/mapping.ts'
import { openTable } from '../../imports/table/open.ts'
import type { WorkbookReader } from '../../platform/files/workbook.ts'
import { keyOf, type Principal, sees } from '../../platform/people/permissions.ts'
import { newId } from '../../platform/process/ids.ts'
import { userTable } from '../../projections/identity/user.ts'
import { importTable as importRecords } from '../../projections/settings/import.ts'
import { endpoint } from '../http/endpoint.ts'
import type { Extension, Services } from '../http/services.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { jobSchema } from '../operate/admin.ts'
import type { Working } from '../operate/jobs.ts'
import { createUploads, fileIn, type Upload } from '../operate/uploads.ts'
import { importHistories } from './histories.ts'
import { carryTableOut, importFields, importProposal, propose, tellFields } from './import-table.ts'
import { type UndoParts, undoImport } from './import-undo.ts'

interface Parts extends Omit<UndoParts, 'deciders'> {
  /** Where files lie that come in. */
  folder: string
  workbooks: WorkbookReader
}

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
  z.object({
    format: z.literal('table'),
    files: z.strictObject({
      table: sent('CSV, XLSX, vCard or JSON with a row for each record'),
      history: sent(
        'what happened to them before: a change of a field in each row, or what a record was from then on',
      ).optional(),
    }),
    mapping,
    dry: z
      .boolean()
      .default(false)
      .describe(
        'Decide on all of it, and write nothing: the report says what would come of it. The file stays.',
      ),
  }),
])

type Import = (
  of: Working & { principal: Principal },
) => Promise<Omit<ImportReport, 'position'> & { position: bigint }>

export const importQueries = recordQueries(importRecords)({
  resource: 'imports',
  summary: 'Files that were brought in: how they were read, what came of them, and whether they were undone',
  row: z.object({
    kind: z.string(),
    system: z.string(),
    file: z.string(),
    mapping: z.record(z.string(), z.unknown()),
    status: importStatus,
    startedById: uuid,
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    refused: z.int(),
    events: z.int(),
    endedAt: instant.nullable(),
    withdrawn: z.int(),
    restored: z.int(),
    notUndone: z.int(),
  }),
  references: { startedById: userTable },
  filters: { kind: z.string(), system: z.string(), status: importStatus },
  sorts: ['-createdAt', 'updatedAt', 'endedAt'],
})

const records = (count: number) => (count === 1 ? '1 record' : `${count} records`)

export const importTitles = titlesOf(dataImport, {
  'import.started': ({ data }) => `Import of ${data.file} from ${data.system} began`,
  'import.ended': ({ data }) =>
    `${data.created} created, ${data.updated} updated, ${data.refused} refused${data.cancelled ? ', then cancelled' : ''}`,
  'import.revert-begun': () => 'Undoing it began',
  'import.reverted': ({ data }) =>
    `${records(data.withdrawn)} taken out again, ${records(data.restored)} brought back${data.notUndone > 0 ? `, ${records(data.notUndone)} left` : ''}`,
})

/** Importing as a job: the files are read before it starts, so that what cannot be read changes nothing. */
export const importEndpoints =
  (parts: Parts): Extension =>
  (app, services) => {
    const uploads = createUploads(parts.folder)
    app.addHook('onClose', () => uploads.stop())
    const undoing = new Set<string>()
    const all = { ...services, workbooks: parts.workbooks }
    return [
      endpoint({
        method: 'GET',
        path: '/imports/fields',
        summary: 'What the columns of a file can become, by kind of record',
        tag: 'imports',
        access: { permission: 'import.run' },
        reply: importFields,
        run: () => tellFields(services),
      }),
      endpoint({
        method: 'POST',
        path: '/imports/proposal',
        summary:
          'How a file that was sent would be read: its kind, where its columns go, and what only people can say',
        tag: 'imports',
        access: { permission: 'import.run' },
        body: z.object({
          file: sent('CSV, XLSX, vCard or JSON'),
          kind: importKind.optional().describe('What it holds; left out, what its columns look like.'),
          system: line(80).optional().describe('Where it is from; left out, whose export it looks like.'),
        }),
        reply: importProposal,
        run({ body: { file, kind, system }, principal }) {
          const found = uploads.find(principal().actor.id, file) ?? noFile('file')
          return propose(all, principal(), { file: found, kind, system })
        },
      }),
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
        async run({ body, principal }) {
          const { format, files } = body
          const isDry = format === 'table' && body.dry
          const id = newId()
          const asking: Principal = { ...principal(), via: { kind: 'import', id } }
          const find = () =>
            new Map(
              Object.entries<string | undefined>(files)
                .flatMap(([file, sentAs]) => (sentAs === undefined ? [] : [[file, sentAs] as const]))
                .map(([file, id]) => [file, uploads.find(asking.actor.id, id) ?? noFile(`files.${file}`)]),
            )
          const carryOut =
            format === 'table' ? await table(all, find(), body, id) : await formats[format](find(), services)
          // Another request may have taken them while they were read.
          const found = find()
          if (!isDry) for (const one of found.values()) uploads.use(one.id)
          const about = [...found.values()].map(({ name }) => name).join(', ')
          return services.jobs.start(
            isDry ? 'import-trial' : 'import',
            asking.actor.id,
            async (working) => {
              try {
                return {
                  ...reported(await carryOut({ ...working, principal: asking })),
                  importId: isDry ? null : id,
                }
              } finally {
                if (!isDry) for (const one of found.values()) await uploads.drop(one.id)
              }
            },
            about,
          )
        },
      }),
      endpoint({
        method: 'POST',
        path: '/imports/:id/revert',
        summary:
          'Undo an import of a table: what it made is withdrawn, what it changed is brought back; what somebody went on with is left',
        tag: 'imports',
        access: { permission: 'import.revert' },
        parameters: z.object({ id: uuid }),
        reply: jobSchema,
        status: 202,
        async run({ parameters: { id }, principal }) {
          const asking = principal()
          const state = await services.execute.load(dataImport, id)
          if (!state || !sees(asking.keys, 'import', id, importGrants(state)))
            throw new NotFound(`import ${id}`)
          if (undoing.has(id) || running.has(id))
            conflict('import.running', 'This import is under way; wait for its end.')
          const asked = { principal: asking, id }
          await services.execute({ ...asked, command: 'import.begin-revert', body: {} })
          undoing.add(id)
          return services.jobs.start(
            'import-undo',
            asking.actor.id,
            async (working) => {
              try {
                const { left, ...counts } = await undoImport(
                  { ...parts, deciders: services.faces.deciders },
                  id,
                  { ...working, principal: asking },
                )
                if (!working.signal.aborted)
                  await services.execute({ ...asked, command: 'import.end-revert', body: counts })
                return { ...counts, left }
              } finally {
                undoing.delete(id)
              }
            },
            state.system,
          )
        },
      }),
    ]
  }

/** Imports of tables that are under way in this process. */
const running = new Set<string>()

/** Who sees what became of an import: who began it, and whoever may see all of them. */
export const importGrants = ({ startedById }: { startedById: string }) => [keyOf.user(startedById)]

async function table(
  parts: Services & { workbooks: WorkbookReader },
  files: ReadonlyMap<string, Upload>,
  { mapping: read, dry }: Pick<Extract<z.output<typeof asked>, { format: 'table' }>, 'mapping' | 'dry'>,
  id: string,
): Promise<Import> {
  const file = files.get('table') ?? noFile('files.table')
  // What cannot be read at all changes nothing, and nothing is begun.
  for (const one of files.values()) await openTable(one, parts.workbooks)
  return async (working) => {
    const { execute } = parts
    const asking = { principal: working.principal }
    const { kind, system } = read
    running.add(id)
    try {
      if (!dry)
        await execute({
          ...asking,
          command: 'import.start',
          id,
          body: { kind, system, file: file.name, mapping: read },
        })
      const how = { ...working, file, history: files.get('history'), lines: file.lines, asked: read, dry, id }
      const report = await carryTableOut(parts, how)
      const { created, updated, unchanged, refused, events, cancelled } = report
      const body = { created, updated, unchanged, refused, events, cancelled }
      if (!dry) await execute({ ...asking, command: 'import.end', id, body })
      return report
    } finally {
      running.delete(id)
    }
  }
}

const formats: Readonly<
  Record<
    Exclude<z.output<typeof asked>['format'], 'table'>,
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

function reported({
  position,
  notices,
  ...report
}: ImportReport & { counts?: Record<Notice['kind'], number> }) {
  const kinds = ['refused', 'incomplete', 'mapped'] as const
  const of = (kind: Notice['kind']) => notices.filter((notice) => notice.kind === kind)
  return {
    ...report,
    position: String(position),
    counts:
      report.counts ??
      Object.fromEntries(
        kinds.map((kind) => [kind, new Set(of(kind).map(({ file, line: at }) => `${file} ${at}`)).size]),
      ),
    notices: kinds.flatMap((kind) => of(kind).slice(0, listed)),
  }
}
