import { Progress } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Replies } from '../../api/types.gen.ts'
import { useLive } from '../../live/live.tsx'
import { Reference } from '../../records/field-value.tsx'
import { Report } from '../../records/report.tsx'
import { useReferenceNow } from '../../time/use-time.ts'
import { inUnits } from '../../ui/export-csv.tsx'
import { count, day, percent } from '../../ui/format.ts'
import { Quiet, Table } from '../../ui/screen.tsx'
import { MoneyValue, Nothing } from '../../ui/values.tsx'
import { periodOf } from './periods.ts'

type Attainment = Replies['/quotas/attainment']
type Quota = Attainment['quotas'][number]

/** What of the quotas of a period is won, each with a bar, and what is open. */
export function AttainmentOf({ title, from, to }: { title: string; from: string; to: string }) {
  useLive('opportunity')
  useLive('quota')
  return (
    <Report<Attainment>
      model="quota"
      title={title}
      path="/quotas/attainment"
      parameters={{ from, to }}
      lines={({ quotas }) => [
        ['Whose', 'From', 'To', 'Currency', 'Quota', 'Won', 'Weighted', 'Attained', 'Expected'],
        ...quotas.map((one) => [
          one.ownerName ?? one.teamName,
          one.startsOn,
          one.endsOn,
          one.target?.currency,
          inUnits(one.target?.amount, one.target?.currency),
          inUnits(one.won, one.target?.currency),
          inUnits(one.weighted, one.target?.currency),
          one.attained,
          one.expected,
        ]),
      ]}
      aside={
        <Link to="/$path" params={{ path: 'quotas' }}>
          Quotas
        </Link>
      }
    >
      {({ quotas, method }) =>
        quotas.length === 0 ? (
          <Quiet>No quota that you may see is of these days.</Quiet>
        ) : (
          <>
            <Table
              label={`${title}, table`}
              head={['Whose', 'Period', 'Quota', 'Won', 'Weighted', 'Deals won', 'Attained']}
            >
              {quotas.map((one) => (
                <tr key={one.quotaId}>
                  <td>
                    {one.ownerId ? (
                      <Reference model="user" id={one.ownerId} name={one.ownerName ?? null} />
                    ) : (
                      <Reference model="team" id={one.teamId ?? ''} name={one.teamName ?? null} />
                    )}
                  </td>
                  <td>
                    <Link to="/$path/$id" params={{ path: 'quotas', id: one.quotaId }}>
                      {day(one.startsOn ?? '')} to {day(one.endsOn ?? '')}
                    </Link>
                  </td>
                  <td>{one.target ? <MoneyValue value={one.target} exact={false} /> : <Nothing />}</td>
                  <td>
                    <Amount of={one} amount={one.won} />
                  </td>
                  <td>
                    <Amount of={one} amount={one.weighted} />
                  </td>
                  <td>{count(one.deals)}</td>
                  <td>
                    <Bar of={one} />
                  </td>
                </tr>
              ))}
            </Table>
            <Quiet>{method}</Quiet>
          </>
        )
      }
    </Report>
  )
}

function Amount({ of, amount }: { of: Quota; amount: number | null }) {
  return of.target ? (
    <MoneyValue value={{ amount, currency: of.target.currency }} exact={false} />
  ) : (
    <Nothing />
  )
}

/** Won, and behind it what is open by its probability; the number beside it says the same. */
function Bar({ of: { attained, expected, ownerName, teamName } }: { of: Quota }) {
  const won = attained ?? 0
  const open = Math.max(0, (expected ?? 0) - won)
  return (
    <span style={{ display: 'flex', gap: 8, alignItems: 'center', minWidth: 160 }}>
      <Progress.Root size="lg" style={{ flex: 1 }}>
        <Progress.Section
          value={Math.min(100, won * 100)}
          color={won >= 1 ? 'green' : 'accent'}
          aria-label={`${ownerName ?? teamName ?? 'Quota'}: ${percent(won)} attained`}
        />
        <Progress.Section
          value={Math.max(0, Math.min(100 - won * 100, open * 100))}
          color="gray"
          aria-label={`and ${percent(open)} weighted`}
        />
      </Progress.Root>
      {percent(won)}
    </span>
  )
}

/** The quotas of this quarter; on the home page. */
export function AttainmentNow({ title }: { title: string }) {
  const { from, to } = periodOf(undefined, useReferenceNow(600_000))
  return <AttainmentOf title={title} from={from} to={to} />
}
