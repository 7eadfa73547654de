import { SegmentedControl } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Search } from '../../time/time.ts'
import { useReferenceNow } from '../../time/use-time.ts'
import { PeriodSelect } from './period-select.tsx'
import { periodOf } from './periods.ts'

/**
 * By what a report is counted and in which period, as it stands in the address, and the inputs that choose both. `words` are what
 * it can be counted by, the first unless told.
 */
export function useCountedBy<By extends string>(
  words: Readonly<Record<By, string>>,
  onChange?: () => void,
): { by: By; period: ReturnType<typeof periodOf>; inputs: ReactNode } {
  const now = useReferenceNow(600_000)
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  const all = Object.keys(words) as [By, ...By[]]
  const by = all.find((one) => one === search.by) ?? all[0]
  const period = periodOf(search.period, now)
  const change = (part: Partial<Search>) => {
    onChange?.()
    void navigate({ to: '.', search: (before: Search) => ({ ...before, ...part }), replace: true })
  }
  const inputs = (
    <>
      <PeriodSelect now={now} value={period.key} onChange={(next) => change({ period: next })} />
      <SegmentedControl
        size="xs"
        aria-label="Counted by"
        value={by}
        onChange={(next) => change({ by: next })}
        data={all.map((value) => ({ value, label: words[value] }))}
      />
    </>
  )
  return { by, period, inputs }
}
