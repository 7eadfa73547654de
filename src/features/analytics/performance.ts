import { leadToWon } from '../../api/analytics/lead-to-won.ts'
import { performanceRecords, performance as query } from '../../api/analytics/performance.ts'
import { feature } from '../feature.ts'

export const performance = feature({
  name: 'performance',
  authority: { manager: { may: ['performance.read'] }, rep: { may: ['performance.read'] } },
  queries: [query, performanceRecords, leadToWon],
})
