import { ActionIcon } from '@mantine/core'
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './ordered-rows.module.css'

/** Things whose order counts: each can be moved up and down, and taken away. */
export function OrderedRows<T extends object>({
  label,
  one,
  rows,
  onChange,
  children,
}: {
  label: string
  /** What one of them is called: `step`. */
  one: string
  rows: readonly T[]
  onChange: (rows: readonly T[]) => void
  /** The inputs of one of them. */
  children: (row: T, at: number, put: (row: T) => void) => ReactNode
}) {
  const move = (at: number, to: number) => {
    const [moved] = rows.slice(at, at + 1)
    if (moved) onChange(rows.toSpliced(at, 1).toSpliced(to, 0, moved))
  }
  return (
    <ol className={classes.rows} aria-label={label}>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no name but their place
        <li key={at} className={classes.row}>
          <div className={classes.line}>
            {children(row, at, (next) => onChange(rows.with(at, next)))}
            <ActionIcon
              aria-label={`Move ${one} ${at + 1} up`}
              disabled={at === 0}
              onClick={() => move(at, at - 1)}
            >
              <ArrowUp size={14} />
            </ActionIcon>
            <ActionIcon
              aria-label={`Move ${one} ${at + 1} down`}
              disabled={at === rows.length - 1}
              onClick={() => move(at, at + 1)}
            >
              <ArrowDown size={14} />
            </ActionIcon>
            <ActionIcon
              aria-label={`Remove ${one} ${at + 1}`}
              onClick={() => onChange(rows.toSpliced(at, 1))}
            >
              <Trash2 size={14} />
            </ActionIcon>
          </div>
        </li>
      ))}
    </ol>
  )
}
