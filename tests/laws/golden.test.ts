import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  aggregateOf,
  parseWireType,
  type SpecMap,
  specOf,
  streamName,
  upcast,
  versioned,
  wireType,
} from '../../src/domain/event.ts'
import { renamed } from '../../src/domain/stored-names.ts'
import { eventCodec } from '../../src/platform/log/codec.ts'
import { deciders } from '../../src/registry.ts'
import { addGolden, missing, readGolden, unreadable } from '../support/golden.ts'

const { specs } = eventCodec(deciders)

describe('ES-12 golden events', () => {
  it('ES-12 there is one of every version of every event that was ever written', () => {
    // A new event brings its own, to be committed with it; only continuous integration must find it there.
    if (!process.env.CI) addGolden(specs, missing(specs, readGolden()))
    const lacking = missing(specs, readGolden())
    expect(
      lacking,
      'run `npx vitest run tests/laws/golden.test.ts` and commit tests/fixtures/events',
    ).toEqual([])
  })

  it('ES-12 each is read as the newest version says, whatever version it is of', () => {
    const golden = readGolden()
    expect(Object.keys(golden).length).toBeGreaterThan(100)
    expect(unreadable(specs, golden)).toEqual([])
  })
})

describe('ES-12 an aggregate that is stored under the name it had first', () => {
  const id = '00000000-0000-4000-8000-000000000001'

  it('ES-12 is read by the name it has now, and no other is ever read as it', () => {
    for (const { name, events } of deciders) {
      expect(aggregateOf(streamName(name, id))).toEqual({ aggregate: name, id })
      for (const type of Object.keys(events))
        expect(parseWireType(wireType(type, 1))).toEqual({ type, version: 1 })
      expect(renamed.map(([, stored]) => stored)).not.toContain(name)
    }
    const streams = deciders.map(({ name }) => streamName(name, id))
    expect(new Set(streams).size).toBe(streams.length)
    expect(streamName('businessCalendar', id)).toBe(`calendar-${id}`)
    for (const wire of ['calendar.created.v1', 'mail.sent.v1', 'alert.raised.v1'])
      expect(specs.has(parseWireType(wire)?.type ?? ''), wire).toBe(true)
    // What somebody else stores under a name that is ours nowhere but here.
    expect(parseWireType('businessCalendar.created.v1')).toBeUndefined()
  })

  it('ES-12 means in roles, keys and shares of then what it is called now', () => {
    const read = (type: string, data: object) => upcast(specs.get(type) ?? expect.unreachable(type), 1, data)
    const may = ['alert.read', 'calendar.*', '*.read', '*', 'lead.assign']
    const now = ['securityAlert.read', 'businessCalendar.*', '*.read', '*', 'lead.assign']
    const then = { may, seesAll: ['calendar', '*'], queues: [], hidden: { alert: ['ip'] }, readOnly: {} }
    const words = { may: now, seesAll: ['businessCalendar', '*'], hidden: { securityAlert: ['ip'] } }
    expect(read('role.defined', then)).toMatchObject(words)
    expect(read('role.changed', { changes: { may } })).toEqual({ changes: { may: now } })
    expect(read('apiKey.issued', { scopes: may })).toEqual({ scopes: now })
    expect(read('share.granted', { model: 'calendar' })).toEqual({ model: 'businessCalendar' })
  })
})

describe('ES-12 a change of an event', () => {
  const first = { 'thing.named': z.object({ name: z.string() }) }
  const golden = { 'thing.named.v1': [{ name: 'Ada Byron' }, { name: '' }] }
  const split = ({ name }: Record<string, unknown>) => {
    const [given = '', ...family] = String(name).split(' ')
    return { given, family: family.join(' ') }
  }
  const second = z.object({ given: z.string(), family: z.string() })
  const third = z.object({ given: z.string(), family: z.string(), title: z.string().nullable() })
  const untitled = (data: Record<string, unknown>) => ({ ...data, title: null })
  const read = (events: SpecMap) =>
    unreadable(new Map(Object.entries(events).map(([type, of]) => [type, specOf(of)])), golden)

  it('ES-12 is read through every upcast there is, the first with the next', () => {
    expect(read(first)).toEqual([])
    expect(read({ 'thing.named': versioned(second, 2, { 1: split }) })).toEqual([])
    const events = { 'thing.named': versioned(third, 3, { 1: split, 2: untitled }) }
    expect(read(events)).toEqual([])
    const codec = eventCodec([{ name: 'thing', events }])
    const stored = {
      id: '00000000-0000-4000-8000-000000000001',
      stream: 'thing-00000000-0000-4000-8000-000000000002',
      revision: 1n,
      position: 0n,
      created: '2026-01-01T00:00:00.000Z',
      type: 'thing.named.v1',
      data: { name: 'Ada Byron' },
      metadata: {
        actor: { kind: 'user', id: '1', roles: [] },
        via: { kind: 'cli' },
        command: { id: '1', type: 'thing.name', hash: '' },
        occurredAt: '2026-01-01T00:00:00.000Z',
      },
    }
    expect(codec.decode(stored)).toMatchObject({
      type: 'thing.named',
      data: { given: 'Ada', family: 'Byron', title: null },
    })
  })

  it.each<[string, SpecMap]>([
    [
      'a field was added without a version',
      { 'thing.named': z.object({ name: z.string(), title: z.string() }) },
    ],
    [
      'a default stands in for an upcast',
      { 'thing.named': z.object({ name: z.string(), title: z.string().default('') }) },
    ],
    ['a field became narrower', { 'thing.named': z.object({ name: z.string().min(1) }) }],
    ['a field was renamed', { 'thing.named': z.strictObject({ label: z.string() }) }],
    ['the event was taken away', {}],
    ['an upcast forgets a field', { 'thing.named': versioned(second, 2, { 1: () => ({ given: '' }) }) }],
    [
      'an upcast gives the wrong type',
      { 'thing.named': versioned(second, 2, { 1: () => ({ given: 1, family: '' }) }) },
    ],
    [
      'an upcast keeps what was',
      { 'thing.named': versioned(second, 2, { 1: (data) => ({ ...data, ...split(data) }) }) },
    ],
    [
      'an upcast throws',
      {
        'thing.named': versioned(second, 2, {
          1: () => {
            throw new Error('broken')
          },
        }),
      },
    ],
    ['the second upcast is broken', { 'thing.named': versioned(third, 3, { 1: split, 2: (data) => data }) }],
  ])('ES-12 is found out when %s', (_, events) => {
    expect(read(events)).not.toEqual([])
  })

  it('ES-12 cannot leave out a version', () => {
    expect(() => versioned(third, 3, { 2: untitled })).toThrow('no upcast from version 1')
    const events = new Map([['thing.named', specOf(versioned(second, 2, { 1: split }))]])
    expect(missing(events, {})).toEqual(['thing.named.v1', 'thing.named.v2'])
    expect(missing(events, golden)).toEqual(['thing.named.v2'])
    expect(unreadable(events, { 'thing.named.v3': [{}] })).toEqual([expect.stringContaining('newer than 2')])
  })
})
