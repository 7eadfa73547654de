import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict } from '../error.ts'
import { creates } from '../event.ts'
import { withLinks } from '../linking.ts'
import { ancestors, checkParent } from '../parent.ts'
import { changed, merged, type RecordState, record } from '../record.ts'
import { day } from '../values/day.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { pinnedWarranty } from './promised-warranty.ts'

const fields = z.object({
  name: line(120),
  serial: line(80).nullable().default(null),
  accountId: uuid,
  productId: uuid.nullable().default(null),
  /** What it is built into. */
  parentId: uuid.nullable().default(null),
  /** What it came with. */
  orderId: uuid.nullable().default(null),
  /** Where it stands. */
  site: line(200).nullable().default(null),
  installedOn: day.nullable().default(null),
  note: prose(4_000).nullable().default(null),
})
const plain = record('asset', fields)
const warranty = pinnedWarranty.nullable()

export type AssetState = RecordState<z.output<typeof fields>> & { warranty: z.output<typeof warranty> }

const own = decider<AssetState>()({
  name: 'asset',
  events: {
    ...plain.events,
    'asset.created': creates(fields.extend({ warranty })),
    /** By the terms of that day, or corrected. */
    'asset.warranty-set': z.object({ warranty }),
  },
  commands: {
    ...plain.commands,
    'asset.create': creates(fields.extend({ ancestors, warranty: warranty.default(null) })),
    'asset.change': plain.commands['asset.change'].extend({ ancestors }),
    'asset.set-warranty': z.object({ warranty }),
  },
  evolve: {
    'asset.created': (_, data) => ({ ...data, archived: false }),
    'asset.changed': (state, { changes }) => merged(state, changes),
    'asset.archived': (state) => ({ ...state, archived: true }),
    'asset.restored': (state) => ({ ...state, archived: false }),
    'asset.warranty-set': (state, data) => ({ ...state, ...data }),
  },
  decide: {
    'asset.create': (_, { ancestors: above, ...data }, { id }) => {
      checkParent('asset', id, { parentId: data.parentId, ancestors: above })
      return [{ type: 'asset.created', data }]
    },
    'asset.change': (state, { ancestors: above, ...input }, context) => {
      checkParent('asset', context.id, { parentId: input.parentId, ancestors: above })
      if (state.archived) conflict('asset.archived', 'This asset is archived; restore it first.')
      const changes = changed<z.output<typeof fields>>(state, input)
      return Object.keys(changes).length > 0 ? [{ type: 'asset.changed', data: { changes } }] : []
    },
    'asset.archive': (state) => (state.archived ? [] : [{ type: 'asset.archived', data: {} }]),
    'asset.restore': (state) => (state.archived ? [{ type: 'asset.restored', data: {} }] : []),
    'asset.set-warranty': (state, input) =>
      JSON.stringify(state.warranty) === JSON.stringify(input.warranty)
        ? []
        : [{ type: 'asset.warranty-set', data: input }],
  },
})

/** Something of ours that a customer has: which one, where it stands, what it came with, and what was promised for it. */
export const asset = withLinks('asset', own, fields.pick({ accountId: true }))
