import { z } from 'zod'
import { decider } from '../decider.ts'
import { creates, versioned } from '../event.ts'
import { ancestors, checkParent } from '../parent.ts'
import { type RecordState, record } from '../record.ts'
import { type Tagged, tagging } from '../tagging.ts'
import { country } from '../values/country.ts'
import { count } from '../values/integer.ts'
import { money } from '../values/money.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { newOwner, ownerFor } from './owner.ts'

const fields = z.object({
  name: line(120),
  sector: line(80).nullable().default(null),
  website: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .nullable()
    .default(null),
  yearEstablished: z.int().min(1000).max(2200).nullable().default(null),
  revenue: money.nullable().default(null),
  employees: count.nullable().default(null),
  country: country.nullable().default(null),
  parentId: uuid.nullable().default(null),
  ownerId: uuid.nullable().default(null),
  relation: z
    .enum(['customer', 'prospect', 'partner', 'vendor'])
    .register(vocabulary, { id: 'AccountRelation' })
    .default('prospect'),
  /** Its class, as its list called it then. */
  classification: line(60).nullable().default(null),
  /** The lead it was made from. */
  leadId: uuid.nullable().default(null),
})

const plain = record('account', fields)
const tags = tagging('account')

export type AccountState = RecordState<z.output<typeof fields>> & Tagged

const createInput = fields.extend({ ownerId: newOwner, ancestors })
const changeInput = plain.commands['account.change'].extend({ ancestors })

/** An organisation we deal with. */
export const account = decider<AccountState>()({
  name: 'account',
  events: {
    ...plain.events,
    ...tags.events,
    'account.created': versioned(plain.events['account.created'], 2, {
      1: (data) => ({ ...data, classification: null }),
    }),
  },
  commands: {
    ...plain.commands,
    ...tags.commands,
    'account.create': creates(createInput),
    'account.change': changeInput,
  },
  evolve: { ...plain.evolve, ...tags.evolve },
  decide: {
    ...plain.decide,
    ...tags.decide,
    'account.create': (_, { ancestors: above, ...input }, context) => {
      checkParent('account', context.id, { parentId: input.parentId, ancestors: above })
      return [
        { type: 'account.created', data: { ...input, ownerId: ownerFor(input.ownerId, context.actor) } },
      ]
    },
    'account.change': (state, { ancestors: above, ...input }, context) => {
      checkParent('account', context.id, { parentId: input.parentId, ancestors: above })
      return plain.decide['account.change'](state, input, context)
    },
  },
})
