import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Problem } from '../api/problem.ts'
import { reasonOf } from './notices.ts'
import classes from './states.module.css'

/** What belongs here and the first step towards it. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className={classes.state}>
      <h2 className={classes.title}>{title}</h2>
      {children && <p className={classes.text}>{children}</p>}
      {action}
    </div>
  )
}

/** What happened, what was kept and what to do. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const hidden = error instanceof Problem && error.status === 404
  return (
    <div className={classes.state} role="alert">
      <h2 className={classes.title}>
        {hidden ? 'This is not here, or not for you to see' : 'This could not be loaded'}
      </h2>
      <p className={classes.text}>
        {hidden
          ? 'It may not have existed yet at this instant, or your role does not reach it.'
          : reasonOf(error)}
      </p>
      {retry && (
        <Button variant="default" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  )
}

/** Grey lines in the shape of what comes. */
export function Waiting({ rows = 6, label = 'Loading' }: { rows?: number; label?: string }) {
  return (
    <div className={classes.waiting} role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all alike, and never reordered
        <span key={n} className={classes.bone} style={{ width: `${55 + ((n * 37) % 40)}%` }} />
      ))}
    </div>
  )
}
