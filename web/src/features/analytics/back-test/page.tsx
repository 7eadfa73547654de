import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { detailQuery } from '../../../api/queries.ts'
import { Reference } from '../../../records/field-value.tsx'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { useView } from '../../../time/use-time.ts'
import { ExportCsv, inUnits } from '../../../ui/export-csv.tsx'
import { count, counted, day, percent } from '../../../ui/format.ts'
import { Quiet, Screen, Table } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { MoneyValue, Nothing } from '../../../ui/values.tsx'
import type { BackTest } from '../back-test.entry.ts'
import { methodNames } from '../methods.ts'

const Chart = lazy(async () => ({ default: (await import('./chart.tsx')).ForecastAndActual }))

type Whole = Required<BackTest>
type Method = Whole['errors'][number]['method']
type Errors = Omit<Whole['errors'][number], 'method'>

/** A back-test: how near each method was, and every forecast it is made of. */
export function BackTestPage({ id }: { id: string }) {
  const query = useQuery(detailQuery<BackTest>('backTest', '/back-tests', id, useView()))
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <Waiting rows={10} />
  return <Told test={query.data as Whole} />
}

function Told({ test }: { test: Whole }) {
  const { from, to, cadence, span, currency, errors, open, forecasts } = test
  const [first] = errors
  const [method, setMethod] = useState<Method>(first?.method ?? 'combined')
  const sum = (amount: number) => <MoneyValue value={{ amount, currency }} exact={false} />
  const made = forecasts.filter((one) => one.method === method)
  const ofMethod = <Of extends { method: Method }>(rows: readonly Of[]) =>
    rows.filter((row) => row.method === method)
  const owners = ofMethod(test.owners)
  const stages = ofMethod(test.stages)
  return (
    <Screen
      title={`Back-test from ${day(from)} to ${day(to)}`}
      about={
        <>
          At the end of each {cadence}, the forecast of the fiscal {span} that followed, by{' '}
          {test.basis === 'recorded' ? 'what was recorded by then' : 'what had happened by then'}, against
          what was won. Made <InstantValue at={test.createdAt} /> by {test.askerName ?? 'somebody'} of{' '}
          {counted(test.deals, 'deal', 'deals')} up to position {test.upTo} and{' '}
          <InstantValue at={test.until} />, with seed {test.seed}: by these it comes out the same again.
        </>
      }
    >
      <Panel title="How near each method was">
        {errors.every((one) => one.forecasts === 0) ? (
          <Quiet>Of none of these forecasts it is known yet what came.</Quiet>
        ) : (
          <Table
            label="Errors by method"
            head={['Method', 'Forecasts', ...errorHead, 'Within 50 %', 'Within 80 %', 'Within 95 %']}
          >
            {errors.map((one) => (
              <tr key={one.method}>
                <th scope="row">{methodNames[one.method]}</th>
                <td>{count(one.forecasts)}</td>
                <ErrorCells of={one} sum={sum} />
                {[0.5, 0.8, 0.95].map((share) => {
                  const told = one.covered.find((each) => each.share === share)
                  return (
                    <td key={share}>{told ? `${count(told.within)} of ${count(told.of)}` : <Nothing />}</td>
                  )
                })}
              </tr>
            ))}
          </Table>
        )}
        {open.length > 0 && (
          <Quiet>
            Not compared, because it is not known what came: {open.map((on) => day(on)).join(', ')}.
          </Quiet>
        )}
        <Quiet>
          Off by: how far each forecast was from what was won, added up, and as a share of it. Too high:
          above, less below. Within: in how many of the forecasts that told such a band what was won lay in
          it.
        </Quiet>
      </Panel>
      <Panel
        title="Forecast and actual"
        aside={
          <>
            <Select
              size="xs"
              w={220}
              aria-label="Method"
              allowDeselect={false}
              data={errors.map((one) => ({ value: one.method, label: methodNames[one.method] }))}
              value={method}
              onChange={(next) => setMethod((next ?? method) as Method)}
            />
            <ExportCsv name="Back-test" lines={() => linesOf(test)} />
          </>
        }
      >
        {made.length === 0 ? (
          <Quiet>There is nothing to compare.</Quiet>
        ) : (
          <>
            <Suspense fallback={<Waiting rows={8} />}>
              <Chart forecasts={made} currency={currency} />
            </Suspense>
            <Table
              label={`Forecasts by ${methodNames[method]}`}
              head={['Made at the end of', 'Of', 'Forecast', '80 % sure', 'Actual', 'Off by']}
            >
              {made.map(({ on, from: first, to: last, expected, actual, bands }) => {
                const band = bands.find(({ share }) => share === 0.8)
                return (
                  <tr key={on}>
                    <td>{day(on)}</td>
                    <td>
                      {day(first)} to {day(last)}
                    </td>
                    <td>{sum(expected)}</td>
                    <td>
                      {band ? (
                        <>
                          {sum(band.low)} to {sum(band.high)}
                        </>
                      ) : (
                        <Nothing />
                      )}
                    </td>
                    <td>{sum(actual)}</td>
                    <td>{sum(expected - actual)}</td>
                  </tr>
                )
              })}
            </Table>
          </>
        )}
      </Panel>
      <Groups
        title="By how long before"
        head="Months left"
        sum={sum}
        rows={ofMethod(test.horizons).map((row) => [String(row.months), count(row.months), row])}
      />
      <Groups
        title="By owner"
        head="Owner"
        sum={sum}
        rows={owners.map((row) => [row.ownerId, <Reference key="" model="user" id={row.ownerId} />, row])}
      />
      <Groups
        title="By stage"
        head="Stage"
        sum={sum}
        rows={stages.map((row) => [row.stageId, row.stageName, row])}
      />
    </Screen>
  )
}

const errorHead = ['Off by', 'Of what was won', 'Too high by', 'Won']

function ErrorCells({ of, sum }: { of: Errors; sum: (amount: number) => ReactNode }) {
  return (
    <>
      <td>{sum(of.absolute)}</td>
      <td>{of.actual === 0 ? <Nothing /> : percent(of.absolute / of.actual)}</td>
      <td>{sum(of.bias)}</td>
      <td>{sum(of.actual)}</td>
    </>
  )
}

function Groups({
  title,
  head,
  rows,
  sum,
}: {
  title: string
  head: string
  rows: readonly (readonly [key: string, name: ReactNode, of: Errors])[]
  sum: (amount: number) => ReactNode
}) {
  if (rows.length === 0) return null
  return (
    <Panel title={title}>
      <Table label={title} head={[head, 'Forecasts', ...errorHead]}>
        {rows.map(([key, name, of]) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            <td>{count(of.forecasts)}</td>
            <ErrorCells of={of} sum={sum} />
          </tr>
        ))}
      </Table>
    </Panel>
  )
}

function linesOf({ forecasts, currency }: Whole) {
  return [
    ['Made on', 'From', 'To', 'Method', 'Currency', 'Forecast', '80 % low', '80 % high', 'Actual'],
    ...forecasts.map(({ on, from, to, method, expected, actual, bands }) => {
      const band = bands.find(({ share }) => share === 0.8)
      const told = (amount: number | undefined) => (amount === undefined ? '' : inUnits(amount, currency))
      return [
        on,
        from,
        to,
        methodNames[method],
        currency,
        told(expected),
        told(band?.low),
        told(band?.high),
        told(actual),
      ]
    }),
  ]
}
