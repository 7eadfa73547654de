import { z } from 'zod'
import { decider } from '../decider.ts'
import { creates, versioned } from '../event.ts'
import { type RecordState, record } from '../record.ts'
import { unitPrice } from '../values/money.ts'
import { line, prose } from '../values/text.ts'
import { unit } from '../values/unit.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { withWithdrawal } from '../withdrawal.ts'
import type { Withdrawable } from '../withdrawn.ts'

/** Something special about a product: `Working distance`, `8 to 115 mm`. */
export const productFeature = z
  .object({ name: line(80), value: line(200) })
  .register(vocabulary, { id: 'ProductFeature' })

const fields = z.object({
  name: line(120),
  code: line(40),
  description: prose(4_000).nullable().default(null),
  features: z.array(productFeature).max(50).default([]),
  groupId: uuid.nullable().default(null),
  unit: unit.nullable().default(null),
  price: unitPrice,
  /** Whether it can be had at present. */
  available: z.boolean().default(true),
  stockNote: line(200).nullable().default(null),
  /** The account we have it from. */
  vendorId: uuid.nullable().default(null),
})

/** What its group was called before groups were records; nobody writes it any more. */
const formerGroup = { group: line(80).nullable().default(null) }

const plain = record('product', fields)
const held = record('product', fields.extend(formerGroup))

export type ProductState = RecordState<z.output<typeof fields>> & Withdrawable & { group: string | null }

const own = decider<ProductState>()({
  name: 'product',
  events: {
    ...held.events,
    'product.created': versioned(held.events['product.created'], 3, {
      1: (data) => ({ ...data, vendorId: null }),
      2: (data) => ({
        ...data,
        description: null,
        features: [],
        groupId: null,
        unit: null,
        available: true,
        stockNote: null,
      }),
    }),
  },
  commands: { ...plain.commands, 'product.create': creates(fields) },
  evolve: held.evolve,
  decide: {
    ...held.decide,
    'product.create': (_, input) => [{ type: 'product.created', data: { ...input, group: null } }],
  },
})

/** What we sell. `code` is unique; an archived product keeps it and can no longer be quoted. */
export const product = withWithdrawal('product', own)
