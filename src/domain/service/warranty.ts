import { z } from 'zod'
import { decider } from '../decider.ts'
import { merged, type RecordState, record } from '../record.ts'
import { count } from '../values/integer.ts'
import { line, prose } from '../values/text.ts'

const fields = z.object({
  name: line(120),
  /** How long it lasts from its first day. */
  months: count.min(1).max(600),
  /** What is repaired or replaced without charge, and what is not. */
  text: prose(10_000).nullable().default(null),
})
const plain = record('warranty', fields)

/** `version` counts the changes, so that what was promised with a sale can be told from what is promised now. */
export type WarrantyState = RecordState<z.output<typeof fields>> & { version: number }

/** The terms of a warranty that comes with what is sold. */
export const warranty = decider<WarrantyState>()({
  ...plain,
  evolve: {
    'warranty.created': (_, data) => ({ ...data, archived: false, version: 1 }),
    'warranty.changed': (state, { changes }) => ({ ...merged(state, changes), version: state.version + 1 }),
    'warranty.archived': (state) => ({ ...state, archived: true }),
    'warranty.restored': (state) => ({ ...state, archived: false }),
  },
})
