import {
  Building2,
  CalendarX,
  FileText,
  Gauge,
  GraduationCap,
  Package,
  ReceiptText,
  ShieldCheck,
  Siren,
  Target,
  Ticket,
  UserRound,
  UserRoundPlus,
  Users,
  UsersRound,
} from 'lucide-react'
import type { Entry } from '../records/resource.ts'

/** Every kind of record with screens of its own. Adding one here gives it a list, a page, a history, search and links. */
export const catalog: readonly Entry[] = [
  {
    model: 'lead',
    path: 'leads',
    one: 'lead',
    many: 'leads',
    icon: UserRoundPlus,
    load: async () => (await import('../features/sales/lead.tsx')).lead,
  },
  {
    model: 'opportunity',
    path: 'opportunities',
    one: 'opportunity',
    many: 'opportunities',
    icon: Target,
    load: async () => (await import('../features/sales/opportunity.tsx')).opportunity,
  },
  {
    model: 'quote',
    path: 'quotes',
    one: 'quote',
    many: 'quotes',
    icon: FileText,
    load: async () => (await import('../features/sales/quote.tsx')).quote,
  },
  {
    model: 'order',
    path: 'orders',
    one: 'order',
    many: 'orders',
    icon: ReceiptText,
    load: async () => (await import('../features/sales/order.tsx')).order,
  },
  {
    model: 'product',
    path: 'products',
    one: 'product',
    many: 'products',
    icon: Package,
    load: async () => (await import('../features/sales/product.ts')).product,
  },
  {
    model: 'account',
    path: 'accounts',
    one: 'account',
    many: 'accounts',
    icon: Building2,
    load: async () => (await import('../features/customers/account.tsx')).account,
  },
  {
    model: 'contact',
    path: 'contacts',
    one: 'contact',
    many: 'contacts',
    icon: UserRound,
    load: async () => (await import('../features/customers/contact.tsx')).contact,
  },
  {
    model: 'ticket',
    path: 'tickets',
    one: 'ticket',
    many: 'tickets',
    icon: Ticket,
    load: async () => (await import('../features/service/ticket.tsx')).ticket,
  },
  {
    model: 'slaPolicy',
    path: 'sla-policies',
    one: 'SLA policy',
    many: 'SLA policies',
    icon: Gauge,
    load: async () => (await import('../features/service/sla-policy.ts')).slaPolicy,
  },
  {
    model: 'user',
    path: 'users',
    one: 'user',
    many: 'users',
    icon: Users,
    load: async () => (await import('../features/identity/user.tsx')).user,
  },
  {
    model: 'team',
    path: 'teams',
    one: 'team',
    many: 'teams',
    icon: UsersRound,
    load: async () => (await import('../features/identity/team.ts')).team,
  },
  {
    model: 'role',
    path: 'roles',
    one: 'role',
    many: 'roles',
    icon: ShieldCheck,
    load: async () => (await import('../features/identity/role.tsx')).role,
  },
  {
    model: 'training',
    path: 'trainings',
    one: 'training',
    many: 'trainings',
    icon: GraduationCap,
    load: async () => (await import('../features/identity/training.tsx')).training,
  },
  {
    model: 'securityAlert',
    path: 'security-alerts',
    one: 'security alert',
    many: 'security alerts',
    icon: Siren,
    load: async () => (await import('../features/trust/alert.tsx')).alert,
  },
  {
    model: 'retentionRule',
    path: 'retention-rules',
    one: 'retention rule',
    many: 'retention rules',
    icon: CalendarX,
    load: async () => (await import('../features/settings/retention-rule.tsx')).retentionRule,
  },
]

/** What there is one of: no list, and a screen under Settings. */
const settings: readonly Pick<Entry, 'model' | 'load'>[] = [
  {
    model: 'organisation',
    load: async () => (await import('../features/settings/organisation.tsx')).organisation,
  },
  {
    model: 'signInPolicy',
    load: async () => (await import('../features/settings/sign-in-rules.tsx')).signInRules,
  },
  {
    model: 'alertPolicy',
    load: async () => (await import('../features/settings/alert-limits.tsx')).alertPolicy,
  },
]

const byModel = new Map(catalog.map((entry) => [entry.model, entry]))
const byPath = new Map(catalog.map((entry) => [entry.path, entry]))

export const entryOf = (model: string): Entry | undefined => byModel.get(model)
export const settingOf = (model: string) => settings.find((setting) => setting.model === model)
export const entryAt = (path: string): Entry | undefined => byPath.get(path)
