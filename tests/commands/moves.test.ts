import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aggregates } from '../../src/commands/aggregates.ts'
import { claimIds } from '../../src/commands/claims.ts'
import { createExecute, type Execute } from '../../src/commands/execute.ts'
import { account } from '../../src/domain/customers/account.ts'
import { DomainError } from '../../src/domain/error.ts'
import { team } from '../../src/domain/identity/team.ts'
import { eventCodec } from '../../src/platform/log/codec.ts'
import type { EventStore } from '../../src/platform/log/event-store.ts'
import { systemPrincipal } from '../../src/platform/people/permissions.ts'
import { systemClock } from '../../src/platform/process/clock.ts'
import { newId } from '../../src/platform/process/ids.ts'
import { commands, deciders } from '../../src/registry.ts'
import { times } from '../support/chance.ts'
import { patience } from '../support/patience.ts'
import { type TestStore, testStore } from '../support/stores.ts'

const principal = systemPrincipal('test', { kind: 'cli' })
const ids = claimIds(Buffer.alloc(32, 'key'), { older: false })
const codec = eventCodec(deciders)

let store: EventStore
let close: TestStore['close']
beforeAll(async () => {
  ;({ store, close } = await testStore())
})
afterAll(() => close())

/** A process of its own, as it were: its own memory of the shared log. `ahead`: how far its clock is, in ms. */
function process(ahead = 0): Execute {
  const clock = () => new Date(Date.parse(systemClock()) + ahead).toISOString()
  const parts = { store, codec, claimIds: ids, aggregates: aggregates({ store, codec }) }
  return createExecute({ ...parts, commands, clock, app: 'test' })
}

const kinds = { team, account }
type Kind = keyof typeof kinds

const make = async (execute: Execute, kind: Kind) =>
  (await execute({ command: `${kind}.create`, body: { name: `N ${newId()}` }, principal })).id

/** Undefined: it was moved; otherwise why not. */
const move = (execute: Execute, kind: Kind, id: string, parentId: string | null) =>
  execute({ command: `${kind}.change`, id, body: { parentId }, principal }).then(
    () => undefined,
    (error: unknown) => {
      if (!(error instanceof DomainError)) throw error
      return error.code
    },
  )

/** Whether one comes back to where one began, going up from it. */
async function inCircle(kind: Kind, id: string): Promise<boolean> {
  const fresh = process()
  const seen = new Set<string>()
  for (let at: string | null = id; at !== null; ) {
    if (seen.has(at)) return true
    seen.add(at)
    const found: { parentId: string | null } | undefined = await fresh.load(kinds[kind], at)
    at = found?.parentId ?? null
  }
  return false
}

describe.each(['team', 'account'] as const)('USR-08 moves of a %s at the same moment', (kind) => {
  it.each([
    ['by one process', () => [process()]],
    ['by three processes', () => [process(), process(), process()]],
  ])('never make a circle, %s', { timeout: 10 * patience }, async (_, begin) => {
    const processes = begin()
    const [first] = processes
    if (!first) throw new Error('there is no process')
    for (let round = 0; round < times(3, 8); round++) {
      const three = [await make(first, kind), await make(first, kind), await make(first, kind)]
      // All of them have just looked, so that nothing they remember is old enough to be read again.
      for (const each of processes) for (const id of three) await each.load(kinds[kind], id)
      const refusals = await Promise.all(
        three.map((id, n) =>
          move(processes[n % processes.length] ?? first, kind, id, three[(n + 1) % 3] ?? null),
        ),
      )
      expect(refusals.filter((code) => code === undefined)).toHaveLength(2)
      expect(refusals.filter((code) => code === `${kind}.parent-circle`)).toHaveLength(1)
      for (const id of three) expect(await inCircle(kind, id)).toBe(false)
    }
  })
})

it('USR-08 a turn that a crash has left behind passes on', async () => {
  const crashed = process()
  const [above, below, other] = [
    await make(crashed, 'team'),
    await make(crashed, 'team'),
    await make(crashed, 'team'),
  ]
  await move(crashed, 'team', below, other)
  const alone = commands.find(({ type }) => type === 'team.change')?.alone
  const turn = await alone?.({ parentId: above } as never, { id: below, load: async () => undefined })
  if (!turn) throw new Error('a move takes no turns')
  const taken = { aggregate: 'team', id: newId() }
  const stream = `claim-${ids.of(turn)}`
  const before = await store.readStream(stream)
  const last = before.at(-1)
  if (!last) throw new Error('nobody ever took the turn')
  await store.append(
    stream,
    [{ ...codec.encode({ type: 'claim.passed', data: taken }), id: newId(), metadata: last.metadata }],
    last.revision,
  )
  expect(await move(process(120_000), 'team', below, above)).toBeUndefined()
})
