import type { Kysely } from 'kysely'
import type { Execute } from '../../commands/execute.ts'
import { authorityIn } from '../../commands/identity/role.ts'
import { modulesOff } from '../../commands/settings/modules.ts'
import type { Via } from '../../domain/event.ts'
import { apiKey } from '../../domain/identity/api-key.ts'
import type { Authorities, Authority } from '../../domain/identity/authority.ts'
import { type UserState, user } from '../../domain/identity/user.ts'
import type { Module } from '../../domain/settings/modules.ts'
import { fullName } from '../../domain/values/person-name.ts'
import { type ApiKeys, isApiKey } from '../../platform/people/api-keys.ts'
import {
  allows,
  denialOf,
  keyOf,
  type Masks,
  noMasks,
  type Principal,
  withAllNames,
} from '../../platform/people/permissions.ts'
import { narrowed } from '../../platform/people/scopes.ts'
import type { Sessions } from '../../platform/people/sessions.ts'
import type { Clock } from '../../platform/process/clock.ts'
import { isUuid } from '../../platform/process/ids.ts'
import type { contactTable } from '../../projections/customers/contact.ts'
import type { shareTable } from '../../projections/identity/share.ts'
import type { teamTable } from '../../projections/identity/team.ts'
import type { userTable } from '../../projections/identity/user.ts'
import type { Identity, Known } from '../http/known.ts'
import type { ReadModels } from '../http/services.ts'
import type { TablesOf } from '../lists/query.ts'
import { type Facts, keysOf, managedTeams, masksOf, type Shared } from './rights.ts'

/** What signing in needs of the platform. */
export interface IdentityParts {
  sessions: Sessions
  apiKeys: ApiKeys
  execute: Execute
  readModels: Pick<ReadModels, 'read' | 'onCommitted'>
  clock: Clock
  /** Names that mean one field, by model. */
  sameFields: Parameters<typeof withAllNames>[1]
  /** What the roles from the start give. */
  authorities: Authorities
  /** The models of a module, as permissions name them. */
  modelsOf: (module: Module) => readonly string[]
}

type Db = Kysely<TablesOf<[typeof userTable, typeof teamTable, typeof shareTable]>>

/** Reads users, teams and what is shared with them, whoever asks. */
const directory: Principal = {
  actor: { kind: 'system', id: 'system', roles: [] },
  via: { kind: 'session' },
  may: ['user.read', 'team.read', 'share.read'],
  keys: [keyOf.all('user'), keyOf.all('team'), keyOf.all('share')],
  masks: noMasks,
}

export interface IdentityService extends Identity {
  /** As whom somebody reads who is not here to ask; undefined: nobody who may sign in. */
  reader(userId: string): Promise<Principal | undefined>
  /** The rights of now of who asked before, through a key no more than the key's; undefined: they have none any more. */
  again(userId: string, keyId: string | null): Promise<Principal | undefined>
  /** Says that a session may have ended. */
  changed(): void
}

