import { SegmentedControl } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Search } from '../../../time/time.ts'
import { useReferenceNow } from '../../../time/use-time.ts'
import { Screen } from '../../../ui/screen.tsx'
import { PeriodSelect } from '../../analytics/period-select.tsx'
import { periodOf } from '../../analytics/periods.ts'
import { AttainmentReport } from './report.tsx'

const groupings = ['month', 'agent', 'account', 'contract'] as const
type Grouping = (typeof groupings)[number]
const words: Record<Grouping, string> = {
  month: 'Month',
  agent: 'Agent',
  account: 'Account',
  contract: 'Contract',
}

/** How many promises were kept, by month, agent, account and contract, as of the instant on screen. */
export function SlaAttainmentScreen() {
  const now = useReferenceNow(600_000)
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  const by: Grouping = groupings.find((one) => one === search.by) ?? 'month'
  const period = periodOf(search.period, now)
  const change = (part: Partial<Search>) =>
    void navigate({ to: '.', search: (before: Search) => ({ ...before, ...part }), replace: true })
  return (
    <Screen
      title="Service levels kept"
      about="First answers and solutions in time and late. A number opens the tickets behind it."
      actions={
        <>
          <PeriodSelect now={now} value={period.key} onChange={(next) => change({ period: next })} />
          <SegmentedControl
            size="xs"
            aria-label="Counted by"
            value={by}
            onChange={(next) => change({ by: next })}
            data={groupings.map((value) => ({ value, label: words[value] }))}
          />
        </>
      }
    >
      <AttainmentReport
        key={by}
        title={`By ${words[by].toLowerCase()}`}
        parameters={{ by, from: period.from, to: period.to }}
      />
    </Screen>
  )
}
