import { z } from 'zod'

export const roles = ['admin', 'manager', 'rep', 'agent', 'auditor'] as const
export const role = z.enum(roles)
export type Role = z.output<typeof role>

interface Authority {
  /** Permission patterns: command types and `<model>.read`. What is not named is denied. */
  may: readonly string[]
  /** Models seen whole, whoever owns the row; `*` is every model. */
  seesAll: readonly string[]
  /** Whether what the members of one's teams own is seen too. */
  seesMembers: boolean
  /** Queues of rows that nobody owns yet. */
  queues: readonly string[]
}

/** What everybody who works here may read to do any work at all. */
const directory = [
  'user.read',
  'team.read',
  'product.read',
  'pipeline.read',
  'calendar.read',
  'slaPolicy.read',
]
const directoryModels = ['user', 'team', 'product', 'pipeline', 'calendar', 'slaPolicy']
const selling = ['lead.*', 'opportunity.*', 'quote.*', 'order.read', 'forecast.read']

export const authorityOf: Readonly<Record<Role, Authority>> = {
  admin: { may: ['*'], seesAll: ['*'], seesMembers: true, queues: [] },
  auditor: { may: ['*.read'], seesAll: ['*'], seesMembers: false, queues: [] },
  manager: {
    may: [...directory, ...selling, 'account.*', 'contact.*', 'ticket.*', 'session.read'],
    seesAll: [...directoryModels, 'account', 'contact', 'ticket'],
    seesMembers: true,
    queues: ['lead', 'opportunity', 'quote', 'order'],
  },
  rep: {
    may: [...directory, ...selling, 'account.*', 'contact.*', 'ticket.open', 'ticket.read'],
    seesAll: [...directoryModels, 'account', 'contact'],
    seesMembers: false,
    queues: ['lead'],
  },
  agent: {
    may: [...directory, 'account.read', 'contact.*', 'ticket.*'],
    seesAll: [...directoryModels, 'account', 'contact', 'ticket'],
    seesMembers: false,
    queues: [],
  },
}