export function createIdentity(parts: IdentityParts): IdentityService {
  const { sessions, apiKeys, execute, readModels, clock, sameFields, authorities, modelsOf } = parts
  const listeners = new Set<() => void>()
  const changed = () => {
    for (const listener of listeners) listener()
  }
  /** A manager's teams and their members, and names, until a user or a team changes. */
  const managed = new Map<string, Promise<Facts['managed']>>()
  const named = new Map<string, string>()
  /** What is shared with a user or a team, until a share changes. */
  const shared = new Map<string, Promise<readonly Shared[]>>()
  /** The masks of a role with every name of its fields, made once for each state of it. */
  const masks = new WeakMap<Authority, Masks>()
  readModels.onCommitted(({ changes }) => {
    const models = new Set(changes.map(({ model }) => model))
    if (models.has('user') || models.has('team')) {
      managed.clear()
      named.clear()
    }
    if (models.has('share')) shared.clear()
    if (['user', 'team', 'role', 'share', 'apiKey'].some((model) => models.has(model))) changed()
  })

  const read = <T>(run: (db: Db) => Promise<T>) =>
    readModels.read(directory, {}, (db) => run(db as never as Db))

  const managedBy = (id: string) => once(managed, id, () => read((db) => readManaged(db, id)))
  const sharedWith = (id: string) => once(shared, id, () => read((db) => readShared(db, id)))

  async function principalOf(id: string, state: UserState, via: Via): Promise<Principal> {
    const authority = await authorityIn(state.role, execute, authorities)
    const { teamId } = state
    return {
      actor: { kind: 'user', id, roles: [state.role] },
      via,
      may: [
        ...authority.may,
        ...(await modulesOff(execute)).flatMap((module) => modelsOf(module).map(denialOf)),
      ],
      keys: keysOf({
        userId: id,
        teamId,
        authority,
        managed: authority.seesMembers ? await managedBy(id) : nobodys,
        shared: [...(await sharedWith(id)), ...(teamId ? await sharedWith(teamId) : [])],
        at: clock(),
      }),
      masks: maskedBy(authority),
      masksSaid: masksOf(authority),
    }
  }

  function maskedBy(authority: Authority): Masks {
    const known = masks.get(authority)
    if (known) return known
    const all = withAllNames(masksOf(authority), sameFields)
    masks.set(authority, all)
    return all
  }

  /** A key acts for its owner, and may do what both its scopes and they may. */
  async function behindKey(token: string, ip: string | undefined): Promise<Known | undefined> {
    const id = await apiKeys.find(token, ip)
    const principal = id === undefined ? undefined : await throughKey(id)
    return id === undefined || !principal ? undefined : { principal, sessionId: id }
  }

  async function throughKey(id: string): Promise<Principal | undefined> {
    const key = await execute.load(apiKey, id)
    if (!key || key.revoked || key.expiresAt <= clock()) return undefined
    const owner = await execute.load(user, key.ownerId)
    if (!owner?.active) return undefined
    const { may, ...principal } = await principalOf(key.ownerId, owner, { kind: 'api-key', id })
    return { ...principal, may: narrowed(may, key.scopes) }
  }

  async function reader(userId: string): Promise<Principal | undefined> {
    const state = await execute.load(user, userId)
    return state?.active ? principalOf(userId, state, { kind: 'saga' }) : undefined
  }

  return {
    async authenticate(token, ip) {
      if (isApiKey(token)) return behindKey(token, ip)
      const session = await sessions.find(token)
      const state = session && (await execute.load(user, session.userId))
      if (!session || !state?.active || session.createdAt < state.sessionsFrom) return undefined
      const { id, userId, authenticatedAt } = session
      const principal = await principalOf(userId, state, { kind: 'session', id })
      return { principal, sessionId: id, authenticatedAt }
    },

    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    async names(ids, reader) {
      const unknown = ids.filter((id) => !named.has(id))
      if (unknown.length > 0) {
        for (const [id, name] of await read((db) => readNames(db, unknown))) named.set(id, name)
      }
      const others = ids.filter((id) => !named.has(id))
      const customers = reader && others.length > 0 ? await readCustomers(readModels, reader, others) : []
      return new Map([
        ...ids.flatMap((id) => {
          const name = named.get(id)
          return name === undefined ? [] : [[id, name] as const]
        }),
        ...customers,
      ])
    },

    reader,

    again: (userId, keyId) => (keyId === null ? reader(userId) : throughKey(keyId)),

    changed,
  }
}

const nobodys: Facts['managed'] = { teams: [], members: [] }

/** The value known for a key, or what is found now; what fails is not remembered. */
function once<T>(known: Map<string, Promise<T>>, key: string, find: () => Promise<T>): Promise<T> {
  const before = known.get(key)
  if (before) return before
  const found = find()
  known.set(key, found)
  found.catch(() => known.delete(key))
  return found
}

async function readManaged(db: Db, managerId: string): Promise<Facts['managed']> {
  const all = await db.selectFrom('team').select(['id', 'managerId', 'parentId']).execute()
  const teams = managedTeams(managerId, all)
  if (teams.length === 0) return nobodys
  const users = await db.selectFrom('user').select('id').where('teamId', 'in', teams).execute()
  return { teams, members: users.map(({ id }) => id) }
}

async function readShared(db: Db, granteeId: string): Promise<Shared[]> {
  return db
    .selectFrom('share')
    .select(['recordId', 'level', 'expiresAt'])
    .where('granteeId', '=', granteeId)
    .where('revokedAt', 'is', null)
    .execute()
}

/** Customers as this reader sees them as contacts. */
async function readCustomers(
  readModels: IdentityParts['readModels'],
  reader: Principal,
  ids: readonly string[],
): Promise<[string, string][]> {
  const isHidden = reader.masks.hidden.contact?.some((field) => nameFields.includes(field))
  const known = ids.filter(isUuid)
  if (known.length === 0 || isHidden || !allows(reader.may, 'contact.read')) return []
  const rows = await readModels.read(reader, {}, (db) =>
    (db as never as Kysely<TablesOf<[typeof contactTable]>>)
      .selectFrom('contact')
      .select(['id', 'firstName', 'lastName'])
      .where('id', 'in', known)
      .execute(),
  )
  return rows.map(({ id, firstName, lastName }) => [
    id,
    `${fullName({ first: firstName, last: lastName })} (customer)`,
  ])
}

const nameFields = ['name', 'firstName', 'lastName']

async function readNames(db: Db, ids: readonly string[]): Promise<[string, string][]> {
  const known = ids.filter(isUuid)
  if (known.length === 0) return []
  const rows = await db.selectFrom('user').select(['id', 'name']).where('id', 'in', known).execute()
  return rows.map(({ id, name }) => [id, name])
}
