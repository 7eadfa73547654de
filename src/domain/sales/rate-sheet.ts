import { z } from 'zod'
import { decider } from '../decider.ts'
import { creates } from '../event.ts'
import { day } from '../values/day.ts'
import { dayRates, type RatesOfDay } from '../values/exchange.ts'

const base = z.string().regex(/^[A-Z]{3}$/)
const sheet = z.object({ base, on: day, rates: dayRates })
const corrected = sheet.pick({ rates: true })

/** The rates that a central bank published for one day. */
export const rateSheet = decider<RatesOfDay>()({
  name: 'rateSheet',
  events: {
    'rateSheet.taken': creates(sheet),
    'rateSheet.corrected': corrected,
  },
  commands: {
    'rateSheet.take': creates(sheet),
    'rateSheet.correct': corrected,
  },
  evolve: {
    'rateSheet.taken': (_, data) => data,
    'rateSheet.corrected': (state, { rates }) => ({ ...state, rates }),
  },
  decide: {
    'rateSheet.take': (_, data) => [{ type: 'rateSheet.taken', data }],
    'rateSheet.correct': (state, { rates }) =>
      JSON.stringify(rates) === JSON.stringify(state.rates)
        ? []
        : [{ type: 'rateSheet.corrected', data: { rates } }],
  },
})
