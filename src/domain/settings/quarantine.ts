import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict } from '../error.ts'
import { creates } from '../event.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'

/** There is one. */
export const quarantineId = '5e7a51de-0000-4000-8000-000000000001'

const setAside = z.object({
  /** The event that is passed over, where it stands, and by which read model or process manager. */
  eventId: uuid,
  type: z.string().max(200),
  stream: z.string().max(300),
  position: z.int().nonnegative(),
  model: line(60),
  /** What that one said of it. */
  error: z.string().max(2000),
  reason: prose(500),
})
export type SetAside = z.output<typeof setAside>

export interface QuarantineState {
  events: readonly SetAside[]
}

/**
 * Events that a read model cannot hold, or a process manager cannot take, and passes over, because an operator said so and
 * why. They stay in the log, and in every other model; the record they belong to is shown as incomplete by that model.
 */
export const quarantine = decider<QuarantineState>()({
  name: 'quarantine',
  events: { 'quarantine.begun': creates(z.object({})), 'quarantine.event-set-aside': setAside },
  commands: { 'quarantine.begin': creates(z.object({})), 'quarantine.set-event-aside': setAside },
  evolve: {
    'quarantine.begun': () => ({ events: [] }),
    'quarantine.event-set-aside': ({ events }, data) => ({ events: [...events, data] }),
  },
  decide: {
    'quarantine.begin': () => [{ type: 'quarantine.begun', data: {} }],
    'quarantine.set-event-aside': ({ events }, input) => {
      if (events.some(({ eventId, model }) => eventId === input.eventId && model === input.model))
        conflict('quarantine.set-aside', 'This event is set aside already.')
      return [{ type: 'quarantine.event-set-aside', data: input }]
    },
  },
})
