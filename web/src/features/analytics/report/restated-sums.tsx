import { Group, Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { currencies } from '../../../../../src/domain/values/currency.ts'
import { derivedQuery } from '../../../api/queries.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { Panel } from '../../../records/panel.tsx'
import { DayInput } from '../../../records/typed-inputs.tsx'
import { useView } from '../../../time/use-time.ts'
import { counted, day } from '../../../ui/format.ts'
import { problemOf, reasonOf } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { MoneyValue, Nothing } from '../../../ui/values.tsx'
import type { Definition } from '../report.entry.ts'

type Restated = Replies['/restated-sums']
type Way = Restated['sums'][number]['ways'][number]

/** What sums of several currencies come to in one, at three rates (BEY-08). Only sums can be told so. */
export function RestatedSums({ definition }: { definition: Definition }) {
  const [into, setInto] = useState<string | null>(null)
  const [ratesOn, setRatesOn] = useState<string | null>(null)
  const view = useView()
  const sums = definition.measures.some(({ of }) => of === 'sum')
  const query = useQuery({
    ...derivedQuery<Restated>(
      definition.model,
      '/restated-sums',
      {
        definition: JSON.stringify(definition),
        in: into ?? '',
        ...(ratesOn !== null && { ratesOn }),
      },
      view,
    ),
    enabled: sums && into !== null,
  })
  if (!sums) return null
  return (
    <Panel title="In one currency">
      <Group gap={8} align="end">
        <Select
          size="xs"
          label="All of it in"
          w={110}
          searchable
          clearable
          data={currencies}
          value={into}
          onChange={setInto}
        />
        <DayInput size="xs" label="At the rates of" w={140} value={ratesOn} onChange={setRatesOn} />
      </Group>
      {into === null ? (
        <Quiet>Sums stay in their own currencies unless you choose one to tell them in.</Quiet>
      ) : query.error ? (
        <Text size="sm" c="red.9" role="alert">
          {reasonOf(problemOf(query.error))}
        </Text>
      ) : (
        query.data && <Ways restated={query.data} />
      )}
    </Panel>
  )
}

function Ways({ restated: { currency, sums } }: { restated: Restated }) {
  return (
    <Table label="Sums in one currency" head={['Sum', 'At the rates of', 'Amount', 'By', 'Left out']}>
      {sums.flatMap(({ measure, words, ways }) =>
        ways.map((way) => (
          <tr key={`${measure} ${way.by}`}>
            <th scope="row">{words}</th>
            <td>{dayOf(way)}</td>
            <td>
              {way.amount === null ? 'too large' : <MoneyValue value={{ amount: way.amount, currency }} />}
            </td>
            <td>
              {way.rates.length === 0 ? (
                <Nothing />
              ) : (
                way.rates.map(({ from, of, into, on }) => (
                  <div key={from}>
                    {of} {from} = {into} {currency}
                    {way.by === 'booking' && `, last of ${day(on)}`}
                  </div>
                ))
              )}
            </td>
            <td>
              {way.leftOut.length === 0 ? (
                <Nothing />
              ) : (
                way.leftOut.map((part) => (
                  <div key={part.currency}>
                    {part.amount === null ? (
                      part.currency
                    ) : (
                      <MoneyValue value={{ amount: part.amount, currency: part.currency }} />
                    )}{' '}
                    of {counted(part.records, 'record', 'records')}: no rate
                  </div>
                ))
              )}
            </td>
          </tr>
        )),
      )}
    </Table>
  )
}

function dayOf({ by, on }: Way): string {
  if (by === 'booking') return 'the day each was booked'
  return on === null ? 'no day: there are none' : `${by === 'today' ? 'today: ' : ''}${day(on)}`
}
