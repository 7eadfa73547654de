import { Readable } from 'node:stream'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { NotFound } from '../../../commands/errors.ts'
import { type ReportDefinition, reportDefinition } from '../../../domain/analytics/report.ts'
import { line } from '../../../domain/values/text.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import type { Principal } from '../../../platform/people/permissions.ts'
import type { reportTable } from '../../../projections/analytics/report.ts'
import { timeParameters } from '../../http/asking.ts'
import { attachment } from '../../http/download.ts'
import { type Endpoint, endpoint } from '../../http/endpoint.ts'
import { caughtUp } from '../../http/routes.ts'
import type { Extension, Services } from '../../http/services.ts'
import { jsonParameter } from '../../lists/page.ts'
import type { TablesOf } from '../../lists/query.ts'
import { contentOf, csvFile, mostRows } from './file.ts'
import { mostOnPaper, reportPaper } from './paper.ts'
import { type ReadyMade, readyMade } from './ready-made.ts'
import { resultOf, resultSchema } from './result.ts'
import { mostInWorkbook, workbookFile } from './workbook.ts'

const tag = 'reports'

const definitionParameter = jsonParameter(reportDefinition).describe(
  'What is asked, as JSON: `{"model":"lead","groups":[{"field":"source"}],"measures":[{"of":"count"}]}`.',
)
const asked = timeParameters.extend({ definition: definitionParameter })

/** The files that a report is handed out as, by the end of their name. */
const files = {
  csv: {
    media: 'text/csv; charset=utf-8',
    words: 'as CSV (RFC 4180), which no spreadsheet takes for formulas',
    most: mostRows,
    write: (content: Content) => Readable.from(csvFile(content), { objectMode: false }),
  },
  xlsx: {
    media: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    words: 'as an Excel workbook with typed cells',
    most: mostInWorkbook,
    write: workbookFile,
  },
  pdf: {
    media: 'application/pdf',
    words: 'as PDF, in the same bytes whenever it is asked for as of the same instant',
    most: mostOnPaper,
    write: reportPaper,
  },
} as const
type Content = Awaited<ReturnType<typeof contentOf>> & { title: string; at: string }

/** What comes of reports, kept or just thought of, on the screen and as files; and those that come with the product. */
export const reportEndpoints: Extension = (_app, services) => [
  endpoint({
    method: 'GET',
    path: '/ready-made-reports',
    summary: 'Reports that come with the product: of sales, marketing, service and compliance',
    tag,
    access: { permission: 'report.read' },
    reply: z.object({ items: z.array(readyMade.schema) }),
    run: async ({ principal }) => ({ items: readyMade.for(principal()) as ReadyMade[] }),
  }),
  endpoint({
    path: '/report-results',
    name: 'runReport',
    method: 'GET',
    summary: 'What a report comes to that need not be kept',
    tag,
    access: { permission: 'report.read' },
    headers: 'read',
    parameters: asked,
    reply: resultSchema,
    async run({ parameters: { definition, ...at }, principal, request }) {
      await caughtUp(services, request)
      return resultOf(services, definition, { principal: principal(), at })
    },
  }),
  endpoint({
    name: 'getReportResult',
    method: 'GET',
    path: '/reports/:id/result',
    summary: 'What a report comes to, for who asks, now or at any instant',
    tag,
    access: { permission: 'report.read' },
    headers: 'read',
    parameters: timeParameters.extend({ id: uuid }),
    reply: resultSchema,
    async run({ parameters: { id, ...at }, principal, request }) {
      await caughtUp(services, request)
      const { definition } = await keptReport(services, principal(), id)
      return resultOf(services, definition, { principal: principal(), at })
    },
  }),
  ...(Object.keys(files) as (keyof typeof files)[]).flatMap((kind) => fileEndpoints(services, kind)),
]

function fileEndpoints(services: Services, kind: keyof typeof files): Endpoint[] {
  const { media, words, most, write } = files[kind]
  const about = { tag, access: { permission: 'report.export' }, headers: 'read', media, hands: true } as const
  const named = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`
  const fileOf = async (
    definition: ReportDefinition,
    of: { title: string; principal: Principal; at: z.output<typeof timeParameters> },
  ) => {
    const { title, ...asking } = of
    const content = await contentOf(services, definition, { ...asking, most })
    return write({ ...content, title, at: asking.at.asOf ?? services.clock() })
  }
  return [
    endpoint({
      ...about,
      name: `exportReport${named}`,
      method: 'GET',
      path: `/reports/:id/${kind}`,
      summary: `What a report comes to, ${words}`,
      parameters: timeParameters.extend({ id: uuid }),
      async run({ parameters: { id, ...at }, principal, request, reply }) {
        await caughtUp(services, request)
        const { name: title, definition } = await keptReport(services, principal(), id)
        const file = await fileOf(definition, { title, principal: principal(), at })
        reply.header('content-disposition', attachment(`${title}.${kind}`))
        return file
      },
    }),
    endpoint({
      ...about,
      name: `export${named}`,
      method: 'GET',
      path: `/report-files/${kind}`,
      summary: `What a report comes to that need not be kept, ${words}`,
      parameters: asked.extend({ title: line(120) }),
      async run({ parameters: { definition, title, ...at }, principal, request, reply }) {
        await caughtUp(services, request)
        const file = await fileOf(definition, { title, principal: principal(), at })
        reply.header('content-disposition', attachment(`${title}.${kind}`))
        return file
      },
    }),
  ]
}

/** The report as it is now: what it asks is asked of any instant. */
async function keptReport({ readModels }: Services, principal: Principal, id: string) {
  const row = await readModels.read(principal, {}, (db) =>
    (db as never as Kysely<TablesOf<[typeof reportTable]>>)
      .selectFrom('report')
      .select(['name', 'definition'])
      .where('id', '=', id)
      .executeTakeFirst(),
  )
  if (!row) throw new NotFound(`report ${id}`)
  return row
}
