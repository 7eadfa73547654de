import { useQuery } from '@tanstack/react-query'
import { derivedQuery } from '../../api/queries.ts'
import type { Replies } from '../../api/types.gen.ts'
import { Panel } from '../../records/panel.tsx'
import { useView } from '../../time/use-time.ts'
import { count, counted, day, percent } from '../../ui/format.ts'
import { Quiet, Table } from '../../ui/screen.tsx'
import { Failure, Waiting } from '../../ui/states.tsx'
import { MoneyValue, Nothing } from '../../ui/values.tsx'
import { methodNames } from './methods.ts'
import type { Period } from './periods.ts'

type Methods = Replies['/forecast/methods']

/** What the period will bring by what happened before, each method in a sentence. */
export function ForecastMethods({ period }: { period: Period }) {
  const view = useView()
  const span = period.key.startsWith('y') ? 'year' : 'quarter'
  const query = useQuery(
    derivedQuery<Methods>('opportunity', '/forecast/methods', { on: period.from, span }, view),
  )
  return (
    <Panel title="What history says">
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={6} label="Loading what history says" />
      ) : (
        <Told methods={query.data} />
      )}
    </Panel>
  )
}

function Told({ methods: { from, to, currency, estimates, counted: of, stages } }: { methods: Methods }) {
  const sum = (amount: number) => <MoneyValue value={{ amount, currency }} exact={false} />
  return (
    <>
      <Quiet>
        Won in the fiscal period from {day(from)} to {day(to)}, in {currency}.{' '}
        {counted(of.open, 'open deal', 'open deals')}; {count(of.withoutCloseDate)} without a close date and{' '}
        {count(of.withoutAmount)} without an amount count, too
        {of.withoutRate > 0 &&
          `, and ${counted(of.withoutRate, 'is', 'are')} left out because no rate of the currency is known`}
        .
      </Quiet>
      <Table
        label="Forecasts by method"
        head={['Method', 'Expected', 'Even chance', '80 % sure', '95 % sure', 'How']}
      >
        {estimates.map(({ method, sentence, expected, bands }) => (
          <tr key={method}>
            <th scope="row">{methodNames[method]}</th>
            <td>{sum(expected)}</td>
            {[0.5, 0.8, 0.95].map((share) => {
              const band = bands.find((one) => one.share === share)
              return (
                <td key={share}>
                  {band ? (
                    <>
                      {sum(band.low)} to {sum(band.high)}
                    </>
                  ) : (
                    <Nothing />
                  )}
                </td>
              )
            })}
            <td>{sentence}</td>
          </tr>
        ))}
      </Table>
      {stages.length > 0 && (
        <Table
          label="How deals leave their stages"
          head={['Stage', 'Stays watched', 'Goes on', 'Won', 'Lost', 'Half have left after']}
        >
          {stages.map(({ stageId, name, stays, entered, onward, won, lost, medianDays }) => (
            <tr key={stageId}>
              <th scope="row">{name}</th>
              <td>
                {count(stays)}
                {entered > 0 && ` (${count(entered)} from later on)`}
              </td>
              <td>{percent(onward)}</td>
              <td>{percent(won)}</td>
              <td>{percent(lost)}</td>
              <td>{medianDays === null ? <Nothing /> : counted(medianDays, 'day', 'days')}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  )
}
