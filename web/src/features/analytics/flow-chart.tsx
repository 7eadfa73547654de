import { Layer, Rectangle, ResponsiveContainer, Sankey, type SankeyNodeProps, Tooltip } from 'recharts'
import { count } from '../../ui/format.ts'

/** What goes from one place to the next in the how-manieth step, from 1. */
export interface Stream {
  step: number
  from: string
  to: string
  count: number
}

/**
 * A Sankey of steps. A place is a node of its own at each step: recharts goes round for ever where what flows out of a node
 * comes back to it.
 */
export function FlowChart({
  flows,
  name,
  words = count,
}: {
  flows: readonly Stream[]
  /** What a place is called, by its step: on the left of the first it is 1. */
  name: (place: string, step: number) => string
  words?: (value: number) => string
}) {
  const nodes: { name: string; key: string }[] = []
  const nodeAt = (step: number, place: string) => {
    const key = `${step} ${place}`
    const found = nodes.findIndex((node) => node.key === key)
    return found >= 0 ? found : nodes.push({ name: name(place, step), key }) - 1
  }
  const links = flows.map(({ step, from, to, count: value }) => ({
    source: nodeAt(step, from),
    target: nodeAt(step + 1, to),
    value,
  }))
  return (
    <div aria-hidden>
      <ResponsiveContainer width="100%" height={Math.min(720, 160 + 24 * nodes.length)}>
        <Sankey
          data={{ nodes, links }}
          node={(props: SankeyNodeProps) => <Place {...props} words={words} />}
          nodePadding={28}
          nodeWidth={10}
          align="left"
          margin={{ top: 12, right: 140, bottom: 12, left: 4 }}
          link={{ stroke: 'var(--mantine-primary-color-filled)', strokeOpacity: 0.25 }}
        >
          <Tooltip formatter={(value) => words(Number(value))} isAnimationActive={false} />
        </Sankey>
      </ResponsiveContainer>
    </div>
  )
}

function Place({
  x,
  y,
  width,
  height,
  payload,
  words,
}: SankeyNodeProps & { words: (value: number) => string }) {
  return (
    <Layer>
      <Rectangle
        x={x}
        y={y}
        width={width}
        height={Math.max(1, height)}
        fill="var(--mantine-primary-color-filled)"
        isAnimationActive={false}
      />
      <text x={x + width + 6} y={y + height / 2} dominantBaseline="middle" fontSize={12} fill="currentColor">
        {payload.name} ({words(payload.value)})
      </text>
    </Layer>
  )
}
