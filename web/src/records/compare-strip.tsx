import { CloseButton } from '@mantine/core'
import { GitCompareArrows } from 'lucide-react'
import type { ReactNode } from 'react'
import { useAgainst } from '../time/use-time.ts'
import { dayAndTime } from '../ui/format.ts'
import classes from './compare-strip.module.css'

/** Says with which instant what is on screen is compared, and what came of it. */
export function CompareStrip({ children }: { children: ReactNode }) {
  const { against, compare } = useAgainst()
  if (!against) return null
  return (
    <section className={classes.strip} aria-label="Comparison">
      <GitCompareArrows size={14} aria-hidden />
      <strong>Compared with {dayAndTime(new Date(against.asOf))}</strong>
      <span role="status">{children}</span>
      <CloseButton size="sm" aria-label="Stop comparing" onClick={() => compare(null)} />
    </section>
  )
}
