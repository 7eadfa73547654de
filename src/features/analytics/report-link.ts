import { reportLinkPages } from '../../api/analytics/report/link.ts'
import { reportLinkQueries, reportLinkTitles } from '../../api/analytics/report/link-queries.ts'
import { reportLinkCommands } from '../../commands/analytics/report-link.ts'
import { reportLink as decider } from '../../domain/analytics/report-link.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { reportLinkTable } from '../../projections/analytics/report-link.ts'
import { feature } from '../feature.ts'

/** Reports shown to people without an account. It takes data out of the house, as files do, and so is for the same people. */
export const reportLink = feature({
  decider,
  resource: 'report-links',
  grants: ({ sharerId }) => [keyOf.user(sharerId)],
  authority: { manager: { may: ['reportLink.*'] } },
  table: reportLinkTable,
  commands: reportLinkCommands,
  queries: reportLinkQueries,
  titles: reportLinkTitles,
  endpoints: [reportLinkPages],
})
