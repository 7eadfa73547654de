import { activity, type Participant, type Regarded } from '../../domain/activities/activity.ts'
import type { DataOf } from '../../domain/event.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Column, projection, text, uuid } from '../projection.ts'

const asText: Column<'regarding' | 'participant'> = { sql: 'text', nullable: false }
type Way = 'regarding' | 'participant'

const keyOf = (activityId: string, as: Way, { id }: { id: string }) => derivedId(activityId, as, id)

type Of = { aggregateId: string }
interface Linking extends Of {
  data: { regarding: readonly Regarded[]; participants: readonly Participant[] }
}

/** Colleagues who take part are no records that anything is about: they have a grant. */
const refsIn = ({ regarding, participants }: Linking['data']) => [
  ...regarding.map((ref) => ({ as: 'regarding' as const, ...ref })),
  ...participants
    .filter(({ model }) => model !== 'user')
    .map((ref) => ({ as: 'participant' as const, ...ref })),
]

type Relinked = DataOf<(typeof activity.events)['activity.relinked']>

const namedIn = ({ links: { regarding = [], participants = [] } }: Relinked) =>
  refsIn({ regarding, participants })

/** What it names no more, in each way in which it named it. */
const gone = ({ oldId: id, links }: Relinked) => [
  ...(links.regarding ? [{ as: 'regarding' as const, id }] : []),
  ...(links.participants ? [{ as: 'participant' as const, id }] : []),
]

/** Each link one way or the other: as long as it stands there is a row. */
function links<E extends Of>(of: (event: E) => Linking['data'], stands: boolean) {
  return {
    key: (event: E) => refsIn(of(event)).map((ref) => keyOf(event.aggregateId, ref.as, ref)),
    fold: (_: unknown, event: E, key: string) => {
      const ref = refsIn(of(event)).find((one) => keyOf(event.aggregateId, one.as, one) === key)
      if (!stands || !ref) return null
      return { activityId: event.aggregateId, model: ref.model, recordId: ref.id, as: ref.as }
    },
  }
}

/** Which records activities are about, and which people of customers take part: a row for each, by which either finds the other. */
export const activityLinkTable = projection(activity)({
  name: 'activityLink',
  version: 2,
  columns: { activityId: uuid, model: text, recordId: uuid, as: asText },
  // It says that there is an activity, and nothing of it.
  grants: () => [everyone],
  indexes: [['recordId', 'activityId'], ['activityId']],
  on: {
    'activity.added': links(({ data }) => data, true),
    'activity.linked': links(({ data }) => ({ regarding: data.records, participants: [] }), true),
    'activity.unlinked': links(({ data }) => ({ regarding: data.records, participants: [] }), false),
    'activity.invited': links(({ data }) => ({ regarding: [], participants: data.participants }), true),
    'activity.uninvited': links(({ data }) => ({ regarding: [], participants: data.participants }), false),
    'activity.relinked': {
      key: ({ aggregateId, data }) =>
        [...namedIn(data), ...gone(data)].map((ref) => keyOf(aggregateId, ref.as, ref)),
      fold: (_, { aggregateId, data }, key) => {
        const ref = namedIn(data).find((one) => keyOf(aggregateId, one.as, one) === key)
        return ref ? { activityId: aggregateId, model: ref.model, recordId: ref.id, as: ref.as } : null
      },
    },
  },
})
