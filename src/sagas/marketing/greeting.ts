import { greeting } from '../../domain/marketing/greeting.ts'
import { processManager, type Reaction } from '../process-manager.ts'

const own = ({ aggregateId }: { aggregateId: string }) => aggregateId
const watched = (next: string | null): Reaction<never> => ({ wake: { due: next } })

/** Lets a greeting go out when its time has come, again and again as long as it is switched on. */
export const greetingTiming = processManager()(greeting)({
  name: 'greeting-timing',
  version: 1,
  effect: 'greeting.go-out',
  on: {
    'greeting.changed': { key: own, react: (_, { data }) => watched(data.next) },
    'greeting.activated': { key: own, react: (_, { data }) => watched(data.next) },
    'greeting.went-out': { key: own, react: (_, { data }) => watched(data.next) },
    'greeting.deactivated': { key: own, react: () => watched(null) },
    'greeting.archived': { key: own, react: () => watched(null) },
  },
  wake: {
    due: (_, dueAt, { key }) => ({
      send: [{ command: 'greeting.go-out', id: key, name: dueAt, body: { dueAt } }],
    }),
  },
})
