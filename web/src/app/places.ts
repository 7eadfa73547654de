import type { LinkProps } from '@tanstack/react-router'
import {
  Activity,
  ChartColumn,
  Columns3,
  Eye,
  Fingerprint,
  type LucideIcon,
  ScrollText,
  ShieldAlert,
  SlidersHorizontal,
} from 'lucide-react'
import { nounOf } from '../records/resource.ts'
import { catalog } from './catalog.ts'

/** A screen one can go to, and the permission it takes. */
export interface Place {
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

/** In the order of the navigation. */
export const groups: readonly { name: string; places: readonly Place[] }[] = [
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
      ...recordsOf('securityAlert'),
      { label: 'Security', icon: ShieldAlert, needs: 'securityCheck.read', link: { to: '/security' } },
    ],
  },
  {
    name: 'Set-up',
    places: [
      ...recordsOf('product', 'slaPolicy', 'user', 'team', 'role', 'training'),
      { label: 'Settings', icon: SlidersHorizontal, needs: 'organisation.read', link: { to: '/settings' } },
      { label: 'System status', icon: Activity, needs: 'status.read', link: { to: '/status' } },
    ],
  },
]
