import { z } from 'zod'
import { reportDefinition } from '../../../domain/analytics/report-definition.ts'
import { type ReportFormat, reportFormat } from '../../../domain/analytics/report-format.ts'
import { line } from '../../../domain/values/text.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { timeParameters } from '../../http/asking.ts'
import { attachment } from '../../http/download.ts'
import { type Endpoint, endpoint } from '../../http/endpoint.ts'
import { caughtUp } from '../../http/routes.ts'
import type { Extension, Services } from '../../http/services.ts'
import { jsonParameter } from '../../lists/page.ts'
import { fileOf, formats, keptReport } from './formats.ts'
import { metricSearch } from './metric-search.ts'
import { type ReadyMade, readyMade } from './ready-made.ts'
import { restatedParameters, restatedSchema, restatedSums } from './restated-sums.ts'
import { resultOf, resultSchema } from './result.ts'

const tag = 'reports'

const definitionParameter = jsonParameter(reportDefinition).describe(
  'What is asked, as JSON: `{"model":"lead","groups":[{"field":"source"}],"measures":[{"of":"count"}]}`.',
)
const asked = timeParameters.extend({ definition: definitionParameter })

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
  endpoint({
    name: 'restateReport',
    method: 'GET',
    path: '/restated-sums',
    summary:
      'The sums of a report in one currency: at the rates of the day each amount was booked, of today, and of any day',
    tag,
    access: { permission: 'report.read' },
    headers: 'read',
    parameters: asked.extend(restatedParameters),
    reply: restatedSchema,
    async run({ parameters: { definition, in: into, ratesOn, ...at }, principal, request }) {
      await caughtUp(services, request)
      return restatedSums(services, definition, { in: into, ratesOn, principal: principal(), at })
    },
  }),
  metricSearch(services),
  ...reportFormat.options.flatMap((format) => fileEndpoints(services, format)),
]

function fileEndpoints(services: Services, format: ReportFormat): Endpoint[] {
  const { media, words } = formats[format]
  const about = { tag, access: { permission: 'report.export' }, headers: 'read', media, hands: true } as const
  const named = `${format.charAt(0).toUpperCase()}${format.slice(1)}`
  return [
    endpoint({
      ...about,
      name: `exportReport${named}`,
      method: 'GET',
      path: `/reports/:id/${format}`,
      summary: `What a report comes to, ${words}`,
      parameters: timeParameters.extend({ id: uuid }),
      async run({ parameters: { id, ...at }, principal, request, reply }) {
        await caughtUp(services, request)
        const { name: title, definition } = await keptReport(services, principal(), id)
        const { bytes } = await fileOf(services, definition, { format, title, principal: principal(), at })
        reply.header('content-disposition', attachment(`${title}.${format}`))
        return bytes
      },
    }),
    endpoint({
      ...about,
      name: `export${named}`,
      method: 'GET',
      path: `/report-files/${format}`,
      summary: `What a report comes to that need not be kept, ${words}`,
      parameters: asked.extend({ title: line(120) }),
      async run({ parameters: { definition, title, ...at }, principal, request, reply }) {
        await caughtUp(services, request)
        const { bytes } = await fileOf(services, definition, { format, title, principal: principal(), at })
        reply.header('content-disposition', attachment(`${title}.${format}`))
        return bytes
      },
    }),
  ]
}
