import { z } from 'zod'
import { decider, type StateOf } from '../decider.ts'
import { creates, versioned } from '../event.ts'
import { ancestors, checkParent } from '../parent.ts'
import { record } from '../record.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'

const fields = z.object({
  name: line(200),
  region: line(100).nullable().default(null),
  managerId: uuid.nullable().default(null),
  /** The team it is part of. */
  parentId: uuid.nullable().default(null),
  /** By which the organisation's directory knows it. */
  directoryKey: line(500).nullable().optional(),
})

const plain = record('team', fields)

/** People who work together; the manager sees what the members own, here and in all teams that are part of this one. */
export const team = decider<StateOf<typeof plain>>()({
  name: 'team',
  events: {
    ...plain.events,
    // In the beginning no team was part of another.
    'team.created': versioned(plain.events['team.created'], 2, {
      1: (data) => ({ ...data, parentId: null }),
    }),
  },
  commands: {
    ...plain.commands,
    'team.create': creates(fields.extend({ ancestors })),
    'team.change': plain.commands['team.change'].extend({ ancestors }),
  },
  evolve: plain.evolve,
  decide: {
    ...plain.decide,
    'team.create': (_, { ancestors: above, ...data }, { id }) => {
      checkParent('team', id, { parentId: data.parentId, ancestors: above })
      return [{ type: 'team.created', data }]
    },
    'team.change': (state, { ancestors: above, ...input }, context) => {
      checkParent('team', context.id, { parentId: input.parentId, ancestors: above })
      return plain.decide['team.change'](state, input, context)
    },
  },
})
