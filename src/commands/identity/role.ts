import { refuse } from '../../domain/error.ts'
import { firstStart } from '../../domain/event.ts'
import {
  type Authorities,
  type Authority,
  noAuthority,
  type RoleRef,
  roles,
} from '../../domain/identity/authority.ts'
import { role } from '../../domain/identity/role.ts'
import { user } from '../../domain/identity/user.ts'
import { type Mentioned, merged } from '../../domain/record.ts'
import { fieldSet } from '../../domain/settings/field-set.ts'
import {
  allows,
  isDenial,
  keyOf,
  type Principal,
  systemPrincipal,
} from '../../platform/people/permissions.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Asking, commandsOf } from '../command.ts'
import type { Execute } from '../execute.ts'
import { fieldSetId } from '../settings/referred.ts'

/** The record of a role: one that is there from the start has an id made of its word. */
export function roleId(ref: string): string {
  return builtInIds.get(ref) ?? ref
}

// Hashed once: every request asks for one of them.
const builtInIds = new Map<string, string>(roles.map((name) => [name, derivedId('role', name)]))

/** What a role gives at this moment. One from the start gives what `authorities` says until its record says otherwise. */
export async function authorityIn(
  ref: RoleRef,
  { load }: Pick<Asking, 'load'>,
  authorities: Authorities,
): Promise<Authority> {
  const state = await load(role, roleId(ref))
  if (state) return state.archived ? noAuthority : state
  return isBuiltIn(ref) ? authorities[ref] : noAuthority
}

/**
 * Makes records of the roles there are from the start, and has those that are there follow this release: what an
 * administrator has given or taken away stays.
 */
export async function ensureRoles(
  execute: Execute,
  authorities: Authorities,
  version: string,
): Promise<void> {
  const principal = systemPrincipal(firstStart, { kind: 'cli' })
  for (const name of roles) {
    const id = roleId(name)
    if (await execute.load(role, id)) {
      const text = `Hindsight ${version} gives this role something else than the release before it`
      const reason = { code: 'release', text }
      await execute({ command: 'role.follow', id, body: authorities[name], principal, reason })
      continue
    }
    const body = { name: names[name], ...authorities[name] }
    await execute({ command: 'role.define', id, commandId: id, body, principal })
  }
}

const names = {
  admin: 'Administrator',
  manager: 'Manager',
  rep: 'Sales representative',
  agent: 'Service agent',
  auditor: 'Auditor',
} as const

/** `fieldsOf` gives the fields of a model, undefined for none of that name: a misspelt mask would hide nothing. */
export const roleCommands = (fieldsOf: (model: string) => ReadonlySet<string> | undefined) =>
  commandsOf(role, (prepared) => ({
    'role.define': {
      summary: 'Define a role; nobody gives rights they lack',
      ...prepared(role.commands['role.define'].schema.omit({ builtIn: true }), async (body, asking) => {
        await refuseUnknown(body, fieldsOf, asking)
        refuseBeyond(asking.principal, body, 'may')
        return { ...body, builtIn: roles.find((name) => roleId(name) === asking.id) ?? null }
      }),
    },
    'role.change': {
      summary: 'Change what a role lets its holders do and see, at once',
      ...prepared(role.commands['role.change'], async (body, { state, principal, load }) => {
        await refuseUnknown(body, fieldsOf, { load })
        refuseBeyond(principal, merged(state, body), 'may')
        return body
      }),
    },
    'role.follow': { summary: 'Follow what this release gives a role from the start', internal: true },
    'role.archive': { summary: 'Archive a role; its holders lose what it gave them' },
    'role.restore': {
      summary: 'Restore an archived role',
      ...prepared(role.commands['role.restore'], (body, { state, principal }) => {
        refuseBeyond(principal, state, 'id')
        return body
      }),
    },
  }))

