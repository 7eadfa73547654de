import { alertCheck, securityAlertQueries, securityAlertTitles } from '../../api/settings/security-alert.ts'
import { securityAlertCommands } from '../../commands/settings/security-alert.ts'
import { securityAlert as decider } from '../../domain/settings/security-alert.ts'
import { securityAlertTable } from '../../projections/settings/security-alert.ts'
import { feature } from '../feature.ts'

export const securityAlert = feature({
  decider,
  resource: 'security-alerts',
  // Seen by those who see every alert: it is nobody's own.
  grants: () => [],
  table: securityAlertTable,
  commands: securityAlertCommands,
  queries: securityAlertQueries,
  titles: securityAlertTitles,
  schedules: (parts) => [{ name: 'alerts', at: '* * * * *', work: alertCheck(parts) }],
})
