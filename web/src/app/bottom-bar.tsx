import { Drawer } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { House, Menu } from 'lucide-react'
import { useState } from 'react'
import { useOpens } from '../api/session.ts'
import { places } from '../records/places.ts'
import classes from './bottom-bar.module.css'
import { Groups } from './nav.tsx'

/** What fits beside Home and the rest under a thumb. */
const room = 3

/** The navigation of a telephone: home, what one works in all day, and everything else behind a word. */
export function BottomBar() {
  const opens = useOpens()
  const [open, setOpen] = useState(false)
  const near = places()
    .filter((place) => place.shortcut !== undefined && opens(place))
    .sort((a, b) => Number(a.shortcut) - Number(b.shortcut))
    .slice(0, room)
  return (
    <nav className={classes.bar} aria-label="Main">
      <Link to="/home" className={classes.place} activeOptions={{ includeSearch: false }}>
        <House size={20} aria-hidden />
        Home
      </Link>
      {near.map(({ path, label, icon: Icon }) => (
        <Link
          key={path}
          to="/$path"
          params={{ path }}
          className={classes.place}
          activeOptions={{ includeSearch: false }}
        >
          <Icon size={20} aria-hidden />
          {label}
        </Link>
      ))}
      <button type="button" className={classes.place} aria-expanded={open} onClick={() => setOpen(true)}>
        <Menu size={20} aria-hidden />
        More
      </button>
      <Drawer opened={open} onClose={() => setOpen(false)} position="bottom" size="80%" title="Everything">
        {/* Whoever has chosen is taken there. */}
        <div className={classes.all} onClickCapture={(event) => isLink(event.target) && setOpen(false)}>
          <Groups />
        </div>
      </Drawer>
    </nav>
  )
}

const isLink = (target: EventTarget) => target instanceof Element && target.closest('a') !== null
