import { attainment } from '../../api/analytics/attainment.ts'
import { quotaQueries, quotaTitles } from '../../api/sales/quota.ts'
import { quotaCommands, quotaGrants } from '../../commands/sales/quota.ts'
import { quota as decider } from '../../domain/sales/quota.ts'
import { quotaTable } from '../../projections/sales/quota.ts'
import { feature } from '../feature.ts'

export const quota = feature({
  decider,
  resource: 'quotas',
  grants: quotaGrants,
  authority: { manager: { may: ['quota.*'] }, rep: { may: ['quota.read'] } },
  table: quotaTable,
  commands: quotaCommands,
  queries: [...quotaQueries, attainment],
  titles: quotaTitles,
})
