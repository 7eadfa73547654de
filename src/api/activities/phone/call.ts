import { z } from 'zod'
import { callDirection } from '../../../domain/activities/call.ts'
import { filedUnder } from '../../../domain/activities/filed-under.ts'
import { phoneCallEnd } from '../../../domain/activities/phone-call.ts'
import { instant } from '../../../domain/values/instant.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { activityTable } from '../../../projections/activities/activity.ts'
import { phoneCallTable } from '../../../projections/activities/phone-call.ts'
import { phoneLineTable } from '../../../projections/activities/phone-line.ts'
import { userTable } from '../../../projections/identity/user.ts'
import { recordQueries } from '../../lists/record-queries.ts'

export const phoneCallQueries = recordQueries(phoneCallTable)({
  resource: 'phone-calls',
  summary: 'Calls by our lines, those that go on included; the last one comes first',
  row: z.object({
    lineId: uuid,
    userId: uuid.nullable(),
    direction: callDirection,
    number: z.string().describe('Of the other side.'),
    name: z
      .string()
      .nullable()
      .describe('What the other side says that it is called; nothing of it is checked.'),
    records: z.array(filedUnder),
    startedAt: instant,
    answeredAt: instant.nullable(),
    end: phoneCallEnd.nullable().describe('How it ended; null while it goes on.'),
    durationSeconds: z.int().nullable(),
    note: z.string().nullable(),
    consentedAt: instant.nullable().describe('Since when both sides agree that it is recorded.'),
    activityId: uuid.nullable().describe('What it is logged as.'),
  }),
  references: { lineId: phoneLineTable, userId: userTable, activityId: activityTable },
  filters: {
    lineId: uuid,
    userId: uuid,
    activityId: uuid,
    direction: callDirection,
    end: phoneCallEnd,
  },
  sorts: ['-startedAt', 'createdAt', 'updatedAt'],
  search: ['number', 'name'],
})
