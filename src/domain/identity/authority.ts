import { z } from 'zod'
import { uuid } from '../values/uuid.ts'

/** The roles there are from the start. */
export const roles = ['admin', 'manager', 'rep', 'agent', 'auditor'] as const
export type Role = (typeof roles)[number]

/** How a user's role is named in events: a role from the start by its word, one defined here by its id. */
export const role = z.union([z.enum(roles), uuid])
export type RoleRef = z.output<typeof role>

const pattern = z
  .string()
  .max(100)
  .regex(
    /^(\*|(\*|[a-z][a-zA-Z]*)\.(\*|[a-z][a-z-]*))$/,
    'must be a permission such as lead.qualify, lead.*, *.read or *',
  )
  .meta({ examples: ['lead.*', '*.read', 'contact.change', 'user.assign-role', '*'] })
const word = z
  .string()
  .max(60)
  .regex(/^[a-z][a-zA-Z]*$/, 'must be a name such as lead')
const model = word.meta({ examples: ['lead', 'contact', 'account'] })
const field = word.meta({ examples: ['name', 'email', 'revenue'] })
const fields = z.record(model, z.array(field).max(100))

/** What a role lets its holders do and see. What is not named is denied. */
export const authority = z.object({
  /** Permission patterns: command types and `<model>.read`. */
  may: z.array(pattern).max(500),
  /** Models seen whole, whoever owns the row; `*` is every model. */
  seesAll: z.array(z.union([z.literal('*'), model])).max(100),
  /** Whether what the members of one's teams own is seen too. */
  seesMembers: z.boolean(),
  /** Models whose rows are seen while nobody owns them. */
  queues: z.array(model).max(100),
  /** Fields that are not shown, found or taken, by model. */
  hidden: fields,
  /** Fields that are shown but not taken, by model. */
  readOnly: fields,
})
export type Authority = z.output<typeof authority>

/** Nothing at all. */
export const noAuthority: Authority = {
  may: [],
  seesAll: [],
  seesMembers: false,
  queues: [],
  hidden: {},
  readOnly: {},
}

/** What everybody who works here may read to do any work at all. */
const directory = [
  'user.read',
  'team.read',
  'role.read',
  'product.read',
  'pipeline.read',
  'calendar.read',
  'slaPolicy.read',
]
const directoryModels = ['user', 'team', 'role', 'product', 'pipeline', 'calendar', 'slaPolicy']
const selling = ['lead.*', 'opportunity.*', 'quote.*', 'order.read', 'forecast.read']
const sharing = ['share.read', 'share.grant', 'share.revoke']

/** What the roles from the start let their holders do, until somebody changes them. */
export const authorityOf: Readonly<Record<Role, Authority>> = {
  admin: { ...noAuthority, may: ['*'], seesAll: ['*'], seesMembers: true },
  auditor: { ...noAuthority, may: ['*.read'], seesAll: ['*'] },
  manager: {
    ...noAuthority,
    may: [...directory, ...selling, ...sharing, 'account.*', 'contact.*', 'ticket.*', 'session.read'],
    seesAll: [...directoryModels, 'account', 'contact', 'ticket'],
    seesMembers: true,
    queues: ['lead', 'opportunity', 'quote', 'order'],
  },
  rep: {
    ...noAuthority,
    may: [...directory, ...selling, ...sharing, 'account.*', 'contact.*', 'ticket.open', 'ticket.read'],
    seesAll: [...directoryModels, 'account', 'contact'],
    queues: ['lead'],
  },
  agent: {
    ...noAuthority,
    may: [...directory, ...sharing, 'account.read', 'contact.*', 'ticket.*'],
    seesAll: [...directoryModels, 'account', 'contact', 'ticket'],
  },
}
