import type { Kysely } from 'kysely'
import type { Execute } from '../../commands/execute.ts'
import { emailClaim } from '../../commands/identity/user.ts'
import { authorityOf } from '../../domain/identity/role.ts'
import { type UserState, user } from '../../domain/identity/user.ts'
import { derivedId, newId } from '../../platform/ids.ts'
import type { Passwords } from '../../platform/passwords.ts'
import { keyOf, type Principal } from '../../platform/permissions.ts'
import type { Session, Sessions } from '../../platform/sessions.ts'
import type { teamTable } from '../../projections/identity/team.ts'
import type { userTable } from '../../projections/identity/user.ts'
import { Unauthorized } from '../problem.ts'
import type { TablesOf } from '../query.ts'
import type { Identity, ReadModels } from '../services.ts'

/** What signing in needs of the platform. */
export interface IdentityParts {
  sessions: Sessions
  passwords: Passwords
  execute: Execute
  readModels: Pick<ReadModels, 'read' | 'onCommitted'>
}

/** Where a request came from. */
export interface Origin {
  ip: string
  userAgent?: string
}

export interface SignIns extends Identity {
  signIn(email: string, password: string, origin: Origin): Promise<{ token: string; session: Session }>
  /** Ends a session; without effect when it has ended already. */
  signOut(token: string, cause: 'signed-out' | 'replaced', origin: Origin): Promise<void>
}

type Db = Kysely<TablesOf<[typeof userTable, typeof teamTable]>>

/** Nobody's id; looked up for unknown e-mails, so that they take as long as known ones. */
const nobody = derivedId('user', 'nobody')

/** Reads the directory of users and teams, whoever asks. */
const directory: Principal = {
  actor: { kind: 'system', id: 'system', roles: [] },
  via: { kind: 'session' },
  may: ['user.read', 'team.read'],
  keys: [keyOf.all('user'), keyOf.all('team')],
}

export function createIdentity({ sessions, passwords, execute, readModels }: IdentityParts): SignIns {
  const listeners = new Set<() => void>()
  const changed = () => {
    for (const listener of listeners) listener()
  }
  /** Keys of the members of a manager's teams, and names, until a user or a team changes. */
  const members = new Map<string, Promise<readonly string[]>>()
  const named = new Map<string, string>()
  readModels.onCommitted(({ changes }) => {
    if (!changes.some(({ model }) => model === 'user' || model === 'team')) return
    members.clear()
    named.clear()
    changed()
  })

  const read = <T>(run: (db: Db) => Promise<T>) =>
    readModels.read(directory, {}, (db) => run(db as never as Db))

  function memberKeys(managerId: string): Promise<readonly string[]> {
    const known = members.get(managerId)
    if (known) return known
    const found = read((db) => readMemberKeys(db, managerId))
    members.set(managerId, found)
    found.catch(() => members.delete(managerId))
    return found
  }

  async function principalOf(id: string, state: UserState, session: Session): Promise<Principal> {
    const { may, seesAll, seesMembers, queues } = authorityOf[state.role]
    return {
      actor: { kind: 'user', id, roles: [state.role] },
      via: { kind: 'session', id: session.id },
      may,
      keys: [
        keyOf.user(id),
        ...(state.teamId ? [keyOf.team(state.teamId)] : []),
        ...seesAll.map(keyOf.all),
        ...queues.map((queue) => `queue:${queue}`),
        ...(seesMembers ? await memberKeys(id) : []),
      ],
    }
  }

  /** Beginning and ending a session is done in one's own name, and is all these rights are good for. */
  function ownSession(userId: string, sessionId: string, role: string | undefined): Principal {
    return {
      actor: { kind: 'user', id: userId, roles: role ? [role] : [] },
      via: { kind: 'session', id: sessionId },
      may: ['session.begin', 'session.end'],
      keys: [keyOf.user(userId)],
    }
  }

  return {
    async authenticate(token) {
      const session = await sessions.find(token)
      const state = session && (await execute.load(user, session.userId))
      if (!session || !state?.active || session.createdAt < state.sessionsFrom) return undefined
      return { principal: await principalOf(session.userId, state, session), sessionId: session.id }
    },

    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    async names(ids) {
      const unknown = ids.filter((id) => !named.has(id))
      if (unknown.length > 0) {
        for (const [id, name] of await read((db) => readNames(db, unknown))) named.set(id, name)
      }
      return new Map(
        ids.flatMap((id) => {
          const name = named.get(id)
          return name === undefined ? [] : [[id, name] as const]
        }),
      )
    },

    async signIn(email, password, origin) {
      const userId = await execute.holder(emailClaim(email))
      const state = await execute.load(user, userId ?? nobody)
      const right = await passwords.check(state?.active ? state.credentialId : undefined, password)
      if (!right || !userId || !state) {
        await sessions.refused(origin.ip, userId)
        throw new Unauthorized('E-mail or password is wrong.')
      }
      const id = newId()
      await execute({
        command: 'session.begin',
        id,
        body: { userId },
        principal: ownSession(userId, id, state.role),
        ...origin,
      })
      return sessions.open(id, userId)
    },

    async signOut(token, cause, origin) {
      const session = await sessions.find(token)
      if (!session) return
      await sessions.close(session.id)
      changed()
      const state = await execute.load(user, session.userId)
      await execute({
        command: 'session.end',
        id: session.id,
        body: { cause },
        principal: ownSession(session.userId, session.id, state?.role),
        ...origin,
      })
    },
  }
}

async function readMemberKeys(db: Db, managerId: string): Promise<string[]> {
  const teams = await db.selectFrom('team').select('id').where('managerId', '=', managerId).execute()
  if (teams.length === 0) return []
  const ids = teams.map(({ id }) => id)
  const users = await db.selectFrom('user').select('id').where('teamId', 'in', ids).execute()
  return [...ids.map(keyOf.team), ...users.map(({ id }) => keyOf.user(id))]
}

async function readNames(db: Db, ids: readonly string[]): Promise<[string, string][]> {
  const known = ids.filter((id) => /^[0-9a-f-]{36}$/.test(id))
  if (known.length === 0) return []
  const rows = await db.selectFrom('user').select(['id', 'name']).where('id', 'in', known).execute()
  return rows.map(({ id, name }) => [id, name])
}
