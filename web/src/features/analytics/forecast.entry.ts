import { ChartColumn } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { ScreenEntry } from '../../records/entry.ts'

export type Forecast = Replies['/forecast']
export type ForecastGroup = Forecast['groups'][number]
export type ForecastTotal = Forecast['totals'][number]

export const forecast: ScreenEntry = {
  is: 'screen',
  path: 'forecast',
  label: 'Forecast',
  group: 'Sales',
  needs: 'forecast.read',
  models: ['opportunity', 'quota'],
  start: true,
  widgets: [
    {
      id: 'forecast',
      title: 'Forecast',
      needs: 'forecast.read',
      atFirst: 6,
      load: async () => (await import('./forecast-now.tsx')).ForecastNow,
    },
    {
      id: 'attainment',
      title: 'Quotas of this quarter',
      needs: 'quota.read',
      atFirst: 5,
      load: async () => (await import('./attainment.tsx')).AttainmentNow,
    },
  ],
  icon: ChartColumn,
  load: async () => (await import('./forecast.tsx')).ForecastScreen,
}
