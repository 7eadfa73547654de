import { z } from 'zod'
import { type Customised, withCustomValues } from '../custom-values.ts'
import { decider } from '../decider.ts'
import { creates, versioned } from '../event.ts'
import { withLinks } from '../linking.ts'
import { ancestors, checkParent } from '../parent.ts'
import { type RecordState, record } from '../record.ts'
import { type Tagged, tagging } from '../tagging.ts'
import { country } from '../values/country.ts'
import { percentage } from '../values/decimal.ts'
import { email } from '../values/email.ts'
import { count } from '../values/integer.ts'
import { currency, money } from '../values/money.ts'
import { naics } from '../values/naics.ts'
import { phone } from '../values/phone.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { withWithdrawal } from '../withdrawal.ts'
import type { Withdrawable } from '../withdrawn.ts'
import { type Mergeable, withMerging } from './merging.ts'
import { newOwner, ownerFor } from './owner.ts'
import { noReach, reach } from './reach.ts'

const fields = z.object({
  name: line(120),
  sector: line(80).nullable().default(null),
  naics: naics.nullable().default(null),
  website: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .nullable()
    .default(null),
  /** Of nobody in particular: the switchboard, the office. */
  email: email.nullable().default(null),
  phone: phone.nullable().default(null),
  otherEmails: reach.otherEmails.default([]),
  otherPhones: reach.otherPhones.default([]),
  addresses: reach.addresses.default([]),
  social: reach.social.default([]),
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
  /** The service level policy of their tickets; null: the default one. */
  slaPolicyId: uuid.nullable().default(null),
  /** What whoever works on a ticket of theirs should know. */
  serviceNotes: prose(2_000).nullable().default(null),
  /** Its class, as its list called it then. */
  classification: line(60).nullable().default(null),
  /** The lead it was made from. */
  leadId: uuid.nullable().default(null),
})

const plain = record('account', fields)
const tags = tagging('account')

export type AccountState = RecordState<z.output<typeof fields>> &
  Tagged &
  Mergeable &
  Withdrawable &
  Customised & {
    /** What those were called that it has absorbed, by which it is recognised too. */
    aliases?: readonly string[]
    keyCustomer?: boolean
  }

/** Whether a customer is a key customer, with the share that decided and which version of the policy it was held against. */
const keyCustomer = z.object({
  keyCustomer: z.boolean(),
  standing: z.object({
    share: percentage,
    currency,
    policy: z.int().min(0).nullable().describe('Its revision; null: nobody had decided anything.'),
  }),
})

const createInput = fields.extend({ ownerId: newOwner, ancestors })
const changeInput = plain.commands['account.change'].extend({ ancestors })

const own = decider<AccountState>()({
  name: 'account',
  events: {
    ...plain.events,
    ...tags.events,
    'account.key-customer-judged': keyCustomer,
    'account.created': versioned(plain.events['account.created'], 3, {
      1: (data) => ({ ...data, classification: null }),
      2: (data) => ({
        ...data,
        naics: null,
        email: null,
        phone: null,
        ...noReach,
        slaPolicyId: null,
        serviceNotes: null,
      }),
    }),
  },
  commands: {
    ...plain.commands,
    ...tags.commands,
    'account.create': creates(createInput),
    'account.change': changeInput,
    'account.judge-key-customer': keyCustomer,
  },
  evolve: {
    ...plain.evolve,
    ...tags.evolve,
    'account.key-customer-judged': (state, { keyCustomer }) => ({ ...state, keyCustomer }),
  },
  decide: {
    ...plain.decide,
    ...tags.decide,
    'account.judge-key-customer': ({ keyCustomer = false }, input) =>
      keyCustomer === input.keyCustomer ? [] : [{ type: 'account.key-customer-judged', data: input }],
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

const customised = withCustomValues('account', own, { create: 'account.create', change: 'account.change' })
const linked = withLinks('account', customised, z.object({ parentId: uuid.nullable() }))

/** An organisation we deal with. */
export const account = withWithdrawal(
  'account',
  withMerging('account', linked, z.object({ aliases: z.array(line(120)).max(100) })),
)
