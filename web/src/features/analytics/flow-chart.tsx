import { Layer, Rectangle, ResponsiveContainer, Sankey, type SankeyNodeProps, Tooltip } from 'recharts'
import { count } from '../../../ui/format.ts'
import type { FlowStep } from './flow.tsx'

/**
 * A Sankey of steps. A place is a node of its own at each step: recharts goes round for ever where what flows out of a node
 * comes back to it.
 */
export function FlowChart({ flows, name }: { flows: readonly FlowStep[]; name: (place: string) => string }) {
  const nodes: { name: string; key: string }[] = []
  const nodeAt = (step: number, place: string) => {
    const key = `${step} ${place}`
    const found = nodes.findIndex((node) => node.key === key)
    return found >= 0 ? found : nodes.push({ name: name(place), key }) - 1
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
          node={Place}
          nodePadding={28}
          nodeWidth={10}
          align="left"
          margin={{ top: 12, right: 140, bottom: 12, left: 4 }}
          link={{ stroke: 'var(--mantine-primary-color-filled)', strokeOpacity: 0.25 }}
        >
          <Tooltip formatter={(value) => count(Number(value))} isAnimationActive={false} />
        </Sankey>
      </ResponsiveContainer>
    </div>
  )
}

function Place({ x, y, width, height, payload }: SankeyNodeProps) {
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
        {payload.name} ({count(payload.value)})
      </text>
    </Layer>
  )
}
