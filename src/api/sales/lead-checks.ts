import { z } from 'zod'
import { FieldsForbidden } from '../../commands/errors.ts'
import { genuineness, twin, wordsOf } from '../../domain/sales/genuineness.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { hiddenOf } from '../http/masks.ts'
import { query } from '../lists/query.ts'
import { review } from './lead.ts'

const check = genuineness.shape.checks.element

export const leadChecks = query(
  leadTable,
  contactTable,
)({
  name: 'leadChecks',
  path: '/leads/:id/checks',
  summary: 'Whether a lead is genuine: what each check has found, what that takes off, and who is alike',
  permission: 'lead.read',
  parameters: z.object({ id: uuid }),
  reply: z.object({
    leadId: uuid,
    genuineness: z.int().nullable().describe('Of a hundred; null: it was not checked.'),
    checkVersion: z.int().nullable().describe('By which version of the checks.'),
    checkedAt: instant.nullable(),
    review: review.nullable(),
    checks: z.array(check.extend({ text: z.string() })),
    twins: z.array(twin).describe('Others with the same address or number, as far as the reader sees them.'),
  }),
  async run({ db, parameters: { id }, principal }) {
    if (hiddenOf(principal, 'lead').has('genuineness')) throw new FieldsForbidden('lead', ['genuineness'])
    const row = await db.selectFrom('lead').selectAll().where('id', '=', id.toLowerCase()).executeTakeFirst()
    if (!row) return undefined
    const seen = await Promise.all(
      row.twins.map(async (one) => {
        const [found] = await db.selectFrom(one.model).select('id').where('id', '=', one.id).execute()
        return found ? [one] : []
      }),
    )
    return {
      leadId: row.id,
      genuineness: row.genuineness,
      checkVersion: row.checkVersion,
      checkedAt: row.checkedAt,
      review: row.review,
      checks: row.checks.map((one) => ({ ...one, text: wordsOf(one.finding) })),
      twins: seen.flat(),
    }
  },
})
