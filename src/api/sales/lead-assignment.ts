import { z } from 'zod'
import { FieldsForbidden } from '../../commands/errors.ts'
import { ruleSetId } from '../../commands/settings/rule-set.ts'
import { isAway } from '../../domain/rules/assignment.ts'
import { leadsAsk } from '../../domain/sales/lead-score.ts'
import { openStatuses } from '../../domain/sales/lead-status.ts'
import { type RuleVersion, versionAt } from '../../domain/settings/rule-set.ts'
import { dayOf } from '../../domain/values/day.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { userTable } from '../../projections/identity/user.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { ruleSetTable } from '../../projections/settings/rule-set.ts'
import { hiddenOf } from '../http/masks.ts'
import { query } from '../lists/query.ts'
import { assignmentExplanation, explainAssignment } from '../settings/assignment-explained.ts'
import { type Assigned, assigningIn } from '../settings/staff.ts'

export const assignedLeads: Assigned = { table: 'lead', owner: 'owner_id', open: openStatuses }

export const leadAssignmentExplained = query(
  leadTable,
  ruleSetTable,
  userTable,
)({
  name: 'leadAssignment',
  path: '/leads/:id/assignment',
  summary:
    'Why a lead is whose it is: the rule that chose, who else could have got it, each rule with what its conditions found, and who would get it now',
  permission: 'lead.read',
  parameters: z.object({ id: uuid }),
  reply: z.object({ leadId: uuid, ownerId: uuid.nullable(), ...assignmentExplanation.shape }),
  async run({ db, parameters: { id }, principal, asOf, now, zone }) {
    const hidden = hiddenOf(principal, 'lead')
    const needed = ['ownerId', 'assignment'].filter((field) => hidden.has(field))
    if (needed.length > 0) throw new FieldsForbidden('lead', needed)
    const row = await db.selectFrom('lead').selectAll().where('id', '=', id.toLowerCase()).executeTakeFirst()
    if (!row) return undefined
    const by = { purpose: 'lead-assignment', ask: leadsAsk, staff: assignedLeads } as const
    const why = await explainAssignment(by, row, { db, hidden, asOf, now, zone })
    return { leadId: row.id, ownerId: row.ownerId, ...why }
  },
})

export const leadCapacity = query(
  leadTable,
  ruleSetTable,
  userTable,
)({
  name: 'leadCapacity',
  path: '/lead-capacity',
  summary: 'How many open leads each person has, as far as the reader sees them, and how many they take',
  permission: 'lead.read',
  parameters: z.object({}),
  reply: z.object({
    items: z.array(
      z.object({
        userId: uuid,
        userName: z.string().nullable(),
        teamId: uuid.nullable(),
        open: z.int(),
        capacity: z.int().nullable().describe('Null: as many as come.'),
        away: z.boolean(),
        free: z.boolean(),
      }),
    ),
    unassigned: z.int().describe('Open leads that nobody has.'),
  }),
  async run({ db, principal, asOf, now, zone }) {
    if (hiddenOf(principal, 'lead').has('ownerId')) throw new FieldsForbidden('lead', ['ownerId'])
    const set = await db
      .selectFrom('ruleSet')
      .select('versions')
      .where('id', '=', ruleSetId('lead-assignment'))
      .executeTakeFirst()
    const by = assigningIn(versionAt((set?.versions ?? []) as readonly RuleVersion[], asOf ?? now))
    const today = dayOf(asOf ?? now, await zone())
    const users = await db
      .selectFrom('user')
      .select(['id', 'name', 'teamId'])
      .where('active', '=', true)
      .orderBy('name')
      .execute()
    const counts = await db
      .selectFrom('lead')
      .where('status', 'in', [...openStatuses])
      .groupBy('ownerId')
      .select(['ownerId', ({ fn }) => fn.countAll<string>().as('open')])
      .execute()
    const openOf = (userId: string | null) =>
      Number(counts.find(({ ownerId }) => ownerId === userId)?.open ?? 0)
    const pooled = by.rules.map(({ outcome }) => outcome)
    const items = users.flatMap(({ id, name, teamId }) => {
      const own = by.people.find(({ userId }) => userId === id)
      const open = openOf(id)
      const isIn = pooled.some(
        (one) => one.userIds.includes(id) || (teamId !== null && one.teamId === teamId),
      )
      if (!own && open === 0 && !isIn) return []
      const capacity = own?.capacity ?? by.capacity
      const away = own !== undefined && isAway(own, today)
      const free = !away && (capacity === null || open < capacity)
      return [{ userId: id, userName: name, teamId, open, capacity, away, free }]
    })
    return { items, unassigned: openOf(null) }
  },
})
