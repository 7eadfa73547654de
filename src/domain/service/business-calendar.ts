import type { z } from 'zod'
import { decider } from '../decider.ts'
import { merged, type RecordState, record } from '../record.ts'
import { businessHours } from '../values/business-time.ts'
import { line } from '../values/text.ts'

const fields = businessHours.extend({
  name: line(200),
  holidays: businessHours.shape.holidays.default([]),
})
const base = record('businessCalendar', fields)

/** `version` counts the changes, so that what was pinned can be told from what holds now. */
export type BusinessCalendarState = RecordState<z.output<typeof fields>> & { version: number }

/** The business hours of a place: when the clocks of service levels run. */
export const businessCalendar = decider<BusinessCalendarState>()({
  name: 'businessCalendar',
  events: base.events,
  commands: base.commands,
  evolve: {
    'businessCalendar.created': (_, data) => ({ ...data, archived: false, version: 1 }),
    'businessCalendar.changed': (state, { changes }) => ({
      ...merged(state, changes),
      version: state.version + 1,
    }),
    'businessCalendar.archived': (state) => ({ ...state, archived: true }),
    'businessCalendar.restored': (state) => ({ ...state, archived: false }),
  },
  decide: base.decide,
})
