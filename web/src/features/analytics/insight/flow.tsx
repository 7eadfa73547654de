import { UnstyledButton } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import type { Replies } from '../../../api/types.gen.ts'
import { Report } from '../../../records/report.tsx'
import { count, sentence } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Waiting } from '../../../ui/states.tsx'
import classes from '../process-paths.module.css'
import { Walked } from '../process-paths.tsx'

type Paths = Replies['/pipeline/paths']
/** All of a step is there: none of it is a field of these records, which a role could hide. */
export type FlowStep = Required<Paths['flows'][number]>
const stepsOf = ({ flows }: Paths) => flows as readonly FlowStep[]

const paths = { lead: '/lead-paths', opportunity: '/pipeline/paths' } as const

const FlowChart = lazy(async () => ({ default: (await import('../flow-chart.tsx')).FlowChart }))

/** Which way records went, step by step: a river that never runs back, since each step is further right than the one before. */
export function Flow({ model }: { model: keyof typeof paths }) {
  const [opened, open] = useState<FlowStep>()
  const name = (place: string) => (model === 'opportunity' ? place : sentence(place))
  return (
    <>
      <Report<Paths>
        model={model}
        title="From stage to stage"
        path={paths[model]}
        lines={(found) => [
          ['Step', 'From', 'To', 'Records'],
          ...stepsOf(found).map(({ step, from, to, count: records }) => [step, from, to, records]),
        ]}
      >
        {(found) =>
          found.flows.length === 0 ? (
            <Quiet>Of {count(found.records)} that began in this year none has gone anywhere yet.</Quiet>
          ) : (
            <>
              <Suspense fallback={<Waiting rows={8} label="Drawing the flow" />}>
                <FlowChart flows={stepsOf(found)} name={name} />
              </Suspense>
              <Table label="Flow" head={['Step', 'From', 'To', 'Records']}>
                {stepsOf(found).map((flow) => (
                  <tr key={JSON.stringify([flow.step, flow.from, flow.to])}>
                    <td>{count(flow.step)}</td>
                    <td>{name(flow.from)}</td>
                    <td>{name(flow.to)}</td>
                    <td>
                      <UnstyledButton className={classes.open} onClick={() => open(flow)}>
                        {count(flow.count)}
                      </UnstyledButton>
                    </td>
                  </tr>
                ))}
              </Table>
              <Quiet>
                Of {count(found.records)} that began in the year up to the time shown. The how-manieth step of
                a record it is stands before it; who came back to a stage is there again, further right.
              </Quiet>
            </>
          )
        }
      </Report>
      {opened && (
        <Walked
          model={model}
          path={paths[model]}
          title={`Step ${opened.step}: ${name(opened.from)} → ${name(opened.to)}`}
          asked={{ flow: JSON.stringify({ step: opened.step, from: opened.from, to: opened.to }) }}
          onClose={() => open(undefined)}
        />
      )}
    </>
  )
}
