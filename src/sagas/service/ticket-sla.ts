import { alarmOf, type ClockName, type SlaClocks } from '../../domain/service/sla.ts'
import { ticket } from '../../domain/service/ticket.ts'
import { processManager, type Reaction } from '../process-manager.ts'

/** What the instance shows of itself; the ticket's own clocks decide. */
interface Watch {
  number: string
}

const clocksOf = (event: { aggregateId: string; data: { clocks: SlaClocks | null } }) =>
  event.data.clocks ? event.aggregateId : undefined

const watched = {
  key: clocksOf,
  react: (_: Watch | undefined, { data }: { data: { clocks: SlaClocks | null } }): Reaction<Watch> => ({
    wake: alarms(data.clocks),
  }),
}

/** Watches the clocks of each ticket: when one runs out, the breach is recorded at that instant and escalated. */
export const ticketSla = processManager<Watch>()(ticket)({
  name: 'ticket-sla',
  version: 1,
  on: {
    'ticket.opened': {
      key: clocksOf,
      react: (_, { data }) => ({ state: { number: data.number }, wake: alarms(data.clocks) }),
    },
    'ticket.replied': watched,
    'ticket.pended': watched,
    'ticket.resumed': watched,
    'ticket.resolved': watched,
    'ticket.reopened': watched,
    'ticket.merged': watched,
    'ticket.unmerged': watched,
    'ticket.priority-changed': watched,
    'ticket.sla-breached': {
      key: clocksOf,
      react: (_, { aggregateId, data, occurredAt }) => ({
        wake: alarms(data.clocks),
        send: [
          {
            command: 'ticket.escalate',
            id: aggregateId,
            body: { cause: `${data.clock}-breach` },
            occurredAt,
          },
        ],
      }),
    },
    'ticket.closed': { key: ({ aggregateId }) => aggregateId, react: () => ({ done: true }) },
  },
  wake: {
    response: (_, __, { key }) => breach(key, 'response'),
    resolution: (_, __, { key }) => breach(key, 'resolution'),
  },
})

function alarms(clocks: SlaClocks | null): Record<ClockName, string | null> {
  return {
    response: clocks && alarmOf(clocks.response),
    resolution: clocks && alarmOf(clocks.resolution),
  }
}

function breach(id: string, clock: ClockName): Reaction<Watch> {
  return { send: [{ command: 'ticket.record-breach', id, body: { clock } }] }
}
