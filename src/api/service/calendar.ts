import { z } from 'zod'
import { businessHours } from '../../domain/values/business-time.ts'
import { calendarTable } from '../../projections/service/calendar.ts'
import { list } from '../list.ts'
import { flag, kept, pageOf, paging } from '../paging.ts'
import { query } from '../query.ts'

const row = businessHours.extend({
  ...kept,
  name: z.string(),
  version: z.number().int(),
  archived: z.boolean(),
})

export const calendarList = query(calendarTable)({
  name: 'calendarList',
  path: '/calendars',
  summary: 'Business calendars',
  permission: 'calendar.read',
  parameters: z.object({
    ...paging(['name', 'createdAt', 'updatedAt']),
    archived: flag.optional(),
  }),
  reply: pageOf(row),
  async run({ db, parameters: { sort = 'name', archived, ...asked }, asOf }) {
    const filters = [{ column: 'archived', eq: archived }] as const
    const page = await list(db, calendarTable, { ...asked, sort, search: ['name'], scope: [asOf], filters })
    return { ...page, asOf: asOf ?? null }
  },
})

export const calendarDetail = query(calendarTable)({
  name: 'calendar',
  path: '/calendars/:id',
  summary: 'A business calendar',
  permission: 'calendar.read',
  parameters: z.object({ id: z.uuid() }),
  reply: row,
  run: ({ db, parameters: { id } }) =>
    db.selectFrom('calendar').selectAll().where('id', '=', id).executeTakeFirst(),
})