/** @throws DomainError unless there is such a role and the asker has all it gives. */
export async function mayGive(
  ref: RoleRef,
  asking: Pick<Asking, 'load' | 'principal'>,
  authorities: Authorities,
): Promise<void> {
  if (!isBuiltIn(ref)) {
    const found = await asking.load(role, ref)
    if (!found || found.archived) refuse('user.unknown-role', 'There is no such role.', { field: 'role' })
  }
  refuseBeyond(asking.principal, await authorityIn(ref, asking, authorities), 'role')
}

/**
 * Whoever sets somebody's password or address can sign in as them, so it takes all of their rights.
 * @throws DomainError
 */
export async function mayActAs(
  userId: string,
  asking: Pick<Asking, 'load' | 'principal'>,
  authorities: Authorities,
): Promise<void> {
  const state = await asking.load(user, userId)
  if (!state || asking.principal.actor.id === userId) return
  refuseBeyond(asking.principal, await authorityIn(state.role, asking, authorities), 'id')
}

/** @throws DomainError naming what the asker would give without having it. */
function refuseBeyond(principal: Principal, given: Authority, field: string): void {
  const lacking = beyond(principal, given)
  if (lacking.length > 0)
    refuse('role.beyond-own', `Nobody gives rights they lack: ${lacking.join(', ')}.`, {
      field,
      details: { lacking },
    })
}

function beyond({ may, keys, masks: all, masksSaid: masks = all }: Principal, given: Authority): string[] {
  const held = may.filter((pattern) => !isDenial(pattern))
  const seesAll = (model: string) => keys.includes(keyOf.all('*')) || keys.includes(keyOf.all(model))
  const masked = (model: string) => [...(masks.hidden[model] ?? []), ...(masks.readOnly[model] ?? [])]
  const models = [...new Set([...Object.keys(masks.hidden), ...Object.keys(masks.readOnly)])]
  return [
    // Rights in a module that is switched off are still somebody's to give.
    ...given.may.filter((pattern) => !allows(held, pattern)),
    ...given.seesAll.filter((model) => !seesAll(model)).map((model) => `seesAll ${model}`),
    ...(given.seesMembers && !keys.includes(keyOf.members) && !seesAll('*') ? ['seesMembers'] : []),
    ...given.queues
      .filter((model) => !seesAll(model) && !keys.includes(keyOf.queue(model)))
      .map((model) => `queue ${model}`),
    // What is kept from me is kept from whom I let in.
    ...models.flatMap((model) => {
      const hidden = given.hidden[model] ?? []
      const kept = [...hidden, ...(given.readOnly[model] ?? [])]
      const seen = (masks.hidden[model] ?? []).filter((name) => !hidden.includes(name))
      const taken = masked(model).filter((name) => !kept.includes(name))
      return [...new Set([...seen, ...taken])].map((name) => `${model}.${name}`)
    }),
  ]
}

async function refuseUnknown(
  given: Mentioned<Pick<Authority, 'hidden' | 'readOnly'>>,
  fieldsOf: (model: string) => ReadonlySet<string> | undefined,
  { load }: Pick<Asking, 'load'>,
): Promise<void> {
  for (const part of ['hidden', 'readOnly'] as const)
    for (const [model, names] of Object.entries(given[part] ?? {})) {
      const known = fieldsOf(model)
      const own = (await load(fieldSet, fieldSetId(model)))?.fields ?? []
      const isOwn = (name: string) => own.some(({ key }) => name === `custom.${key}`)
      const unknown = names.filter((name) => !known?.has(name) && !isOwn(name))
      if (!known) refuse('role.unknown-model', `There is no model ${model}.`, { field: `${part}.${model}` })
      if (unknown.length > 0)
        refuse('role.unknown-field', `A ${model} has no ${unknown.join(', ')} that could be masked.`, {
          field: `${part}.${model}`,
        })
    }
}

function isBuiltIn(ref: string): ref is (typeof roles)[number] {
  return roles.some((name) => name === ref)
}
