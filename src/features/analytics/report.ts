import { reportEndpoints } from '../../api/analytics/report/endpoints.ts'
import { reportQueries, reportTitles } from '../../api/analytics/report/report.ts'
import { reportCommands } from '../../commands/analytics/report.ts'
import { report as decider } from '../../domain/analytics/report.ts'
import { everyone, keyOf } from '../../platform/people/permissions.ts'
import { reportTable } from '../../projections/analytics/report.ts'
import { feature } from '../feature.ts'

const own = {
  may: ['report.read', 'report.create', 'report.change', 'report.assign', 'report.archive', 'report.restore'],
} as const

/** What is asked again and again. It says nothing of what comes of it: that is what the reader may see. */
export const report = feature({
  decider,
  resource: 'reports',
  grants: ({ ownerId, shared }) => [keyOf.user(ownerId), ...(shared ? [everyone] : [])],
  authority: { manager: { may: ['report.*'] }, rep: own, agent: own },
  table: reportTable,
  commands: reportCommands,
  queries: reportQueries,
  titles: reportTitles,
  ownership: { column: 'ownerId', command: 'report.assign' },
  endpoints: [() => reportEndpoints],
})
