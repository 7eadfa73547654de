import { alertCheck, alertQueries, alertTitles } from '../../api/settings/security-alert.ts'
import { alertCommands } from '../../commands/settings/security-alert.ts'
import { alert as decider } from '../../domain/settings/security-alert.ts'
import { alertTable } from '../../projections/settings/security-alert.ts'
import { feature } from '../feature.ts'

export const alert = feature({
  decider,
  resource: 'alerts',
  // Seen by those who see every alert: it is nobody's own.
  grants: () => [],
  table: alertTable,
  commands: alertCommands,
  queries: alertQueries,
  titles: alertTitles,
  schedules: (parts) => [{ name: 'alerts', at: '* * * * *', work: alertCheck(parts) }],
})
