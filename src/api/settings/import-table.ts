import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { CommandDefinition } from '../../commands/command.ts'
import { organisationZone } from '../../commands/settings/organisation.ts'
import { fieldSetId } from '../../commands/settings/referred.ts'
import { customisedKinds, type KnownField } from '../../domain/settings/custom-field.ts'
import { fieldSet } from '../../domain/settings/field-set.ts'
import { currency } from '../../domain/values/money.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { Notice } from '../../imports/import.ts'
import { type DateOrder, dateOrders, decimalMarks, instantFrom } from '../../imports/table/formats.ts'
import { fieldTypes, type ImportKind, importKind, importKinds, kindOf } from '../../imports/table/kinds.ts'
import { type Mapping, mapping } from '../../imports/table/mapping.ts'
import { listed } from '../../imports/table/notices.ts'
import { openTable, type TableFile } from '../../imports/table/open.ts'
import { changesIn } from '../../imports/table/past.ts'
import { proposalOf } from '../../imports/table/proposal.ts'
import { importTable, type TableReport } from '../../imports/table/run.ts'
import { fieldsOf, type Surroundings } from '../../imports/table/translate.ts'
import type { WorkbookReader } from '../../platform/files/workbook.ts'
import { inOwnMatter, type Principal } from '../../platform/people/permissions.ts'
import type { Database } from '../../platform/pg/readers.ts'
import type { userTable } from '../../projections/identity/user.ts'
import type { pipelineTable } from '../../projections/sales/pipeline.ts'
import type { importTable as importRecords } from '../../projections/settings/import.ts'
import type { Services } from '../http/services.ts'
import type { TablesOf } from '../lists/query.ts'
import type { Working } from '../operate/jobs.ts'

type Parts = Pick<Services, 'execute' | 'readModels' | 'clock' | 'faces' | 'events'>

const format = z.enum([...dateOrders, ...decimalMarks])

export const importField = z
  .object({
    key: z.string(),
    label: z.string(),
    type: z.enum(fieldTypes),
    required: z.boolean(),
    options: z.array(z.string()),
  })
  .register(vocabulary, { id: 'ImportField' })

/** What columns can become, by kind of record. */
export const importFields = z.object({
  kinds: z.array(
    z.object({ kind: importKind, fields: z.array(importField) }).register(vocabulary, { id: 'ImportFields' }),
  ),
})

const sample = z
  .object({ written: z.string(), read: z.partialRecord(format, z.string()) })
  .register(vocabulary, { id: 'ImportSample' })

export const importProposal = mapping
  .extend({
    system: z.string(),
    key: z.string().nullable(),
    columns: z.array(
      z
        .object({
          column: z.string(),
          field: z.string().nullable(),
          format: format.nullable(),
          question: z
            .enum(['date-order', 'decimal-mark'])
            .nullable()
            .describe('What nobody can tell from the values; it is to be answered by the format.'),
          mixed: z
            .boolean()
            .describe('Whether values of both forms stand in it: some of them will not be read.'),
          samples: z.array(sample),
          filled: z.int().describe('In how many rows there is something.'),
          values: z
            .array(z.string())
            .describe('All values, where they are few and their meaning may have to be said.'),
          meanings: z.array(z.object({ value: z.string(), means: z.string() })),
        })
        .register(vocabulary, { id: 'ImportProposedColumn' }),
    ),
    empty: z.array(z.string()),
    currency: currency.nullable(),
    existing: z.enum(['update', 'fill', 'skip']),
    rows: z.int(),
    asksCurrency: z.boolean().describe('Whether amounts of the file say no currency.'),
    follows: uuid.nullable().describe('The earlier import of the source whose mapping this is.'),
    remarks: z.array(z.string()),
  })
  .register(vocabulary, { id: 'ImportProposal' })

const custom = async (
  { execute }: Pick<Parts, 'execute'>,
  kind: ImportKind,
): Promise<readonly KnownField[]> =>
  customisedKinds.some((one) => one === kind)
    ? ((await execute.load(fieldSet, fieldSetId(kind)))?.fields ?? [])
    : []

export async function tellFields(parts: Parts) {
  const kinds = await Promise.all(
    importKinds.map(async (kind) => ({
      kind,
      fields: fieldsOf(kindOf(kind), await custom(parts, kind)).map(
        ({ key, label, type, required = false, options = [] }) => ({
          key,
          label,
          type,
          required,
          options: [...options],
        }),
      ),
    })),
  )
  return { kinds }
}

