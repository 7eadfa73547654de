import type { Clock, ClockName, SlaClocks, SlaTerms } from '../../domain/service/sla.ts'
import { ticket } from '../../domain/service/ticket.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { json, projection } from '../projection.ts'

/** A time in which a clock ran or stood still under one target. `to` is null while it lasts. */
export interface Phase {
  from: string
  to: string | null
  state: 'running' | 'pending' | 'stopped'
  targetMinutes: number
}

interface Row {
  terms: SlaTerms
  clocks: SlaClocks
  phases: Record<ClockName, Phase[]>
}

/** The whole story of a ticket's clocks, from which its service level is explained. */
export const ticketSlaTable = projection(ticket)({
  name: 'ticketSla',
  version: 2,
  columns: {
    terms: json<SlaTerms>(),
    clocks: json<SlaClocks>(),
    phases: json<Record<ClockName, Phase[]>>(),
  },
  // Asked for only beside the ticket itself, which decides who may see it.
  grants: () => [keyOf.all('ticket')],
  on: {
    'ticket.opened': (_, { data: { terms, clocks }, occurredAt: from }) => {
      if (!terms || !clocks) return undefined
      const first = ({ targetMinutes }: Clock): Phase[] => [
        { from, to: null, state: 'running', targetMinutes },
      ]
      return {
        terms,
        clocks,
        phases: { response: first(clocks.response), resolution: first(clocks.resolution) },
      }
    },
    'ticket.replied': (row, { data, occurredAt }) =>
      data.author === 'agent' ? after(row, data.clocks, occurredAt, { response: 'stopped' }) : row,
    'ticket.pended': (row, { data, occurredAt }) =>
      after(row, data.clocks, occurredAt, { response: 'pending', resolution: 'pending' }),
    'ticket.resumed': (row, { data, occurredAt }) => after(row, data.clocks, occurredAt),
    'ticket.resolved': (row, { data, occurredAt }) =>
      after(row, data.clocks, occurredAt, { response: 'stopped', resolution: 'stopped' }),
    'ticket.reopened': (row, { data, occurredAt }) => after(row, data.clocks, occurredAt),
    'ticket.merged': (row, { data, occurredAt }) =>
      after(row, data.clocks, occurredAt, { response: 'stopped', resolution: 'stopped' }),
    'ticket.unmerged': (row, { data, occurredAt }) => after(row, data.clocks, occurredAt),
    'ticket.priority-changed': (row, { data, occurredAt }) => after(row, data.clocks, occurredAt),
    'ticket.sla-breached': (row, { data, occurredAt }) => after(row, data.clocks, occurredAt),
  },
})

/** `halts` says what a clock that does not run is doing after this event; one that stopped for good stays so. */
function after(
  row: Row | undefined,
  clocks: SlaClocks | null,
  at: string,
  halts: Partial<Record<ClockName, Phase['state']>> = {},
): Row | undefined {
  if (!row || !clocks) return row
  const next = (name: ClockName) => extended(row.phases[name], clocks[name], at, halts[name])
  return { ...row, clocks, phases: { response: next('response'), resolution: next('resolution') } }
}

function extended(phases: Phase[], clock: Clock, at: string, halt: Phase['state'] | undefined): Phase[] {
  const last = phases.at(-1)
  if (!last) return phases
  const standing = last.state === 'stopped' ? 'stopped' : (halt ?? last.state)
  const state = clock.runningSince !== null ? 'running' : standing
  if (state === last.state && clock.targetMinutes === last.targetMinutes) return phases
  const next = { from: at, to: null, state, targetMinutes: clock.targetMinutes }
  return [...phases.slice(0, -1), { ...last, to: at }, next]
}
