import { type Kysely, sql } from 'kysely'
import { openStatuses } from '../../domain/sales/lead.ts'
import {
  type Assigning,
  type AssigningVersion,
  firstAssigning,
  type Staff,
} from '../../domain/sales/lead-assignment.ts'
import type { RuleVersion } from '../../domain/settings/rule-set.ts'
import type { userTable } from '../../projections/identity/user.ts'
import type { leadTable } from '../../projections/sales/lead.ts'
import type { TablesOf } from '../lists/query.ts'

type Db = Kysely<TablesOf<[typeof leadTable, typeof userTable]>>

/** The rules of assignment as a version of them was published; before there are any, nobody gets anything. */
export function assigningIn(found: RuleVersion | undefined): AssigningVersion {
  const { version = 1, content = firstAssigning } = found ?? {}
  return { ...(content as Assigning), version }
}

/** Who is there, what they have to do, and when they got a lead by each rule last, as far as the reader sees it. */
export async function staffIn(
  of: Kysely<never>,
  today: string,
  except: string | null = null,
): Promise<Staff> {
  const db = of as never as Db
  const users = await db
    .selectFrom('user')
    .leftJoin('lead', (on) =>
      on.onRef('lead.ownerId', '=', 'user.id').on('lead.status', 'in', [...openStatuses]),
    )
    .select(['user.id', 'user.active', 'user.teamId', sql<number>`count(lead.id)::int`.as('open')])
    .groupBy(['user.id', 'user.active', 'user.teamId'])
    .execute()
  // Of all versions of leads, so that whoever lost one to another has had their turn.
  const { rows: turns } = await sql<{ rule: string; userId: string; at: string }>`
    select routed_rule as rule, owner_id::text as user_id, max(routed_at) as at from lead_history
      where routed_rule is not null and owner_id is not null group by 1, 2`.execute(of)
  const last = new Map(turns.map(({ rule, userId, at }) => [`${rule} ${userId}`, at]))
  return {
    people: new Map(users.map(({ id, ...standing }) => [id, standing])),
    lastAt: (rule, userId) => last.get(`${rule} ${userId}`) ?? null,
    today,
    except,
  }
}