/** How a file would be read. */
export async function propose(
  parts: Parts & { workbooks: WorkbookReader },
  principal: Principal,
  { file, kind, system }: { file: TableFile; kind?: ImportKind | undefined; system?: string | undefined },
) {
  const sheet = await openTable(file, parts.workbooks)
  const own = new Map<ImportKind, readonly KnownField[]>()
  for (const each of importKinds) own.set(each, await custom(parts, each))
  return proposalOf({
    file: file.name,
    sheet,
    kind,
    system,
    customOf: (each) => own.get(each) ?? [],
    remembered: async (each, from) => {
      const row = await reading(parts, principal, 'import', (db) =>
        (db as never as Kysely<TablesOf<[typeof importRecords]>>)
          .selectFrom('import')
          .select(['id', 'mapping'])
          .where('kind', '=', each)
          .where('system', '=', from)
          .orderBy('createdAt', 'desc')
          .limit(1)
          .executeTakeFirst(),
      )
      const known = row && mapping.safeParse(row.mapping)
      return row && known?.success ? { id: row.id, mapping: known.data } : undefined
    },
  })
}

/** Whoever may import may know what it has to be matched with. */
const reading = <T>(
  { readModels }: Pick<Parts, 'readModels'>,
  principal: Principal,
  model: string,
  work: (db: Database) => Promise<T>,
) => readModels.read(inOwnMatter(principal, `${model}.read`, [model]), {}, work)

async function surroundings(parts: Parts, principal: Principal, kind: ImportKind): Promise<Surroundings> {
  const users = await reading(parts, principal, 'user', (db) =>
    (db as never as Kysely<TablesOf<[typeof userTable]>>)
      .selectFrom('user')
      .select(['id', 'name', 'email'])
      .where('active', '=', true)
      .execute(),
  )
  const pipelines = await reading(parts, principal, 'pipeline', (db) =>
    (db as never as Kysely<TablesOf<[typeof pipelineTable]>>)
      .selectFrom('pipeline')
      .select(['id', 'name', 'isDefault', 'stages'])
      .where('archived', '=', false)
      .execute(),
  )
  return {
    zone: await organisationZone(parts.execute.load, parts.clock()),
    users,
    pipelines,
    custom: await custom(parts, kind),
  }
}

/** A file, brought in as a job; or, dry, what would come of it. */
export async function carryTableOut(
  parts: Parts & { workbooks: WorkbookReader },
  {
    file,
    history,
    lines,
    asked,
    dry,
    principal,
    id,
    signal,
    progress,
  }: Working & {
    file: TableFile
    /** What happened to the records before. */
    history: TableFile | undefined
    lines: number
    asked: Mapping
    dry: boolean
    principal: Principal
    id: string
  },
): Promise<TableReport> {
  const sheet = await openTable(file, parts.workbooks)
  const kind = kindOf(asked.kind)
  const visibility = parts.faces.commandOf(kind.create) as CommandDefinition
  const around = await surroundings(parts, principal, asked.kind)
  const order = asked.columns.find(({ field }) => field === 'createdAt')?.format ?? 'ymd'
  const instantOf = (text: string) => instantFrom(text, order as DateOrder, around.zone).value
  const past = history
    ? await changesIn(history.name, await openTable(history, parts.workbooks), {
        kind,
        mapping: asked,
        around,
        instantOf,
      })
    : { byKey: new Map(), unread: [] }
  const report = await importTable({
    file: file.name,
    sheet,
    mapping: asked,
    past: past.byKey,
    around,
    now: parts.clock(),
    execute: parts.execute,
    lastOf: async (of, recordId) => (await parts.events(of, recordId)).at(-1)?.occurredAt,
    principal,
    visibility,
    id,
    dry,
    signal,
    // The lines of the file are more than its rows, or as many.
    progress: (done) => progress(done, Math.max(done, lines - 1)),
  })
  const unread = past.unread.map(
    ({ line, message }): Notice => ({
      file: history?.name ?? '',
      line,
      kind: 'incomplete',
      field: '',
      message,
    }),
  )
  const { counts, notices } = report
  return {
    ...report,
    counts: { ...counts, incomplete: counts.incomplete + unread.length },
    notices: [...notices, ...unread.slice(0, listed)],
  }
}
