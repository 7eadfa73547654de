import { Link } from '@tanstack/react-router'
import { type CSSProperties, lazy, type ReactNode, Suspense } from 'react'
import { labelOf, useVocabularies } from '../../../records/criteria/criterion.ts'
import { entryOf } from '../../../records/entry.ts'
import type { Field } from '../../../records/field.ts'
import { useResource } from '../../../records/related.tsx'
import { count, counted, day, instant, money } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Waiting } from '../../../ui/states.tsx'
import { Opening } from '../opening.tsx'
import type { Result } from '../report.entry.ts'
import { CohortTable } from './cohort.tsx'
import classes from './result.module.css'
import { heightOf } from './series.ts'
import { groupWords, measureWords, nameOf, valueWords } from './words.ts'

const ReportChart = lazy(async () => ({ default: (await import('./chart.tsx')).ReportChart }))

type ResultRow = Result['rows'][number]

/** What came of a report: its chart, and its table, in which every figure opens the records that it counts. */
export function ReportResult({ result }: { result: Result }) {
  const { definition, records, total, hash } = result
  const { model, groups, chart, columns } = definition
  const entry = entryOf(model)
  const fields = useResource(model)?.fields ?? []
  const asked = useVocabularies().get(model)?.fields ?? []
  if (records === 0) return <Quiet>No {entry?.many ?? 'records'} fit.</Quiet>
  return (
    <>
      {columns.length === 0 && !['table', 'heat-map', 'cohort'].includes(chart) && (
        <Suspense fallback={<Waiting rows={8} label="Drawing the chart" />}>
          <ReportChart result={result} />
        </Suspense>
      )}
      {columns.length > 0 ? (
        <ItemTable result={result} fields={fields} />
      ) : chart === 'cohort' ? (
        <CohortTable result={result} fields={fields} />
      ) : groups.length === 2 && definition.measures.length === 1 ? (
        <Pivot result={result} fields={fields} />
      ) : (
        <Table
          label="Figures"
          head={[
            ...groups.map((group) =>
              groupWords(
                group,
                fields,
                asked.find(({ name }) => name === group.field),
              ),
            ),
            ...definition.measures.map((measure) => measureWords(measure, fields)),
          ]}
        >
          {result.rows.map((row) => (
            <tr key={JSON.stringify(row.keys)}>
              {groups.map(({ field }, index) => (
                <th scope="row" key={field}>
                  {nameOf(row.names[index], row.keys[index])}
                </th>
              ))}
              <Figures row={row} result={result} />
            </tr>
          ))}
          {groups.length > 0 && (
            <tr>
              <th scope="row" colSpan={groups.length}>
                All {counted(records, entry?.one ?? 'record', entry?.many ?? 'records')}
              </th>
              <Figures row={{ values: total, where: definition.where ?? { all: [] } }} result={result} />
            </tr>
          )}
          {groups.length === 0 && (
            <tr>
              <Figures row={{ values: total, where: definition.where ?? { all: [] } }} result={result} />
            </tr>
          )}
        </Table>
      )}
      <Quiet>
        Days and periods of {result.zone}
        {result.fiscalYearStart === 1 ? '' : ', fiscal years'}. The same question of the same instant has this
        fingerprint: <code>{hash.slice(0, 16)}</code>
      </Quiet>
    </>
  )
}

function Figures({ row, result }: { row: Pick<ResultRow, 'values' | 'where'>; result: Result }) {
  return result.definition.measures.map((measure, index) => {
    const value = row.values[index]
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: measures have no names, and stand in their order
      <td key={index} className={classes.figure}>
        <Opening model={result.definition.model} where={row.where}>
          {value ? valueWords(value, measure) : '–'}
        </Opening>
      </td>
    )
  })
}

/** Two groups and one measure: the one down, the other across, darker where there is more. */
function Pivot({ result, fields }: { result: Result; fields: readonly Field[] }) {
  const { definition, rows, subtotals, across, total } = result
  const [measure] = definition.measures
  if (!measure) return null
  const currency = total[0]?.amounts?.[0]?.currency
  const most = Math.max(...rows.map(({ values }) => heightOf(values[0], currency)), 0)
  const at = (first: ResultRow, second: ResultRow) =>
    rows.find(({ keys }) => keys[0] === first.keys[0] && keys[1] === second.keys[0])
  const cell = (row: ResultRow | undefined) => {
    const heat = row && most > 0 ? heightOf(row.values[0], currency) / most : 0
    return (
      <td
        className={classes.cell}
        style={{ '--heat': definition.chart === 'heat-map' ? heat : 0 } as CSSProperties}
      >
        {row?.values[0] && (
          <span className={classes.figure}>
            <Opening model={definition.model} where={row.where}>
              {valueWords(row.values[0], measure)}
            </Opening>
          </span>
        )}
      </td>
    )
  }
  return (
    <Table
      label={measureWords(measure, fields)}
      head={[' ', ...across.map(({ names, keys }) => nameOf(names[0], keys[0])), 'All']}
    >
      {subtotals.map((first) => (
        <tr key={first.keys[0]}>
          <th scope="row">{nameOf(first.names[0], first.keys[0])}</th>
          {across.map((second) => (
            <Keyed key={second.keys[0]}>{cell(at(first, second))}</Keyed>
          ))}
          <td>{first.values[0] && valueWords(first.values[0], measure)}</td>
        </tr>
      ))}
      <tr>
        <th scope="row">All</th>
        {across.map(({ keys, values }) => (
          <td key={keys[0]}>{values[0] && valueWords(values[0], measure)}</td>
        ))}
        <td>{total[0] && valueWords(total[0], measure)}</td>
      </tr>
    </Table>
  )
}

const Keyed = ({ children }: { children: ReactNode }) => children

function ItemTable({ result, fields }: { result: Result; fields: readonly Field[] }) {
  const { definition, items, records } = result
  const entry = entryOf(definition.model)
  return (
    <>
      <Table label="Records" head={definition.columns.map((column) => labelOf(column, fields))}>
        {items.map(({ record, values }) => (
          <tr key={record.id}>
            {definition.columns.map((column, index) => {
              const words = wordsOf(values[column])
              return (
                <td key={column}>
                  {index === 0 && entry ? (
                    <Link to="/$path/$id" params={{ path: entry.path, id: record.id }}>
                      {words}
                    </Link>
                  ) : (
                    words
                  )}
                </td>
              )
            })}
          </tr>
        ))}
      </Table>
      {records > items.length && (
        <Quiet>
          The first {count(items.length)} of {count(records)}; a file has them all.
        </Quiet>
      )}
    </>
  )
}

function wordsOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (Array.isArray(value)) return value.map(wordsOf).join(', ') || '–'
  if (typeof value === 'object' && 'amount' in value)
    return money(value as { amount: number; currency: string })
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') return count(value, 4)
  if (typeof value !== 'string') return '…'
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return day(value)
  return /^\d{4}-\d\d-\d\dT/.test(value) ? instant(value, new Date()) : value
}
