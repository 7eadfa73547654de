import '@mantine/charts/styles.css'
import { CompositeChart } from '@mantine/charts'
import { minorDigits } from '../../../../../src/domain/values/currency.ts'
import { day, moneyNumber } from '../../../ui/format.ts'
import type { BackTest } from '../back-test.entry.ts'

const ends = [
  { name: 'Least, 80 % sure', color: 'indigo.3', type: 'line', strokeDasharray: '4 4' },
  { name: 'Most, 80 % sure', color: 'indigo.3', type: 'line', strokeDasharray: '4 4' },
] as const

type Made = NonNullable<BackTest['forecasts']>[number]

/** What was forecast at each cut-off, with the ends of its 80 % band, and what came. */
export function ForecastAndActual({ forecasts, currency }: { forecasts: readonly Made[]; currency: string }) {
  const major = 10 ** minorDigits(currency)
  const data = forecasts.map(({ on, expected, actual, bands }) => {
    const band = bands.find(({ share }) => share === 0.8)
    return {
      on: day(on),
      Actual: actual / major,
      Forecast: expected / major,
      'Least, 80 % sure': band ? band.low / major : null,
      'Most, 80 % sure': band ? band.high / major : null,
    }
  })
  const hasBands = forecasts.some(({ bands }) => bands.length > 0)
  return (
    <CompositeChart
      h={280}
      data={data}
      dataKey="on"
      withLegend
      yAxisLabel={currency}
      yAxisProps={{ width: 90 }}
      maxBarWidth={48}
      tooltipAnimationDuration={0}
      barProps={{ isAnimationActive: false }}
      lineProps={{ isAnimationActive: false }}
      valueFormatter={(value) => moneyNumber({ amount: Math.round(value * major), currency }, false)}
      series={[
        { name: 'Actual', color: 'gray.5', type: 'bar' },
        { name: 'Forecast', color: 'indigo.6', type: 'line' },
        ...(hasBands ? ends : []),
      ]}
    />
  )
}
