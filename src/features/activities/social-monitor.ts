import { socialMonitorEndpoints } from '../../api/activities/social/account-endpoints.ts'
import { socialMonitorQueries } from '../../api/activities/social/monitor.ts'
import { socialMonitorTitles } from '../../api/activities/social/titles.ts'
import { socialMonitorCommands } from '../../commands/activities/social-monitor.ts'
import { socialMonitor as decider } from '../../domain/activities/social-monitor.ts'
import { mailReaders } from '../../platform/people/permissions.ts'
import { socialMonitorTable } from '../../projections/activities/social-monitor.ts'
import { feature } from '../feature.ts'

const whole = { may: ['socialMonitor.*'] } as const

export const socialMonitor = feature({
  decider,
  resource: 'social-monitors',
  grants: mailReaders,
  authority: { manager: whole, rep: { may: ['socialMonitor.read'] }, agent: { may: ['socialMonitor.read'] } },
  table: socialMonitorTable,
  commands: socialMonitorCommands,
  queries: socialMonitorQueries,
  titles: socialMonitorTitles,
  inMail: [],
  endpoints: [socialMonitorEndpoints],
})
