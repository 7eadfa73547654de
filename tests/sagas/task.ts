import { z } from 'zod'
import { aggregates } from '../../src/commands/aggregates.ts'
import { claim, claimIds } from '../../src/commands/claims.ts'
import { commandsOf } from '../../src/commands/command.ts'
import { createExecute, type Execute } from '../../src/commands/execute.ts'
import { decider } from '../../src/domain/decider.ts'
import { refuse } from '../../src/domain/error.ts'
import { creates, type RecordedEvent } from '../../src/domain/event.ts'
import { eventCodec } from '../../src/platform/log/codec.ts'
import type { EventStore } from '../../src/platform/log/event-store.ts'
import { noMasks, type Principal } from '../../src/platform/people/permissions.ts'
import type { Clock } from '../../src/platform/process/clock.ts'
import { processManager } from '../../src/sagas/process-manager.ts'

const due = z.object({ dueAt: z.iso.datetime().nullable() })
const label = z.object({ label: z.string() })

/** A thing to be done by an instant. Marks are what the saga leaves on it: each one counts. */
export const task = decider<{ open: boolean }>()({
  name: 'task',
  events: {
    'task.opened': creates(due),
    'task.moved': due,
    'task.poked': z.object({ n: z.int() }),
    'task.closed': z.object({}),
    'task.marked': label,
  },
  commands: {
    'task.open': creates(due),
    'task.move': due,
    'task.poke': z.object({ n: z.int() }),
    'task.close': z.object({}),
    'task.mark': label,
    'task.copy': creates(z.object({})),
  },
  evolve: {
    'task.opened': () => ({ open: true }),
    'task.moved': (state) => state,
    'task.poked': (state) => state,
    'task.closed': () => ({ open: false }),
    'task.marked': (state) => state,
  },
  decide: {
    'task.open': (_, data) => [{ type: 'task.opened', data }],
    'task.move': (_, data) => [{ type: 'task.moved', data }],
    'task.poke': (_, data) => [{ type: 'task.poked', data }],
    'task.close': () => [{ type: 'task.closed', data: {} }],
    'task.mark': (state, data) => {
      if (data.label.startsWith('none')) return []
      if (data.label === 'open' && !state.open) return []
      if (data.label.startsWith('bad')) refuse('task.bad-mark', 'No such mark is made here.')
      return [{ type: 'task.marked', data }]
    },
    'task.copy': () => [{ type: 'task.opened', data: { dueAt: null } }],
  },
})

const commands = commandsOf(task, () => ({
  'task.open': { summary: 'Open' },
  'task.move': { summary: 'Move' },
  'task.poke': { summary: 'Poke' },
  'task.close': { summary: 'Close' },
  'task.mark': { summary: 'Mark' },
  'task.copy': { summary: 'Copy' },
})).map((one) => ({ ...one, resource: 'tasks', grants: () => ['everyone'], seenWith: () => [] }))

const own = ({ aggregateId }: RecordedEvent) => aggregateId

/** Marks a task when it is opened, poked (in two steps; every third poke is refused first) and due. */
export const keeper = processManager<{ pokes: number }>()(task)({
  name: 'keeper',
  version: 1,
  on: {
    'task.opened': {
      key: ({ aggregateId, data }) => (data.dueAt === null ? undefined : aggregateId),
      react: (_, { aggregateId: id, data }) => ({
        state: { pokes: 0 },
        wake: { due: data.dueAt },
        send: [{ command: 'task.mark', id, body: { label: 'opened' } }],
      }),
    },
    'task.moved': { key: own, react: (_, { data }) => ({ wake: { due: data.dueAt } }) },
    'task.poked': {
      key: own,
      react: (state, { aggregateId: id, data: { n } }) => ({
        state: { pokes: (state?.pokes ?? 0) + 1 },
        send: [
          {
            command: 'task.mark',
            id,
            body: { label: `${n % 3 === 0 ? 'bad' : 'poked'} ${n}` },
            name: 'first',
          },
          { command: 'task.mark', id, body: { label: `poked again ${n}` }, name: 'second' },
        ],
      }),
    },
    'task.closed': { key: own, react: () => ({ done: true }) },
  },
  wake: {
    due: (_, dueAt, { key }) => ({
      send: [{ command: 'task.mark', id: key, body: { label: `due ${dueAt}` } }],
    }),
  },
  refused: {
    'task.mark': (_, { code }, { key }) => ({
      send: [{ command: 'task.mark', id: key, body: { label: `sorry ${code}` } }],
    }),
  },
})

export const codec = eventCodec([task, claim])

export const person: Principal = {
  actor: { kind: 'user', id: '00000000-0000-4000-8000-000000000001', roles: ['admin'] },
  via: { kind: 'session', id: 'one' },
  may: ['*'],
  keys: ['all:*'],
  masks: noMasks,
}

/** With a cache of its own, as every process has. */
export function executeOn(store: EventStore, clock: Clock): Execute {
  const parts = { store, codec, claimIds: claimIds(Buffer.alloc(32, 'key'), { older: false }) }
  return createExecute({ ...parts, aggregates: aggregates(parts), commands, clock, app: 'test' })
}

export async function eventsOf(store: EventStore, id: string): Promise<RecordedEvent[]> {
  return (await store.readStream(`task-${id}`)).flatMap((stored) => codec.decode(stored) ?? [])
}

export async function marksOf(store: EventStore, id: string): Promise<string[]> {
  const marked = (await eventsOf(store, id)).filter(({ type }) => type === 'task.marked')
  return marked.map(({ data }) => (data as { label: string }).label)
}
