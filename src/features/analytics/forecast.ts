import { forecast as query } from '../../api/analytics/forecast.ts'
import { forecastMethods } from '../../api/analytics/forecast-methods.ts'
import { whatIf } from '../../api/analytics/what-if.ts'
import { feature } from '../feature.ts'

export const forecast = feature({
  name: 'forecast',
  authority: { manager: { may: ['forecast.read'] }, rep: { may: ['forecast.read'] } },
  queries: [query, forecastMethods, whatIf],
})
