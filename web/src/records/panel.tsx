import type { ReactNode } from 'react'
import classes from './page.module.css'

/** A titled part of a page. */
export function Panel({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <header className={classes.sectionHead}>
        <h2>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  )
}
