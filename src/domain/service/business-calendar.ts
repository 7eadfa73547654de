import type { z } from 'zod'
import { decider } from '../decider.ts'
import { merged, type RecordState, record } from '../record.ts'
import { businessHours } from '../values/business-time.ts'
import { line } from '../values/text.ts'

const fields = businessHours.extend({
  name: line(200),
  holidays: businessHours.shape.holidays.default([]),
})
const base = record('calendar', fields)

/** `version` counts the changes, so that what was pinned can be told from what holds now. */
export type CalendarState = RecordState<z.output<typeof fields>> & { version: number }

/** The business hours of a place: when the clocks of service levels run. */
export const calendar = decider<CalendarState>()({
  name: 'calendar',
  events: base.events,
  commands: base.commands,
  evolve: {
    'calendar.created': (_, data) => ({ ...data, archived: false, version: 1 }),
    'calendar.changed': (state, { changes }) => ({ ...merged(state, changes), version: state.version + 1 }),
    'calendar.archived': (state) => ({ ...state, archived: true }),
    'calendar.restored': (state) => ({ ...state, archived: false }),
  },
  decide: base.decide,
})
