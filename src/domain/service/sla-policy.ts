import { z } from 'zod'
import { decider } from '../decider.ts'
import { isFirstStart } from '../event.ts'
import { merged, type RecordState, record } from '../record.ts'
import { line } from '../values/text.ts'
import { escalateTo, targets } from './sla.ts'

const fields = z.object({
  name: line(200),
  calendarId: z.uuid(),
  targets,
  escalateTo: escalateTo.nullable().default(null),
  /** The policy of tickets opened without naming one. At most one policy is the default. */
  default: z.boolean().default(false),
})
const base = record('slaPolicy', fields)

/** `version` counts the changes, so that what was pinned can be told from what holds now. */
export type SlaPolicyState = RecordState<z.output<typeof fields>> & {
  version: number
  /** Made at the first start: as the default it gives way to any that somebody chooses. */
  furnished: boolean
}

/** What is promised for tickets: how soon to answer and to resolve, by priority, in the hours of a calendar. */
export const slaPolicy = decider<SlaPolicyState>()({
  name: 'slaPolicy',
  events: base.events,
  commands: base.commands,
  evolve: {
    'slaPolicy.created': (_, data, { actor }) => ({
      ...data,
      archived: false,
      version: 1,
      furnished: isFirstStart(actor),
    }),
    'slaPolicy.changed': (state, { changes }) => ({ ...merged(state, changes), version: state.version + 1 }),
    // No ticket is opened under it any more, so that another one can be the default.
    'slaPolicy.archived': (state) => ({ ...state, archived: true, default: false }),
    'slaPolicy.restored': (state) => ({ ...state, archived: false }),
  },
  decide: base.decide,
})
