import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { entryOf } from '../../records/entry.ts'
import classes from './report/result.module.css'

/** A figure that leads to its records; where no list can show just these, it only says what it is. */
export function Opening({ model, where, children }: { model: string; where: unknown; children: ReactNode }) {
  const entry = entryOf(model)
  if (!entry || where === null || where === undefined) return children
  return (
    <span className={classes.figure}>
      <Link to="/$path" params={{ path: entry.path }} search={{ where: JSON.stringify(where) } as never}>
        {children}
      </Link>
    </span>
  )
}
