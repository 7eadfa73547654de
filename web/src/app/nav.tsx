import { Tooltip } from '@mantine/core'
import { Link, type LinkProps } from '@tanstack/react-router'
import { Activity, ChartColumn, Columns3, Eye, Fingerprint, type LucideIcon, ScrollText } from 'lucide-react'
import { useMay } from '../api/session.ts'
import { FirstSteps } from '../features/identity/first-steps.tsx'
import { nounOf } from '../records/resource.ts'
import { catalog } from './catalog.ts'
import classes from './shell.module.css'

interface Place {
  label: string
  icon: LucideIcon
  needs: string
  link: LinkProps
}

const recordsOf = (...models: string[]): Place[] =>
  catalog
    .filter(({ model }) => models.includes(model))
    .map(({ model, many, icon, path }) => ({
      label: nounOf(many),
      icon,
      needs: `${model}.read`,
      link: { to: '/$path', params: { path } },
    }))

const groups: { name: string; places: Place[] }[] = [
  {
    name: 'Sales',
    places: [
      { label: 'Pipeline', icon: Columns3, needs: 'opportunity.read', link: { to: '/pipeline' } },
      { label: 'Forecast', icon: ChartColumn, needs: 'forecast.read', link: { to: '/forecast' } },
      ...recordsOf('lead', 'opportunity', 'quote', 'order'),
    ],
  },
  { name: 'Customers', places: recordsOf('account', 'contact') },
  { name: 'Service', places: recordsOf('ticket') },
  {
    name: 'Trust',
    places: [
      { label: 'Audit', icon: ScrollText, needs: 'audit.read', link: { to: '/audit' } },
      { label: 'Access log', icon: Eye, needs: 'accessLog.read', link: { to: '/access-log' } },
      { label: 'Integrity', icon: Fingerprint, needs: 'log.read', link: { to: '/integrity' } },
      ...recordsOf('alert'),
    ],
  },
  {
    name: 'Set-up',
    places: [
      ...recordsOf('product', 'slaPolicy', 'user', 'team', 'role'),
      { label: 'System status', icon: Activity, needs: 'status.read', link: { to: '/status' } },
    ],
  },
]

/** Where the signed-in person can go. */
export function Nav() {
  const may = useMay()
  return (
    <nav className={classes.nav} aria-label="Main">
      <Link to="/" className={classes.brand}>
        <img src="/icon.svg" alt="" width={20} height={20} />
        <span>Hindsight</span>
      </Link>
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
