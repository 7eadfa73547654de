import { SegmentedControl } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { countryName } from '../../../records/address.tsx'
import { entryOf } from '../../../records/entry.ts'
import { RecordPage } from '../../../records/page.tsx'
import { Report } from '../../../records/report.tsx'
import { day, percent } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Nothing } from '../../../ui/values.tsx'
import type { PlanAttainment } from '../marketing-plan.entry.ts'
import { marketingPlan } from '../marketing-plan.tsx'
import { Figure, metrics } from '../plan-targets.tsx'

const ways = [
  { value: 'each', label: 'Each' },
  { value: 'period', label: 'By days' },
  { value: 'product-group', label: 'By products' },
  { value: 'country', label: 'By country' },
  { value: 'all', label: 'Altogether' },
] as const

/** A plan: what was to be reached, against what came. */
export function MarketingPlanPage({ id }: { id: string }) {
  const [by, setBy] = useState<(typeof ways)[number]['value']>('each')
  return (
    <RecordPage resource={marketingPlan} id={id}>
      {(row) => (
        <Report<PlanAttainment>
          model="marketingPlan lead opportunity campaign"
          title="What came of it"
          path={`/marketing-plans/${row.id}/attainment`}
          aside={
            <SegmentedControl size="xs" aria-label="Added up" data={[...ways]} value={by} onChange={setBy} />
          }
        >
          {(found) =>
            found.cells.length === 0 ? (
              <Quiet>No number is to be reached.</Quiet>
            ) : (
              <>
                {by === 'each' ? <Cells cells={found.cells} /> : <RollUps found={found} by={by} />}
                <Quiet>{found.method}</Quiet>
              </>
            )
          }
        </Report>
      )}
    </RecordPage>
  )
}

const labelOf = (metric: string) => metrics.find(({ value }) => value === metric)?.label

function Cells({ cells }: { cells: PlanAttainment['cells'] }) {
  return (
    <Table
      label="Each target"
      head={['What', 'Days', 'Products', 'Country', 'Target', 'Actual', 'Variance', 'Reached']}
    >
      {cells.map((cell) => (
        <tr key={`${cell.metric} ${cell.currency} ${cell.from} ${cell.productGroupId} ${cell.country}`}>
          <td>{labelOf(cell.metric)}</td>
          <td>
            {day(cell.from)}–{day(cell.to)}
          </td>
          <td>{cell.productGroupName ?? 'All'}</td>
          <td>{cell.country === null ? 'Everywhere' : countryName(cell.country)}</td>
          <td data-right>
            <Figure value={cell.target} currency={cell.currency} />
          </td>
          <td data-right>
            <Link
              to="/$path"
              params={{ path: entryOf(cell.list.model)?.path ?? '' }}
              search={{ where: cell.list.where }}
            >
              <Figure value={cell.actual} currency={cell.currency} />
            </Link>
          </td>
          <Variance of={cell} />
        </tr>
      ))}
    </Table>
  )
}

function RollUps({ found, by }: { found: PlanAttainment; by: string }) {
  return (
    <Table label="Added up" head={['What', 'Of', 'Target', 'Actual', 'Variance', 'Reached']}>
      {found.rollUps
        .filter((one) => one.by === by)
        .map((one) => (
          <tr key={`${one.metric} ${one.currency} ${one.key}`}>
            <td>{labelOf(one.metric)}</td>
            <td>{by === 'country' ? countryName(one.name ?? '') : one.name}</td>
            <td data-right>
              <Figure value={one.target} currency={one.currency} />
            </td>
            <td data-right>
              <Figure value={one.actual} currency={one.currency} />
            </td>
            <Variance of={one} />
          </tr>
        ))}
    </Table>
  )
}

function Variance({
  of: { variance, currency, share },
}: {
  of: { variance: number; currency: string | null; share: number | null }
}) {
  return (
    <>
      <td data-right>
        {variance > 0 && '+'}
        <Figure value={variance} currency={currency} />
      </td>
      <td data-right>{share === null ? <Nothing /> : percent(share)}</td>
    </>
  )
}
