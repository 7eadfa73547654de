import type { Kysely } from 'kysely'
import { defaultPipelineClaim } from '../commands/sales/pipeline.ts'
import { defaultPolicyClaim } from '../commands/service/sla-policy.ts'
import { organisationId } from '../commands/settings/organisation.ts'
import type { AnyDecider } from '../domain/decider.ts'
import { pipeline } from '../domain/sales/pipeline.ts'
import { businessCalendar } from '../domain/service/business-calendar.ts'
import { slaPolicy } from '../domain/service/sla-policy.ts'
import { organisation } from '../domain/settings/organisation.ts'
import type { Principal } from '../platform/people/permissions.ts'
import { createdId, derivedId } from '../platform/process/ids.ts'
import type { Writing } from './hindsight.ts'

const stages = [
  { name: 'Qualification', probability: 0.2, kind: 'open' },
  { name: 'Needs analysis', probability: 0.35, kind: 'open' },
  { name: 'Proposal', probability: 0.5, kind: 'open' },
  { name: 'Negotiation', probability: 0.8, kind: 'open' },
  { name: 'Closed won', probability: 1, kind: 'won' },
  { name: 'Closed lost', probability: 0, kind: 'lost' },
]
const weekly = [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:00' }))
const target = (responseHours: number, resolutionHours: number) => ({
  responseMinutes: responseHours * 60,
  resolutionMinutes: resolutionHours * 60,
})
const targets = { urgent: target(1, 8), high: target(2, 16), normal: target(4, 40), low: target(8, 80) }

/**
 * What deals and tickets cannot do without: a pipeline to open deals in, hours and a service level to open tickets under.
 * Each is made once, by the system, where there is none of its kind; whoever archives it later has it archived.
 */
export async function furnishForWork({ execute, readModels }: Writing, principal: Principal): Promise<void> {
  /** In use or not, nearest to the first that was made. */
  const found = async (of: AnyDecider) =>
    readModels.read(principal, {}, async (db) => {
      const rows = await (
        db as never as Kysely<Record<string, { id: string; createdAt: string; archived: boolean }>>
      )
        .selectFrom(of.name)
        .select('id')
        .orderBy('archived')
        .orderBy('createdAt')
        .limit(1)
        .execute()
      return rows[0]?.id
    })
  const make = async (of: AnyDecider, body: object) => {
    const commandId = derivedId('furnish-for-work', of.name)
    // Its body may be another one by now, and it may have been changed or archived since.
    if (await execute.load(of, createdId(commandId))) return createdId(commandId)
    const { id } = await execute({ command: `${of.name}.create`, commandId, body, principal })
    return id
  }

  const own = () => execute.load(organisation, organisationId)
  if (!(await execute.holder(defaultPipelineClaim)) && !(await found(pipeline)))
    await make(pipeline, {
      name: 'Standard pipeline',
      currency: (await own())?.baseCurrency ?? 'USD',
      isDefault: true,
      stages,
    })
  if ((await execute.holder(defaultPolicyClaim)) || (await found(slaPolicy))) return
  const calendarId =
    (await found(businessCalendar)) ??
    (await make(businessCalendar, {
      name: 'Office hours',
      timeZone: (await own())?.timeZone ?? 'UTC',
      weekly,
    }))
  // Whoever archived all their calendars wants no clocks.
  if ((await execute.load(businessCalendar, calendarId))?.archived) return
  await make(slaPolicy, { name: 'Standard support', calendarId, targets, default: true })
}
