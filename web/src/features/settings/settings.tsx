import { Link, Outlet } from '@tanstack/react-router'
import { useMay } from '../../api/session.ts'
import { settingEntries } from '../../records/entry.ts'
import classes from './settings.module.css'

/** What holds for everybody here. Every change is an event, as everywhere. */
export function SettingsScreen() {
  const may = useMay()
  return (
    <>
      <nav className={classes.places} aria-label="Settings">
        {settingEntries()
          .filter(({ needs }) => may(needs))
          .map(({ label, path }) => (
            <Link
              key={path}
              to="/settings/$setting"
              params={{ setting: path }}
              className={classes.place}
              activeOptions={{ includeSearch: false }}
              activeProps={{ 'aria-current': 'page' }}
            >
              {label}
            </Link>
          ))}
      </nav>
      <Outlet />
    </>
  )
}
