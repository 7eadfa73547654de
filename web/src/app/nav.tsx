import { Tooltip } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import { House } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useOpens } from '../api/session.ts'
import { FirstSteps } from '../features/identity/first-steps.tsx'
import { TrainingMark } from '../features/identity/training-mark.tsx'
import { groups } from '../records/entry.ts'
import { type Place, places } from '../records/places.ts'
import item from '../ui/nav-item.module.css'
import classes from './shell.module.css'

const marks = new Map(
  places().flatMap(({ path, mark }) =>
    mark ? [[path, lazy(async () => ({ default: await mark() }))] as const] : [],
  ),
)

/** What a feature has beside the name of its screen. */
function Mark({ path }: { path: string }) {
  const Own = marks.get(path)
  return (
    Own && (
      <Suspense fallback={null}>
        <Own />
      </Suspense>
    )
  )
}

/** Where the signed-in person can go. */
export function Nav() {
  return (
    <nav className={classes.nav} aria-label="Main">
      <Link to="/" className={classes.brand}>
        <img src="/icon.svg" alt="" width={20} height={20} />
        <span>Hindsight</span>
      </Link>
      <Tooltip label="Home" position="right" openDelay={500}>
        <Link to="/home" className={item.item} activeOptions={{ includeSearch: false }}>
          <House size={16} aria-hidden />
          <span>Home</span>
        </Link>
      </Tooltip>
      <TrainingMark />
      <Groups />
      <FirstSteps />
    </nav>
  )
}

/** Every place that the signed-in person may go to, by what it is for. */
export function Groups() {
  const opens = useOpens()
  return groups.map((name) => {
    const open = places().filter((place) => place.group === name && opens(place))
    return open.length > 0 && <Group key={name} name={name} open={open} />
  })
}

/** What one goes to now and then waits behind its word, beside what one works in all day. */
const seldom: ReadonlySet<string> = new Set(['Trust', 'Set-up'])

function Group({ name, open }: { name: string; open: readonly Place[] }) {
  const at = useLocation({ select: ({ pathname }) => pathname.split('/')[1] })
  const [isOpen, setOpen] = useState(false)
  const links = open.map((place) => <PlaceLink key={place.path} {...place} />)
  if (!seldom.has(name))
    return (
      <div>
        <div className={classes.group}>{name}</div>
        {links}
      </div>
    )
  return (
    <details
      open={isOpen || open.some(({ path }) => path === at)}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className={classes.group}>{name}</summary>
      {links}
    </details>
  )
}

function PlaceLink({ label, icon: Icon, path }: Place) {
  return (
    <Tooltip label={label} position="right" openDelay={500}>
      <Link to="/$path" params={{ path }} className={item.item} activeOptions={{ includeSearch: false }}>
        <Icon size={16} aria-hidden />
        <span>{label}</span>
        <Mark path={path} />
      </Link>
    </Tooltip>
  )
}
