import { count, percent } from '../../ui/format.ts'
import { Table } from '../../ui/screen.tsx'
import { Nothing } from '../../ui/values.tsx'

interface Interval {
  share: number
  from: number
  to: number
}

/** How many, with their share and what it may be by chance. */
export function Rate({ of, counted }: { of: Interval | null; counted: number }) {
  return (
    <>
      {count(counted)}{' '}
      {of && (
        <span title={`95 %: ${percent(of.from)} to ${percent(of.to)}`}>
          ({percent(of.share)}, {percent(of.from)}–{percent(of.to)})
        </span>
      )}
    </>
  )
}

export interface Funnel {
  sent: number
  opened: number
  clicked: number
  responded: number
  converted: number
  won: number
  openRate: Interval | null
  clickRate: Interval | null
  responseRate: Interval | null
  winRate: Interval | null
}

const head = ['Sent', 'Opened', 'Clicked', 'Responded', 'Leads', 'Won']

/** The steps from sent to won; of several groups a line each. */
export function FunnelTable({ groups }: { groups: readonly (Funnel & { name?: string })[] }) {
  const isNamed = groups.some(({ name }) => name !== undefined)
  return (
    <Table label="From sent to won" head={isNamed ? ['Of', ...head] : head}>
      {groups.map((one) => (
        <tr key={one.name ?? ''}>
          {isNamed && <td>{one.name || <Nothing />}</td>}
          <td data-right>{count(one.sent)}</td>
          <td data-right>
            <Rate of={one.openRate} counted={one.opened} />
          </td>
          <td data-right>
            <Rate of={one.clickRate} counted={one.clicked} />
          </td>
          <td data-right>
            <Rate of={one.responseRate} counted={one.responded} />
          </td>
          <td data-right>{count(one.converted)}</td>
          <td data-right>
            <Rate of={one.winRate} counted={one.won} />
          </td>
        </tr>
      ))}
    </Table>
  )
}
