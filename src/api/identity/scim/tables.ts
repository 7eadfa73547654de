import { type Kysely, sql } from 'kysely'
import type { roleTable } from '../../../projections/identity/role.ts'
import type { teamTable } from '../../../projections/identity/team.ts'
import type { userTable } from '../../../projections/identity/user.ts'
import type { TablesOf } from '../../lists/query.ts'
import { type Attributes, conditionOf } from './filter.ts'

export type Db = Kysely<TablesOf<[typeof userTable, typeof teamTable, typeof roleTable]>>
export type UserRow = Awaited<ReturnType<typeof usersIn>>[number]
export type TeamRow = Awaited<ReturnType<typeof teamsIn>>[number]

/** What is asked for, as users and as groups; `startIndex` is counted from 1. */
interface Which {
  ids?: readonly string[]
  filter?: string | undefined
  startIndex?: number
  count?: number
}

const userAttributes: Attributes = {
  id: { is: 'text', sql: sql`"user".id::text` },
  username: { is: 'caseless', sql: sql`coalesce("user".user_name, "user".email)` },
  externalid: { is: 'text', sql: sql`"user".external_id` },
  displayname: { is: 'caseless', sql: sql`"user".name` },
  'name.formatted': { is: 'caseless', sql: sql`"user".name` },
  'name.givenname': { is: 'caseless', sql: sql`"user".given_name` },
  'name.familyname': { is: 'caseless', sql: sql`"user".family_name` },
  emails: { is: 'caseless', sql: sql`"user".email` },
  'emails.value': { is: 'caseless', sql: sql`"user".email` },
  'emails.type': { is: 'caseless', sql: sql`'work'` },
  'emails.primary': { is: 'flag', sql: sql`true` },
  active: { is: 'flag', sql: sql`"user".active` },
  timezone: { is: 'caseless', sql: sql`"user".time_zone` },
  'roles.value': { is: 'caseless', sql: sql`"user".role` },
  'groups.value': { is: 'text', sql: sql`"user".team_id::text` },
  'meta.created': { is: 'instant', sql: sql`"user".created_at` },
  'meta.lastmodified': { is: 'instant', sql: sql`"user".updated_at` },
}

const teamAttributes: Attributes = {
  id: { is: 'text', sql: sql`team.id::text` },
  displayname: { is: 'caseless', sql: sql`team.name` },
  externalid: { is: 'text', sql: sql`team.directory_key` },
  members: { is: 'among', holds: hasMember },
  'members.value': { is: 'among', holds: hasMember },
  'meta.created': { is: 'instant', sql: sql`team.created_at` },
  'meta.lastmodified': { is: 'instant', sql: sql`team.updated_at` },
}

function hasMember(id: string) {
  return sql<boolean>`exists (select from "user" where "user".team_id = team.id and "user".id::text = ${id})`
}

/** Whom the directory may know: whom it has deleted, and who is erased, it does not. */
function usersOf(db: Db, { ids, filter }: Which) {
  let users = db.selectFrom('user').where('user.removed', '=', false).where('user.leftDirectory', '=', false)
  if (ids) users = users.where('user.id', 'in', ids)
  return filter === undefined ? users : users.where(conditionOf(filter, userAttributes))
}

export function usersIn(db: Db, which: Which) {
  return usersOf(db, which)
    .leftJoin('team', 'team.id', 'user.teamId')
    .select([
      'user.id',
      'user.revision',
      'user.createdAt',
      'user.updatedAt',
      'user.name',
      'user.email',
      'user.role',
      'user.timeZone',
      'user.active',
      'user.userName',
      'user.externalId',
      'user.givenName',
      'user.familyName',
      'user.teamId',
      'team.name as team',
    ])
    .orderBy('user.createdAt')
    .orderBy('user.id')
    .limit(which.count ?? longestIds)
    .offset((which.startIndex ?? 1) - 1)
    .execute()
}

/** More are not named in one request of a megabyte. */
const longestIds = 50_000

export async function countUsers(db: Db, which: Which): Promise<number> {
  const [row] = await usersOf(db, which).select(sql<string>`count(*)`.as('count')).execute()
  return Number(row?.count ?? 0)
}

function teamsOf(db: Db, { ids, filter }: Which) {
  let teams = db.selectFrom('team').where('team.archived', '=', false)
  if (ids) teams = teams.where('team.id', 'in', ids)
  return filter === undefined ? teams : teams.where(conditionOf(filter, teamAttributes))
}

export function teamsIn(db: Db, which: Which) {
  return teamsOf(db, which)
    .select([
      'team.id',
      'team.revision',
      'team.createdAt',
      'team.updatedAt',
      'team.name',
      'team.directoryKey as externalId',
    ])
    .orderBy('team.createdAt')
    .orderBy('team.id')
    .limit(which.count ?? longestIds)
    .offset((which.startIndex ?? 1) - 1)
    .execute()
}

export async function countTeams(db: Db, which: Which): Promise<number> {
  const [row] = await teamsOf(db, which).select(sql<string>`count(*)`.as('count')).execute()
  return Number(row?.count ?? 0)
}

export async function membersOf(
  db: Db,
  ids: readonly string[],
): Promise<{ id: string; teamId: string | null }[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('user')
    .select(['id', 'teamId'])
    .where('teamId', 'in', ids)
    .where('removed', '=', false)
    .where('leftDirectory', '=', false)
    .orderBy('id')
    .execute()
}
