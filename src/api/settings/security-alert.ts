import { z } from 'zod'
import { limitsNow, usualHours } from '../../commands/settings/alert-policy.ts'
import { alertKinds, securityAlert } from '../../domain/settings/security-alert.ts'
import { type Conduct, suspicionsIn } from '../../domain/settings/suspicion.ts'
import { explainBusinessTime } from '../../domain/values/business-time.ts'
import { dayOf } from '../../domain/values/day.ts'
import { systemPrincipal } from '../../platform/people/permissions.ts'
import type { Sessions } from '../../platform/people/sessions.ts'
import { createdId, derivedId } from '../../platform/process/ids.ts'
import { securityAlertTable } from '../../projections/settings/security-alert.ts'
import type { Services } from '../http/services.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { organisationOn } from './organisation.ts'

const status = z.enum(['open', 'acknowledged', 'closed'])

export const securityAlertQueries = recordQueries(securityAlertTable)({
  resource: 'security-alerts',
  summary: 'Alerts of what may be an attack or a leak, with everything that was done in their time',
  row: z.object({
    kind: z.enum(alertKinds),
    actorId: z.string().nullable(),
    ip: z.string().nullable(),
    from: z.string(),
    to: z.string(),
    count: z.int(),
    limit: z.int(),
    status,
    verdict: z.string().nullable(),
    note: z.string().nullable(),
    links: z
      .object({ audit: z.string(), accessLog: z.string() })
      .nullable()
      .describe('What the actor did, and what they read, in that time.'),
  }),
  shown: (row) => ({ ...row, links: row.actorId === null ? null : linksOf(row.actorId, row) }),
  filters: { kind: z.enum(alertKinds), status, actorId: z.string() },
  sorts: ['-createdAt', 'updatedAt'],
})

function linksOf(actorId: string, { from, to }: { from: string; to: string }) {
  const query = new URLSearchParams({ actorId, from, to }).toString()
  return { audit: `/api/audit?${query}`, accessLog: `/api/access-log?${query}` }
}

export const securityAlertTitles = titlesOf(securityAlert, {
  'securityAlert.raised': ({ data }) => `Alert: ${data.kind}, ${data.count} within the hour`,
  'securityAlert.closed': ({ data }) => `Closed as ${data.verdict}: ${data.note}`,
})

const hour = 3_600_000

/** Looks at the hour so far, and at the last one while it may still be counted; each suspicion is told once an hour. */
export function alertCheck(parts: {
  sessions: Pick<Sessions, 'refusals'>
  access: Services['access']
  execute: Services['execute']
  events: Services['events']
  clock: Services['clock']
}): () => Promise<void> {
  const { sessions, access, execute, events, clock } = parts
  const principal = systemPrincipal('alert-check', { kind: 'timer' })
  return async () => {
    await access.flush()
    const now = Date.parse(clock())
    const start = now - (now % hour)
    const limits = await limitsNow(execute)
    const own = await organisationOn({ events }, dayOf(clock()))
    const hours = await usualHours(limits, own?.timeZone ?? 'UTC', execute)
    for (const begin of now - start < hour / 6 ? [start - hour, start] : [start]) {
      const from = new Date(begin).toISOString()
      const to = new Date(Math.min(begin + hour, now)).toISOString()
      const end = new Date(begin + hour).toISOString()
      // An hour of the clock may begin in one kind of time and end in another.
      const offHours = explainBusinessTime(hours, from, end).filter(({ kind }) => kind !== 'open')
      const conduct: readonly Conduct[] = await access.conduct(from, to, offHours)
      const refusals = await sessions.refusals({
        from,
        to: end,
        limit: 1000,
      })
      for (const suspicion of suspicionsIn({ from, to }, limits, conduct, refusals)) {
        const { kind, actorId, ip } = suspicion
        const commandId = derivedId('alert', kind, actorId ?? '', ip ?? '', from)
        if (await execute.load(securityAlert, createdId(commandId))) continue
        await execute({ command: 'securityAlert.raise', commandId, body: suspicion, principal })
      }
    }
  }
}
