import { Link, type LinkProps, Outlet } from '@tanstack/react-router'
import { useMay } from '../../api/session.ts'
import classes from './settings.module.css'

const places: readonly { label: string; needs: string; link: LinkProps }[] = [
  { label: 'Organisation', needs: 'organisation.read', link: { to: '/settings/organisation' } },
  { label: 'Sign-in rules', needs: 'signInPolicy.read', link: { to: '/settings/sign-in' } },
  { label: 'Alerts', needs: 'alertPolicy.read', link: { to: '/settings/alerts' } },
  { label: 'Retention', needs: 'retentionRule.read', link: { to: '/settings/retention' } },
]

/** What holds for everybody here. Every change is an event, as everywhere. */
export function SettingsScreen() {
  const may = useMay()
  return (
    <>
      <nav className={classes.places} aria-label="Settings">
        {places
          .filter(({ needs }) => may(needs))
          .map(({ label, link }) => (
            <Link
              key={label}
              {...link}
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
