import { Popover } from '@mantine/core'
import { useState } from 'react'
import type { Change } from '../time/time.ts'
import classes from './film-step.module.css'
import { Why } from './why.tsx'

/** The change at which a film of the past stands: who did what, and behind it what led to it and what came of it. */
export function FilmStep({ change: { actor, title, eventId } }: { change: Change }) {
  const [asked, setAsked] = useState(false)
  const words = `${actor ? `${actor}: ` : ''}${title}`
  if (eventId === undefined) return <span className={classes.words}>{words}</span>
  return (
    <Popover
      opened={asked}
      onChange={setAsked}
      position="bottom-end"
      shadow="md"
      width={420}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <button
          type="button"
          className={classes.step}
          title={words}
          aria-expanded={asked}
          aria-label={`Why: ${words}`}
          onClick={() => setAsked(!asked)}
        >
          {words}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.reasons}>
        <Why eventId={eventId} />
      </Popover.Dropdown>
    </Popover>
  )
}
