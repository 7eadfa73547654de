import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseWireType } from '../../src/domain/event.ts'
import { eventCodec } from '../../src/platform/log/codec.ts'
import type { StoredEvent } from '../../src/platform/log/event-store.ts'
import { deciders } from '../../src/registry.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { seed, times } from '../support/chance.ts'
import { logsOf } from '../support/fold-laws.ts'

const codec = eventCodec(deciders)
const runs = times(20, 10_000)

/** What another program, or a person at the server's own page, makes of an event of ours. */
type Forgery = (event: StoredEvent) => Partial<StoredEvent>

const forgeries: Readonly<Record<string, Forgery>> = {
  'into a stream that is no record': () => ({ stream: 'mirror-1' }),
  'into a stream of another kind': ({ stream }) => ({
    stream: `mirror-${stream.slice(stream.indexOf('-') + 1)}`,
  }),
  'into a stream named after no id': ({ stream }) => ({
    stream: `${stream.slice(0, stream.indexOf('-'))}-1`,
  }),
  'without metadata': () => ({ metadata: undefined }),
  'with metadata of its own': () => ({ metadata: { $correlationId: 'mirror' } }),
  'without saying when': ({ metadata }) => ({
    metadata: { ...(metadata as object), occurredAt: 'yesterday' },
  }),
  'as binary data': () => ({ data: Buffer.from('binary') }),
  'without what it says': () => ({ data: {} }),
  'of a type that is not ours': ({ type }) => ({ type: `mirror.${type}` }),
  'as the beginning of what has begun': () => ({ revision: 7n }),
}

/** Whether an event is of a kind that this forgery makes strange; others would remain what they are. */
function forged(event: StoredEvent, forgery: Forgery): StoredEvent | undefined {
  const strange = { ...event, id: randomUUID(), ...forgery(event) }
  const spec = codec.specs.get(parseWireType(event.type)?.type ?? '')
  if (!spec) throw new Error(`${event.type} is not ours`)
  if (strange.revision === 7n && event.revision !== 7n && !spec.creates) return undefined
  const emptied = strange.data !== event.data && !Buffer.isBuffer(strange.data)
  return emptied && spec.schema.safeParse({}).success ? undefined : strange
}

describe('events of others in the log', () => {
  it('are none of ours, whichever way they are strange, and what is ours stays the same (issue 22.5)', () => {
    const places = fc.array(
      fc.record({
        at: fc.nat(),
        of: fc.nat(),
        how: fc.constantFrom(...Object.keys(forgeries)),
      }),
      { minLength: 1, maxLength: 20 },
    )
    fc.assert(
      fc.property(logsOf(deciders, { events: 40, size: 'small' }), places, (log, strangers) => {
        fc.pre(log.length > 0)
        const mixed = [...log]
        for (const { at, of, how } of strangers) {
          const event = log[of % log.length] as StoredEvent
          const strange = forged(event, forgeries[how] as Forgery)
          if (!strange) continue
          expect(codec.strangeness(strange), how).toEqual(expect.any(String))
          mixed.splice(at % (mixed.length + 1), 0, strange)
        }
        const read = (events: readonly StoredEvent[]) => events.flatMap((one) => codec.decode(one) ?? [])
        expect(read(mixed)).toStrictEqual(read(log))
        expect(read(log)).toHaveLength(log.length)
      }),
      { seed, numRuns: runs },
    )
  })
})

describe('the product beside another program', () => {
  let test: TestApp
  beforeAll(async () => {
    test = await testApp()
  })
  afterAll(() => test.close())

  it('passes over what others write, counts it with the reason, and goes on (issue 22.5)', async () => {
    const admin = test.as('admin')
    const { id } = (await admin.post('/api/accounts', { name: 'Acme' })).json() as { id: string }
    const stranger = (type: string, data: unknown, metadata: unknown = {}) => ({
      id: randomUUID(),
      type,
      data,
      metadata,
    })
    const created = stranger('account.created.v1', { name: 'Mirrored' })
    await test.store.append('mirror-1', [created], 'no-stream')
    await test.store.append(`account-${randomUUID()}`, [stranger('account.changed.v1', {})], 'no-stream')
    // Into the middle of a record of ours: its revisions go on after it.
    await test.store.append(`account-${id}`, [stranger('lead.captured.v1', {})], 0n)
    await test.settled()

    expect((await admin.patch(`/api/accounts/${id}`, { name: 'Acme Ltd' })).statusCode).toBe(200)
    await test.settled()
    expect((await admin.get(`/api/accounts/${id}`)).json()).toMatchObject({ name: 'Acme Ltd', revision: 2 })
    expect((await admin.get('/api/accounts')).json().items).toHaveLength(1)
    expect((await admin.get(`/api/accounts/${id}/history`)).json().items).toHaveLength(2)

    const status = (await admin.get('/api/status')).json() as {
      projections: { name: string; state: string }[]
      sagas: { name: string; state: string }[]
      strangers: { count: number; newest: { stream: string; reason: string }[] }
    }
    for (const { name, state } of [...status.projections, ...status.sagas])
      expect([name, state]).toEqual([name, 'running'])
    expect(status.strangers.count).toBe(3)
    expect(status.strangers.newest).toMatchObject([
      { stream: `account-${id}`, reason: 'its stream is not that of one lead' },
      { reason: 'its metadata do not say who did what when' },
      { stream: 'mirror-1', reason: 'its stream is not that of one account' },
    ])
    expect((await test.anonymous.get('/health/ready')).json()).toMatchObject({ status: 'ready' })
    await test.readModels.rebuild()
    expect((await admin.get('/api/accounts')).json().items).toMatchObject([{ id, name: 'Acme Ltd' }])
  })
})
