import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { day, dayOf } from '../values/day.ts'
import { line, prose } from '../values/text.ts'
import { timeZone } from '../values/time-zone.ts'
import { uuid } from '../values/uuid.ts'

const people = z.array(uuid).min(1).max(1000)
const assigned = z.object({
  title: line(200),
  /** What people are to know: read, and acknowledged by each of them. */
  text: prose(20_000),
  dueOn: day,
  userIds: people,
})

export interface TrainingState {
  userIds: readonly string[]
  /** Who has said that they have read and understood it. */
  acknowledgedBy: readonly string[]
  withdrawn: boolean
}

/** Something about security that people must know by a day, and who of them has acknowledged it. */
export const training = decider<TrainingState>()({
  name: 'training',
  events: {
    'training.assigned': creates(assigned),
    'training.people-added': z.object({ userIds: people }),
    'training.acknowledged': z.object({ userId: uuid }),
    'training.withdrawn': z.object({}),
  },
  commands: {
    'training.assign': creates(assigned.extend({ timeZone })),
    'training.add-people': z.object({ userIds: people }),
    'training.acknowledge': z.object({}),
    'training.withdraw': z.object({}),
  },
  evolve: {
    'training.assigned': (_, { userIds }) => ({ userIds, acknowledgedBy: [], withdrawn: false }),
    'training.people-added': (state, { userIds }) => ({ ...state, userIds: [...state.userIds, ...userIds] }),
    'training.acknowledged': (state, { userId }) => ({
      ...state,
      acknowledgedBy: [...state.acknowledgedBy, userId],
    }),
    'training.withdrawn': (state) => ({ ...state, withdrawn: true }),
  },
  decide: {
    'training.assign': (_, { timeZone, ...input }, { at }) => {
      if (input.dueOn < dayOf(at, timeZone))
        refuse('training.due-in-past', 'Choose a day that is still to come.', { field: 'dueOn' })
      return [{ type: 'training.assigned', data: { ...input, userIds: [...new Set(input.userIds)] } }]
    },
    'training.add-people': ({ userIds, withdrawn }, input) => {
      if (withdrawn) conflict('training.withdrawn', 'This training was withdrawn.')
      const others = [...new Set(input.userIds)].filter((id) => !userIds.includes(id))
      return others.length > 0 ? [{ type: 'training.people-added', data: { userIds: others } }] : []
    },
    // Nobody can say for another that they have understood.
    'training.acknowledge': ({ userIds, acknowledgedBy, withdrawn }, _, { actor }) => {
      if (!userIds.includes(actor.id)) refuse('training.not-assigned', 'This training is not yours.')
      if (acknowledgedBy.includes(actor.id)) return []
      if (withdrawn) conflict('training.withdrawn', 'This training was withdrawn.')
      return [{ type: 'training.acknowledged', data: { userId: actor.id } }]
    },
    'training.withdraw': ({ withdrawn }) => (withdrawn ? [] : [{ type: 'training.withdrawn', data: {} }]),
  },
})
