import { Tooltip } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { House } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useMay } from '../api/session.ts'
import { FirstSteps } from '../features/identity/first-steps.tsx'
import { TrainingMark } from '../features/identity/training-mark.tsx'
import { groups } from '../records/entry.ts'
import { places } from '../records/places.ts'
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
  const may = useMay()
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
      {groups.map((name) => {
        const open = places().filter(({ group, needs }) => group === name && may(needs))
        if (open.length === 0) return null
        return (
          <div key={name}>
            <div className={classes.group}>{name}</div>
            {open.map(({ label, icon: Icon, path }) => (
              <Tooltip key={path} label={label} position="right" openDelay={500}>
                <Link
                  to="/$path"
                  params={{ path }}
                  className={item.item}
                  activeOptions={{ includeSearch: false }}
                >
                  <Icon size={16} aria-hidden />
                  <span>{label}</span>
                  <Mark path={path} />
                </Link>
              </Tooltip>
            ))}
          </div>
        )
      })}
      <FirstSteps />
    </nav>
  )
}
