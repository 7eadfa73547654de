import { z } from 'zod'
import { limitsNow, usualHours } from '../../commands/settings/alert-policy.ts'
import { organisationZone } from '../../commands/settings/organisation.ts'
import { alertKinds, securityAlert } from '../../domain/settings/security-alert.ts'
import { type Conduct, suspicionsIn } from '../../domain/settings/suspicion.ts'
import { explainBusinessTime } from '../../domain/values/business-time.ts'
import { systemPrincipal } from '../../platform/people/permissions.ts'
import type { Sessions } from '../../platform/people/sessions.ts'
import { createdId, derivedId } from '../../platform/process/ids.ts'
import { securityAlertTable } from '../../projections/settings/security-alert.ts'
import type { Services } from '../http/services.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

const status = z.enum(['open', 'acknowledged', 'closed'])

export const securityAlertQueries = recordQueries(securityAlertTable)({
  resource: 'security-alerts',
  summary: 'Alerts of what may be an attack or a leak, with everything that was done in their time',
  row: z.object({
    kind: z.enum(alertKinds),
    subject: z.string().nullable().describe('What it is about, where that is no person.'),
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
  'securityAlert.raised': ({ data }) =>
    data.subject === undefined
      ? `Alert: ${data.kind}, ${data.count} within the hour`
      : `Alert: ${data.kind}, ${data.subject}`,
  'securityAlert.closed': ({ data }) => `Closed as ${data.verdict}: ${data.note}`,
})

const hour = 3_600_000
/** In how many hours somebody must have read before it is known what is usual for them, and how far back that is looked for. */
const knownAfter = 20
const lookedBack = 28 * 24 * hour

/** Looks at the hour so far, and at the last one while it may still be counted; each suspicion is told once an hour. */
export function alertCheck(parts: {
  sessions: Pick<Sessions, 'refusals'>
  access: Services['access']
  execute: Services['execute']
  clock: Services['clock']
  readModels: Pick<Services['readModels'], 'status'>
}): () => Promise<void> {
  const { sessions, access, execute, clock, readModels } = parts
  const principal = systemPrincipal('alert-check', { kind: 'timer' })
  const raise = async (commandId: string, body: object) => {
    if (await execute.load(securityAlert, createdId(commandId))) return
    await execute({ command: 'securityAlert.raise', commandId, body, principal })
  }
  /** Once for each event at which a projection stands still. */
  const tellStopped = async () => {
    for (const { name, failure } of (await readModels.status()).projections) {
      if (!failure) continue
      const now = clock()
      const body = {
        kind: 'projection-stopped',
        subject: name,
        actorId: null,
        ip: null,
        from: now,
        to: now,
        count: 1,
        limit: 1,
      }
      await raise(derivedId('alert', 'projection-stopped', name, failure.event.id), body)
    }
  }
  return async () => {
    await tellStopped()
    await access.flush()
    const now = Date.parse(clock())
    const start = now - (now % hour)
    const limits = await limitsNow(execute)
    const hours = await usualHours(limits, await organisationZone(execute.load, clock()), execute)
    for (const begin of now - start < hour / 6 ? [start - hour, start] : [start]) {
      const from = new Date(begin).toISOString()
      const to = new Date(Math.min(begin + hour, now)).toISOString()
      const end = new Date(begin + hour).toISOString()
      // An hour of the clock may begin in one kind of time and end in another.
      const offHours = explainBusinessTime(hours, from, end).filter(({ kind }) => kind !== 'open')
      const conduct = await Promise.all(
        (await access.conduct(from, to, offHours)).map(async (one): Promise<Conduct> => {
          // Asked only of who reads much.
          if (one.shown < limits.recordsRead) return one
          const since = new Date(begin - lookedBack).toISOString()
          const usual = await access.usual(one.actorId, since, from)
          return usual.hours >= knownAfter ? { ...one, usual: usual.records } : one
        }),
      )
      const refusals = await sessions.refusals({
        from,
        to: end,
        limit: 1000,
      })
      for (const suspicion of suspicionsIn({ from, to }, limits, conduct, refusals)) {
        const { kind, actorId, ip } = suspicion
        const commandId = derivedId('alert', kind, actorId ?? '', ip ?? '', from)
        await raise(commandId, suspicion)
      }
    }
  }
}
