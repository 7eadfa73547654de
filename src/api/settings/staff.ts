import { type Kysely, sql } from 'kysely'
import {
  type Assigning,
  type AssigningVersion,
  firstAssigning,
  type Staff,
} from '../../domain/rules/assignment.ts'
import type { RuleVersion } from '../../domain/settings/rule-set.ts'
import type { userTable } from '../../projections/identity/user.ts'
import type { TablesOf } from '../lists/query.ts'

type Db = Kysely<TablesOf<[typeof userTable]>>

/** The rules of assignment as a version of them was published; before there are any, nobody gets anything. */
export function assigningIn(found: RuleVersion | undefined): AssigningVersion {
  const { version = 1, content = firstAssigning } = found ?? {}
  return { ...(content as Assigning), version }
}

/** What is assigned: its table, the column that says to whom, and when it is still to be done. */
export interface Assigned {
  table: 'lead' | 'ticket'
  owner: 'owner_id' | 'assignee_id'
  open: readonly string[]
}

/** Who is there, what they have to do, and when they got one by each rule last, as far as the reader sees it. */
export async function staffIn(
  of: Kysely<never>,
  { table, owner, open }: Assigned,
  today: string,
  except: string | null = null,
): Promise<Staff> {
  const db = of as never as Db
  const users = await db
    .selectFrom('user')
    .select([
      'user.id',
      'user.active',
      'user.teamId',
      'user.skills',
      sql<number>`(select count(*)::int from ${sql.raw(table)} as one
        where one.${sql.raw(owner)} = "user".id and one.status = any(${[...open]}))`.as('open'),
    ])
    .execute()
  // Of all versions, so that whoever lost one to another has had their turn.
  const { rows: turns } = await sql<{ rule: string; userId: string; at: string }>`
    select routed_rule as rule, ${sql.raw(owner)}::text as user_id, max(routed_at) as at from ${sql.raw(`${table}_history`)}
      where routed_rule is not null and ${sql.raw(owner)} is not null group by 1, 2`.execute(of)
  const last = new Map(turns.map(({ rule, userId, at }) => [`${rule} ${userId}`, at]))
  return {
    people: new Map(users.map(({ id, ...standing }) => [id, standing])),
    lastAt: (rule, userId) => last.get(`${rule} ${userId}`) ?? null,
    today,
    except,
  }
}
