import { z } from 'zod'
import { decider, type StateOf } from '../decider.ts'
import { refuse } from '../error.ts'
import { merged, record } from '../record.ts'
import { country } from '../values/country.ts'
import { day } from '../values/day.ts'
import { money } from '../values/money.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'

const fields = z.object({
  name: line(120),
  /** What is sold in it; null: all that we sell. */
  productGroupId: uuid.nullable().default(null),
  /** Where; null: everywhere. */
  country: country.nullable().default(null),
  startsOn: day,
  endsOn: day,
  /** What all sellers together sell in it in that time. */
  size: money,
  /** Who says so. */
  source: line(200).nullable().default(null),
})

const plain = record('market', fields)

/** How large a market is in a period: entered, with who says so. What of it is ours is computed. */
export const market = decider<StateOf<typeof plain>>()({
  ...plain,
  decide: {
    ...plain.decide,
    'market.create': (state, input, context) => {
      check(input)
      return plain.decide['market.create'](state, input, context)
    },
    'market.change': (state, input, context) => {
      check(merged(state, input))
      return plain.decide['market.change'](state, input, context)
    },
  },
})

function check({ startsOn, endsOn }: Pick<z.output<typeof fields>, 'startsOn' | 'endsOn'>): void {
  if (endsOn < startsOn)
    refuse('market.period-reversed', 'It would end before it begins.', { field: 'endsOn' })
}
