import { Tooltip } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { House } from 'lucide-react'
import { useMay } from '../api/session.ts'
import { FirstSteps } from '../features/identity/first-steps.tsx'
import { TrainingMark } from '../features/identity/training-mark.tsx'
import { groups } from './places.ts'
import classes from './shell.module.css'

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
        <Link to="/home" className={classes.item} activeOptions={{ includeSearch: false }}>
          <House size={16} aria-hidden />
          <span>Home</span>
        </Link>
      </Tooltip>
      <TrainingMark />
      {groups.map(({ name, places }) => {
        const open = places.filter(({ needs }) => may(needs))
        if (open.length === 0) return null
        return (
          <div key={name}>
            <div className={classes.group}>{name}</div>
            {open.map(({ label, icon: Icon, link }) => (
              <Tooltip key={label} label={label} position="right" openDelay={500}>
                <Link {...link} className={classes.item} activeOptions={{ includeSearch: false }}>
                  <Icon size={16} aria-hidden />
                  <span>{label}</span>
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
