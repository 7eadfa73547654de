import { sqlEndpoints } from '../../api/analytics/sql/endpoints.ts'
import { feature } from '../feature.ts'

/** The read models in SQL of one's own, with a key that may. */
export const sql = feature({
  name: 'sql',
  authority: { manager: { may: ['sql.read'] } },
  endpoints: [sqlEndpoints],
})
