import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict } from '../error.ts'
import { creates } from '../event.ts'
import { ancestors, checkParent } from '../parent.ts'
import { type RecordState, record } from '../record.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'

const fields = z.object({ name: line(80), parentId: uuid.nullable().default(null) })
const plain = record('productGroup', fields)

export type ProductGroupState = RecordState<z.output<typeof fields>>

/** Products that belong together. A group may be part of another; nothing is part of itself. */
export const productGroup = decider<ProductGroupState>()({
  name: 'productGroup',
  events: plain.events,
  commands: {
    ...plain.commands,
    'productGroup.create': creates(fields.extend({ ancestors })),
    'productGroup.change': plain.commands['productGroup.change'].extend({ ancestors }),
    /** `inUse`: it has a product that is sold, or a group in use. */
    'productGroup.archive': z.object({ inUse: z.boolean() }),
  },
  evolve: plain.evolve,
  decide: {
    ...plain.decide,
    'productGroup.create': (_, { ancestors: above, ...data }, { id }) => {
      checkParent('productGroup', id, { parentId: data.parentId, ancestors: above })
      return [{ type: 'productGroup.created', data }]
    },
    'productGroup.change': (state, { ancestors: above, ...input }, context) => {
      checkParent('productGroup', context.id, { parentId: input.parentId, ancestors: above })
      return plain.decide['productGroup.change'](state, input, context)
    },
    'productGroup.archive': (state, { inUse }, context) => {
      if (inUse)
        conflict(
          'productGroup.in-use',
          'There are products or groups in this one; move or archive them first.',
        )
      return plain.decide['productGroup.archive'](state, {}, context)
    },
  },
})
