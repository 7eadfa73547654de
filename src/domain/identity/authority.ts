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
/** `custom.region` is a field that the organisation has added. */
const field = z
  .string()
  .max(60)
  .regex(/^[a-z][a-zA-Z]*(\.[a-z][a-zA-Z0-9]*)?$/, 'must be a name such as email')
  .meta({ examples: ['name', 'email', 'revenue'] })
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

/**
 * What a role is after a release gives `next` where it gave `before`: what the release adds is added and what it takes back is
 * taken, so that what somebody has given or taken away since stays.
 */
export function following(now: Authority, before: Authority, next: Authority): Authority {
  const list = <T extends string>(of: (one: Authority) => readonly T[]): T[] => {
    const [had, gives] = [new Set(of(before)), new Set(of(next))]
    const left = of(now).filter((one) => gives.has(one) || !had.has(one))
    return [...left, ...of(next).filter((one) => !had.has(one) && !left.includes(one))]
  }
  const byModel = (of: (one: Authority) => Authority['hidden']): Authority['hidden'] => {
    const models = [...new Set([now, next].flatMap((one) => Object.keys(of(one))))]
    const lists = models.map((name) => [name, list((one) => of(one)[name] ?? [])] as const)
    return Object.fromEntries(lists.filter(([, names]) => names.length > 0))
  }
  return {
    may: list(({ may }) => may),
    seesAll: list(({ seesAll }) => seesAll),
    seesMembers: next.seesMembers === before.seesMembers ? now.seesMembers : next.seesMembers,
    queues: list(({ queues }) => queues),
    hidden: byModel(({ hidden }) => hidden),
    readOnly: byModel(({ readOnly }) => readOnly),
  }
}

/** What roles from the start may do with one kind of record, and see of it. */
export type Share = {
  readonly [R in Role]?: {
    /** Permission patterns. */
    may: readonly string[]
    /** Whether its rows are seen, whoever owns them. */
    seesAll?: true
    /** Whether its rows are seen while nobody owns them. */
    queue?: true
    /** Its fields that are not shown. */
    hidden?: readonly string[]
  }
}

/** A share in which everybody who works here reads it, as it takes that to do any work at all. */
export function readByAll(model: string): Share {
  const read = { may: [`${model}.read`], seesAll: true } as const
  return { manager: read, rep: read, agent: read }
}

export type Authorities = Readonly<Record<Role, Authority>>

/** What the roles from the start let their holders do until somebody changes them: their shares in every model. */
export function authoritiesOf(shares: ReadonlyMap<string, Share>): Authorities {
  const all = [...shares]
  const summed = (of: Role, base: Partial<Authority> = {}): Authority => ({
    ...noAuthority,
    may: [...new Set(all.flatMap(([, share]) => share[of]?.may ?? []))],
    seesAll: all.flatMap(([name, share]) => (share[of]?.seesAll ? [name] : [])),
    queues: all.flatMap(([name, share]) => (share[of]?.queue ? [name] : [])),
    hidden: Object.fromEntries(
      all.flatMap(([name, share]) => {
        const names = share[of]?.hidden
        return names ? [[name, [...names]]] : []
      }),
    ),
    ...base,
  })
  return {
    admin: { ...noAuthority, may: ['*'], seesAll: ['*'], seesMembers: true },
    auditor: { ...noAuthority, may: ['*.read'], seesAll: ['*'] },
    manager: summed('manager', { seesMembers: true }),
    rep: summed('rep'),
    agent: summed('agent'),
  }
}
