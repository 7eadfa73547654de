import { z } from 'zod'
import { escalateTo, targets } from '../../domain/service/sla.ts'
import { slaPolicyTable } from '../../projections/service/sla-policy.ts'
import { list } from '../list.ts'
import { flag, kept, pageOf, paging } from '../paging.ts'
import { query } from '../query.ts'

const row = z.object({
  ...kept,
  name: z.string(),
  calendarId: z.string(),
  targets,
  escalateTo: escalateTo.nullable(),
  default: z.boolean(),
  version: z.number().int(),
  archived: z.boolean(),
})

export const slaPolicyList = query(slaPolicyTable)({
  name: 'slaPolicyList',
  path: '/sla-policies',
  summary: 'Service level policies',
  permission: 'slaPolicy.read',
  parameters: z.object({
    ...paging(['name', 'createdAt', 'updatedAt']),
    calendarId: z.uuid().optional(),
    archived: flag.optional(),
  }),
  reply: pageOf(row),
  async run({ db, parameters: { sort = 'name', calendarId, archived, ...asked }, asOf }) {
    const filters = [
      { column: 'calendarId', eq: calendarId },
      { column: 'archived', eq: archived },
    ] as const
    const page = await list(db, slaPolicyTable, { ...asked, sort, search: ['name'], scope: [asOf], filters })
    return { ...page, asOf: asOf ?? null }
  },
})

export const slaPolicyDetail = query(slaPolicyTable)({
  name: 'slaPolicy',
  path: '/sla-policies/:id',
  summary: 'A service level policy',
  permission: 'slaPolicy.read',
  parameters: z.object({ id: z.uuid() }),
  reply: row,
  run: ({ db, parameters: { id } }) =>
    db.selectFrom('slaPolicy').selectAll().where('id', '=', id).executeTakeFirst(),
})
