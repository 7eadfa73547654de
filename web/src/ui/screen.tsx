import type { ReactNode } from 'react'
import classes from './screen.module.css'
import { usePageTitle } from './title.ts'

/** A screen that is no list and no record: a title, what can be done here, and titled parts under each other. */
export function Screen({
  title,
  about,
  actions,
  children,
}: {
  title: string
  /** What one sees here, in a sentence. */
  about?: ReactNode
  actions?: ReactNode
  children: ReactNode
}) {
  usePageTitle(title)
  return (
    <section className={classes.screen} aria-label={title}>
      <header className={classes.head}>
        <div>
          <h1>{title}</h1>
          {about && <p className={classes.quiet}>{about}</p>}
        </div>
        {actions}
      </header>
      {children}
    </section>
  )
}

/** A plain table that scrolls sideways where the window is narrow. */
export function Table({
  label,
  head,
  children,
}: {
  label: string
  /** An empty word for the column of buttons, which is the last. */
  head: readonly string[]
  children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes.scroller} aria-label={label} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {head.filter(Boolean).map((words) => (
              <th key={words}>{words}</th>
            ))}
            {head.includes('') && <td />}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}

/** Facts beside each other, each under its name. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, fact: ReactNode])[] }) {
  return (
    <dl className={classes.sums}>
      {facts.map(([name, fact]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  )
}

export function Quiet({ children }: { children: ReactNode }) {
  return <p className={classes.quiet}>{children}</p>
}
