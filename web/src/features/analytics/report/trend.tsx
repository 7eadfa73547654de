import '@mantine/charts/styles.css'
import { Sparkline } from '@mantine/charts'

/** How a figure went, without axes: its numbers stand below it. */
export function Trend({ values }: { values: number[] }) {
  return (
    <div aria-hidden>
      <Sparkline h={48} data={values} curveType="linear" color="blue.7" fillOpacity={0.2} strokeWidth={2} />
    </div>
  )
}
