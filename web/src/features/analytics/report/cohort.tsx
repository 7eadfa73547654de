import type { CSSProperties } from 'react'
import { periodOf, periodsLater } from '../../../../../src/domain/analytics/spans.ts'
import type { Field } from '../../../records/field.ts'
import { count, percent } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Opening } from '../opening.tsx'
import type { Result } from '../report.entry.ts'
import classes from './result.module.css'
import { measureWords, nameOf } from './words.ts'

/** More columns than that nobody reads: what came still later is in the file. */
const mostLater = 60

/** Of what began in each period, how much came to something how many periods later: darker where it is more of them. */
export function CohortTable({ result, fields }: { result: Result; fields: readonly Field[] }) {
  const { definition, rows, subtotals } = result
  const [group] = definition.groups
  const [measure] = definition.measures
  if (!group || !measure) return null
  const period = periodOf(group)
  const cells = rows.flatMap((row) => {
    const [began, came] = row.keys
    return began && came ? [{ row, began, later: periodsLater(period, began, came) }] : []
  })
  const all = cells.map(({ later }) => later)
  const first = Math.min(0, ...all)
  const columns = Array.from({ length: Math.max(0, ...all) - first + 1 }, (_, index) => first + index)
  const shown = columns.slice(0, mostLater)
  return (
    <>
      <Table
        label={`${measureWords(measure, fields)} by cohort`}
        head={['Cohort', 'Began', ...shown.map((later) => laterWords(later, period))]}
      >
        {subtotals.map((cohort) => (
          <tr key={cohort.keys[0]}>
            <th scope="row">{nameOf(cohort.names[0], cohort.keys[0])}</th>
            <td className={classes.figure}>
              <Opening model={definition.model} where={cohort.where}>
                {count(cohort.records)}
              </Opening>
            </td>
            {shown.map((later) => {
              const cell = cells.find((one) => one.began === cohort.keys[0] && one.later === later)
              const value = cell?.row.values[0]?.number ?? 0
              const share = cohort.records > 0 ? value / cohort.records : 0
              return (
                <td key={later} className={classes.cell} style={{ '--heat': share } as CSSProperties}>
                  {cell && value > 0 && (
                    <span className={classes.figure} title={percent(share)}>
                      <Opening model={definition.model} where={cell.row.where}>
                        {count(value)}
                      </Opening>{' '}
                      ({percent(share)})
                    </span>
                  )}
                </td>
              )
            })}
          </tr>
        ))}
      </Table>
      {columns.length > shown.length && <Quiet>What came later still is in the file.</Quiet>}
    </>
  )
}

const laterWords = (later: number, period: string): string =>
  later === 0 ? `Same ${period}` : later > 0 ? `+${later}` : `−${-later}`
