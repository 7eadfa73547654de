import '@mantine/charts/styles.css'
import { AreaChart, BarChart, FunnelChart, LineChart, PieChart } from '@mantine/charts'
import { Group } from '@mantine/core'
import { minorDigits } from '../../../../../src/domain/values/currency.ts'
import { count, money, percent } from '../../../ui/format.ts'
import { Quiet } from '../../../ui/screen.tsx'
import { FlowChart } from '../flow-chart.tsx'
import type { Definition, Result } from '../report.entry.ts'
import { type Drawn, drawnOf, flowsOf } from './series.ts'
import { nameOf } from './words.ts'

const colours = [
  'blue.7',
  'teal.7',
  'orange.7',
  'grape.7',
  'cyan.8',
  'pink.7',
  'lime.8',
  'indigo.5',
  'yellow.8',
  'gray.6',
]
const colourOf = (index: number) => colours[index % colours.length] ?? 'blue.7'

/** The first measure of each group, drawn; the table below has everything. */
export function ReportChart({ result }: { result: Result }) {
  const drawn = drawnOf(result)
  const { definition } = result
  const [measure] = definition.measures
  const words = (value: number) =>
    drawn.currency !== undefined
      ? money(
          { amount: Math.round(value * 10 ** minorDigits(drawn.currency)), currency: drawn.currency },
          false,
        )
      : measure?.of === 'share'
        ? percent(value)
        : count(value, 2)
  return (
    <>
      {definition.chart === 'sankey' ? (
        <Flow result={result} drawn={drawn} words={words} />
      ) : (
        <Chart kind={definition.chart} drawn={drawn} words={words} />
      )}
      {drawn.left > 0 && <Quiet>{count(drawn.left)} more are in the table only.</Quiet>}
    </>
  )
}

/** From the first group to the second: a place of both is there twice, so that nothing goes round. */
function Flow({
  result,
  drawn: { currency },
  words,
}: {
  result: Result
  drawn: Drawn
  words: (value: number) => string
}) {
  const sides = [result.subtotals, result.across]
  const called = sides.map(
    (rows) => new Map(rows.map(({ keys: [key], names }) => [key ?? '', nameOf(names[0], key)])),
  )
  return (
    <FlowChart
      flows={flowsOf(result, currency)}
      name={(place, step) => called[step - 1]?.get(place) ?? place}
      words={words}
    />
  )
}

function Chart({
  kind,
  drawn: { points, series, currency },
  words,
}: {
  kind: Definition['chart']
  drawn: Drawn
  words: (value: number) => string
}) {
  if (kind === 'pie' || kind === 'funnel') {
    const cells = points.map((point, index) => ({
      name: String(point.name),
      value: Number(point[series[0] ?? ''] ?? 0),
      color: colourOf(index),
    }))
    const shared = { data: cells, valueFormatter: words, withTooltip: true, withLegend: true } as const
    return (
      <Group justify="center">
        {kind === 'pie' ? (
          <PieChart
            {...shared}
            size={240}
            h={300}
            tooltipDataSource="segment"
            pieProps={{ isAnimationActive: false }}
          />
        ) : (
          <FunnelChart
            {...shared}
            size={280}
            h={320}
            tooltipDataSource="segment"
            funnelProps={{ isAnimationActive: false }}
          />
        )}
      </Group>
    )
  }
  const shared = {
    h: 280,
    data: points,
    dataKey: 'name',
    series: series.map((name, index) => ({ name, color: colourOf(index) })),
    withLegend: series.length > 1,
    valueFormatter: words,
    yAxisProps: { width: 90 },
    tooltipAnimationDuration: 0,
    ...(currency !== undefined && { yAxisLabel: currency }),
  } as const
  if (kind === 'line')
    return <LineChart {...shared} curveType="linear" lineProps={{ isAnimationActive: false }} />
  if (kind === 'area')
    return (
      <AreaChart {...shared} type="stacked" curveType="linear" areaProps={{ isAnimationActive: false }} />
    )
  return <BarChart {...shared} type="stacked" maxBarWidth={64} barProps={{ isAnimationActive: false }} />
}
