import { z } from 'zod'
import { FieldsForbidden } from '../../commands/errors.ts'
import { leadStatus, leadStatuses } from '../../domain/sales/lead-status.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { hiddenOf } from '../http/masks.ts'
import { query } from '../lists/query.ts'

const span = z
  .object({
    status: leadStatus,
    from: instant,
    to: instant.nullable().describe('Null: it still is.'),
    minutes: z.number(),
    byId: uuid.nullable().describe('Who brought it there; null: a process or an API key.'),
  })
  .register(vocabulary, { id: 'StatusSpan' })

export const leadProgress = query(leadTable)({
  name: 'leadProgress',
  path: '/leads/:id/progress',
  summary: 'How long a lead has been in each status, each time and in all, and who brought it there',
  permission: 'lead.read',
  parameters: z.object({ id: uuid }),
  reply: z.object({
    leadId: uuid,
    status: leadStatus,
    since: instant,
    at: instant.describe('What it counts up to.'),
    spans: z.array(span).describe('Oldest first.'),
    totals: z.array(z.object({ status: leadStatus, minutes: z.number() })),
  }),
  async run({ db, parameters: { id }, principal, asOf, now }) {
    if (hiddenOf(principal, 'lead').has('status')) throw new FieldsForbidden('lead', ['status'])
    const row = await db
      .selectFrom('lead')
      .select(['id', 'status', 'statusSince', 'statuses'])
      .where('id', '=', id.toLowerCase())
      .executeTakeFirst()
    if (!row) return undefined
    const at = asOf ?? now
    const spans = row.statuses.map((one) => ({ ...one, minutes: minutesBetween(one.from, one.to ?? at) }))
    const totals = leadStatuses.flatMap((status) => {
      const times = spans.filter((one) => one.status === status)
      return times.length === 0
        ? []
        : [{ status, minutes: times.reduce((sum, { minutes }) => sum + minutes, 0) }]
    })
    return { leadId: row.id, status: row.status, since: row.statusSince, at, spans: [...spans], totals }
  },
})

/** Never less than none: what an instant shows may lie a moment after it. */
const minutesBetween = (from: string, to: string) =>
  Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 60_000))
