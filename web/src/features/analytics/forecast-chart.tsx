import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { minorDigits } from '../../../../src/domain/values/currency.ts'
import { moneyNumber } from '../../ui/format.ts'
import type { ForecastGroup } from './forecast.entry.ts'

const series = [
  { name: 'Won', color: 'var(--chart-won)' },
  { name: 'Weighted open', color: 'var(--chart-weighted)' },
  { name: 'Up to best case', color: 'var(--chart-best)' },
]

/** Won, what the open deals are worth by probability, and all they could bring, one above the other. */
export function ForecastChart({ groups, currency }: { groups: readonly ForecastGroup[]; currency: string }) {
  const major = 10 ** minorDigits(currency)
  const data = groups.flatMap(({ name, totals }) => {
    const total = totals.find((each) => each.currency === currency)
    const { won, weighted, bestCase } = total ?? {}
    // What is too large to be told has no height either.
    return typeof won === 'number' && typeof weighted === 'number' && typeof bestCase === 'number'
      ? [
          {
            name,
            Won: won / major,
            'Weighted open': (weighted - won) / major,
            'Up to best case': (bestCase - weighted) / major,
          },
        ]
      : []
  })
  const words = (value: number) => moneyNumber({ amount: Math.round(value) * major, currency }, false)
  return (
    <BarChart
      h={260}
      type="stacked"
      data={data}
      dataKey="name"
      series={series}
      withLegend
      yAxisLabel={currency}
      yAxisProps={{ width: 90 }}
      maxBarWidth={64}
      valueFormatter={words}
      tooltipAnimationDuration={0}
      barProps={{ isAnimationActive: false }}
    />
  )
}
