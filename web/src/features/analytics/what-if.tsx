import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { Replies } from '../../api/types.gen.ts'
import { useLive } from '../../live/live.tsx'
import { Report } from '../../records/report.tsx'
import { DayInput, NumericInput } from '../../records/typed-inputs.tsx'
import { useReferenceNow } from '../../time/use-time.ts'
import { inUnits } from '../../ui/export-csv.tsx'
import { count, day, percent } from '../../ui/format.ts'
import { Quiet, Screen, Table } from '../../ui/screen.tsx'
import { isDay } from '../../ui/typed.ts'
import { MoneyValue, Nothing } from '../../ui/values.tsx'

type WhatIf = Replies['/forecast/what-if']

/** What forecasts of the past would have said by other stage probabilities; nothing here can be written. */
export function WhatIfScreen() {
  const now = useReferenceNow(600_000)
  const year = now.getUTCFullYear()
  const month = now.getUTCMonth()
  const [from, setFrom] = useState<string | null>(
    new Date(Date.UTC(year, month - 12, 1)).toISOString().slice(0, 10),
  )
  const [to, setTo] = useState<string | null>(new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10))
  const [chosen, choose] = useState<Readonly<Record<string, number>>>({})
  useLive('opportunity')
  const probabilities = Object.entries(chosen)
    .map(([id, share]) => `${id}:${share}`)
    .join(',')
  const range = from !== null && to !== null && isDay(from) && isDay(to) ? { from, to } : undefined
  return (
    <Screen
      title="What if"
      about="What forecasts of the past would have said, had the stages given other probabilities: the same deals, as they were known then. It only reads; nothing that is tried here changes anything."
      actions={
        <Group gap="sm" align="end">
          <DayInput size="xs" w={130} label="From" value={from} onChange={setFrom} />
          <DayInput size="xs" w={130} label="To" value={to} onChange={setTo} />
          <Button
            size="xs"
            variant="default"
            disabled={Object.keys(chosen).length === 0}
            onClick={() => choose({})}
          >
            As they are
          </Button>
        </Group>
      }
    >
      {range ? (
        <Report<WhatIf>
          model="opportunity"
          title="Probabilities"
          path="/forecast/what-if"
          parameters={{ ...range, ...(probabilities && { probabilities }) }}
          lines={linesOf}
        >
          {(told) => <Told told={told} chosen={chosen} onChoose={choose} />}
        </Report>
      ) : (
        <Quiet>Choose a first and a last day.</Quiet>
      )}
    </Screen>
  )
}

function Told({
  told: { currency, stages, forecasts, off, method },
  chosen,
  onChoose,
}: {
  told: WhatIf
  chosen: Readonly<Record<string, number>>
  onChoose: (next: Readonly<Record<string, number>>) => void
}) {
  const sum = (amount: number) => <MoneyValue value={{ amount, currency }} exact={false} />
  const several = new Set(stages.map(({ pipelineId }) => pipelineId)).size > 1
  return (
    <>
      <Table label="Probabilities of stages" head={['Stage', 'Gives', 'Won of those closed', 'Try']}>
        {stages.map(({ id, name, pipelineName, probability, won, lost }) => (
          <tr key={id}>
            <th scope="row">{several ? `${pipelineName}: ${name}` : name}</th>
            <td>{percent(probability)}</td>
            <td>
              {won + lost === 0 ? (
                <Nothing />
              ) : (
                `${percent(won / (won + lost))} (${count(won)} of ${count(won + lost)})`
              )}
            </td>
            <td>
              <NumericInput
                size="xs"
                w={90}
                aria-label={`Probability of ${name} to try, in percent`}
                unit="%"
                min={0}
                max={100}
                places={2}
                value={Math.round((chosen[id] ?? probability) * 10_000) / 100}
                onChange={(next) => {
                  if (Number.isNaN(next)) return
                  const share = next === null ? probability : Math.round(next * 100) / 10_000
                  const { [id]: _, ...others } = chosen
                  onChoose(share === probability ? others : { ...others, [id]: share })
                }}
              />
            </td>
          </tr>
        ))}
      </Table>
      <Table
        label="Then and by other probabilities"
        head={['At the end of', 'Forecast of', 'Said then', 'With these', 'Difference', 'What came']}
      >
        {forecasts.map(({ on, from, to, said, other, actual }) => (
          <tr key={on}>
            <td>{day(on)}</td>
            <td>
              {day(from)} to {day(to)}
            </td>
            <td>{sum(said)}</td>
            <td>{sum(other)}</td>
            <td>{sum(other - said)}</td>
            <td>{actual === null ? 'Not over' : sum(actual)}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">Off by, in all</th>
          <td />
          <td>{sum(off.said)}</td>
          <td>{sum(off.other)}</td>
          <td>{sum(off.other - off.said)}</td>
          <td />
        </tr>
      </Table>
      <Quiet>{method}</Quiet>
    </>
  )
}

function linesOf({ currency, forecasts }: WhatIf) {
  return [
    ['At the end of', 'From', 'To', 'Currency', 'Said then', 'With these', 'What came'],
    ...forecasts.map(({ on, from, to, said, other, actual }) => [
      on,
      from,
      to,
      currency,
      ...[said, other, actual].map((amount) => inUnits(amount, currency)),
    ]),
  ]
}
