import { z } from 'zod'
import { decider, type StateOf } from '../decider.ts'
import { record } from '../record.ts'
import { maxInteger } from '../values/integer.ts'
import { money } from '../values/money.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { reportDefinition } from './report-definition.ts'

const plain = record(
  'report',
  z.object({
    name: line(120),
    folder: line(60).nullable().default(null),
    description: prose(2_000).nullable().default(null),
    definition: reportDefinition,
    /** Whether everybody finds it; what it shows each of them is what they may see. */
    shared: z.boolean().default(false),
    ownerId: uuid,
    /** What its first measure is to come to, of each period where it is grouped by one: of amounts the one, else the other. */
    goal: z.number().min(0).max(maxInteger).nullable().optional(),
    goalAmount: money.nullable().optional(),
  }),
)

/** A question that is asked again and again. Only whose it is changes it. */
export const report = decider<StateOf<typeof plain>>()({
  ...plain,
  events: { ...plain.events, 'report.assigned': z.object({ ownerId: uuid }) },
  commands: {
    ...plain.commands,
    'report.change': plain.commands['report.change'].omit({ ownerId: true }),
    'report.assign': z.object({ ownerId: uuid }),
  },
  evolve: {
    ...plain.evolve,
    'report.assigned': (state, { ownerId }) => ({ ...state, ownerId }),
  },
  decide: {
    ...plain.decide,
    'report.assign': (state, { ownerId }) =>
      state.ownerId === ownerId ? [] : [{ type: 'report.assigned', data: { ownerId } }],
  },
})
