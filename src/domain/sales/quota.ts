import { z } from 'zod'
import { decider, type StateOf } from '../decider.ts'
import { refuse } from '../error.ts'
import { merged, record } from '../record.ts'
import { day } from '../values/day.ts'
import { money } from '../values/money.ts'
import { uuid } from '../values/uuid.ts'

const fields = z.object({
  /** Whose it is: one of them. */
  ownerId: uuid.nullable().default(null),
  teamId: uuid.nullable().default(null),
  /** The first and the last day on which what is won counts. */
  startsOn: day,
  endsOn: day,
  target: money,
})

const plain = record('quota', fields)

/** How much a person or a team is to win in a period, in one currency. Whose it is stays what it is. */
export const quota = decider<StateOf<typeof plain>>()({
  ...plain,
  commands: {
    ...plain.commands,
    'quota.change': plain.commands['quota.change'].omit({ ownerId: true, teamId: true }),
  },
  decide: {
    ...plain.decide,
    'quota.create': (state, input, context) => {
      if ((input.ownerId === null) === (input.teamId === null))
        refuse('quota.of-one', 'A quota is of a person or of a team.', { field: 'ownerId' })
      check(input)
      return plain.decide['quota.create'](state, input, context)
    },
    'quota.change': (state, input, context) => {
      check(merged(state, input))
      return plain.decide['quota.change'](state, input, context)
    },
  },
})

function check({ startsOn, endsOn, target }: z.output<typeof fields>): void {
  if (endsOn < startsOn)
    refuse('quota.period-reversed', 'It would end before it begins.', { field: 'endsOn' })
  if (target.amount === 0)
    refuse('quota.nothing', 'A quota is of something; archive it where there is none.', { field: 'target' })
}
