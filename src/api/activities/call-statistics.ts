import { sql } from 'kysely'
import { z } from 'zod'
import { callDirection, callOutcome } from '../../domain/activities/call.ts'
import { day } from '../../domain/values/day.ts'
import { timeZone } from '../../domain/values/time-zone.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { activityTable } from '../../projections/activities/activity.ts'
import { userTable } from '../../projections/identity/user.ts'
import { refuseHidden } from '../http/masks.ts'
import { withNames } from '../lists/names.ts'
import { query } from '../lists/query.ts'

const measured = {
  calls: z.int(),
  reached: z.int(),
  averageSeconds: z.int().nullable().describe('Of those whose length was noted; null: of none it was.'),
}

const statistics = z
  .object({
    ...measured,
    timed: z.int().describe('How many have a length.'),
    inbound: z.int(),
    outbound: z.int(),
    agents: z.array(
      z
        .object({ assigneeId: uuid.nullable(), assigneeName: z.string().nullable(), ...measured })
        .register(vocabulary, { id: 'CallsOfAgent' }),
    ),
    hours: z.array(
      z
        .object({
          hour: z.int().describe('Of the day, 0 to 23, in the zone that was asked for.'),
          ...measured,
        })
        .register(vocabulary, { id: 'CallsInHour' }),
    ),
    outcomes: z.array(
      z
        .object({
          outcome: callOutcome.nullable().describe('Null: nobody has said.'),
          direction: callDirection.nullable(),
          ...measured,
        })
        .register(vocabulary, { id: 'CallsByOutcome' }),
    ),
    method: z.string(),
  })
  .register(vocabulary, { id: 'CallStatistics' })

const method =
  'Calls that took place, by when they began; what was cancelled, is still to come or what you may not see is not counted. The average is of the ' +
  'calls whose length was noted.'

interface Measured {
  calls: number
  reached: number
  averageSeconds: number | null
}

const measures = sql`
  count(*)::integer as calls,
  count(*) filter (where outcome = 'reached')::integer as reached,
  round(avg(duration_seconds))::integer as "averageSeconds"`

/** Calls by who made them, by the hour and by what came of them, and how long they last (COM-12). */
export const callStatistics = query(
  activityTable,
  userTable,
)({
  name: 'callStatistics',
  path: '/call-statistics',
  summary: 'Calls by who made them, by the hour of the day and by what came of them, and how long they last',
  permission: 'activity.read',
  parameters: z.object({
    from: day.describe('The first day.'),
    to: day.describe('The last day.'),
    timeZone: timeZone.default('UTC').describe('Whose days and hours.'),
    assigneeId: uuid.optional(),
  }),
  reply: statistics,
  async run({ db, parameters: { from, to, timeZone: zone, assigneeId = null }, principal }) {
    refuseHidden(principal, {
      activity: ['kind', 'status', 'happenedAt', 'assigneeId', 'outcome', 'direction', 'durationSeconds'],
    })
    const calls = sql`
      from activity where kind = 'call' and status = 'done'
        and happened_at >= ${from}::date::timestamp at time zone ${zone}
        and happened_at < (${to}::date + 1)::timestamp at time zone ${zone}
        and (${assigneeId}::uuid is null or assignee_id = ${assigneeId}::uuid)`
    const { rows: all } = await sql<Measured & { timed: number; inbound: number; outbound: number }>`
      select ${measures}, count(duration_seconds)::integer as timed,
        count(*) filter (where direction = 'inbound')::integer as inbound,
        count(*) filter (where direction = 'outbound')::integer as outbound ${calls}`.execute(db)
    const { rows: agents } = await sql<Measured & { assigneeId: string | null }>`
      select assignee_id as "assigneeId", ${measures} ${calls} group by 1 order by 2 desc, 1 limit 200`.execute(
      db,
    )
    const { rows: hours } = await sql<Measured & { hour: number }>`
      select extract(hour from happened_at at time zone ${zone})::integer as hour, ${measures} ${calls}
        group by 1 order by 1`.execute(db)
    const { rows: outcomes } = await sql<
      Measured & {
        outcome: z.output<typeof callOutcome> | null
        direction: z.output<typeof callDirection> | null
      }
    >`select outcome, direction, ${measures} ${calls} group by 1, 2 order by 3 desc, 1, 2`.execute(db)
    const [total] = all
    return {
      ...(total ?? { calls: 0, reached: 0, averageSeconds: null, timed: 0, inbound: 0, outbound: 0 }),
      agents: await withNames(db as never, agents, { assigneeId: userTable }),
      hours,
      outcomes,
      method,
    }
  },
})
