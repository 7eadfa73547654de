import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Search } from '../../time/time.ts'
import { useReferenceNow } from '../../time/use-time.ts'
import { PeriodSelect } from './period-select.tsx'
import { periodOf } from './periods.ts'

/** The period in the address, and the input that chooses it. */
export function usePeriod(): { period: ReturnType<typeof periodOf>; input: ReactNode } {
  const now = useReferenceNow(600_000)
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  const period = periodOf(search.period, now)
  const input = (
    <PeriodSelect
      now={now}
      value={period.key}
      onChange={(next) =>
        void navigate({ to: '.', search: (before: Search) => ({ ...before, period: next }), replace: true })
      }
    />
  )
  return { period, input }
}
