import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Assigning,
  type AssignmentDecision,
  assigned as assignedBy,
  checkAssigning as checkBy,
  firstAssigning,
  type Staff,
} from '../../../src/domain/rules/assignment.ts'
import { lead } from '../../../src/domain/sales/lead.ts'
import { leadFacts, leadsAsk } from '../../../src/domain/sales/lead-score.ts'
import { leadPickUp, leadRouting } from '../../../src/sagas/sales/lead-routing.ts'
import { times } from '../../support/chance.ts'
import { given, givenProcess, idOf, noon, rep } from '../../support/given.ts'

const assigned = (by: Assigning, facts: Parameters<typeof assignedBy>[1], of: Staff) =>
  assignedBy(by, facts, of, leadsAsk)
const checkAssigning = (name: string, of: Assigning, field: string) => checkBy(name, of, field, leadFacts)
const [ada, bob, cyd] = [idOf('ada'), idOf('bob'), idOf('cyd')]
const west = { field: 'postcode', operator: 'starts-with', value: '4' } as const
const rules = (...of: readonly Partial<Assigning['rules'][number]>[]): Assigning => ({
  ...firstAssigning,
  rules: of.map((one, place) => ({
    id: `rule-${place}`,
    name: `Rule ${place}`,
    when: { all: [] },
    outcome: { userIds: [ada, bob], teamId: null, choose: 'round-robin' },
    ...one,
  })),
})
const there = (open = 0, more: object = {}) => ({ active: true, teamId: null, open, ...more })
const staff = (more: Partial<Staff> = {}): Staff => ({
  people: new Map([
    [ada, there()],
    [bob, there()],
    [cyd, there()],
  ]),
  lastAt: () => null,
  today: '2026-03-02',
  ...more,
})
const only = (userId: string): Assigning['rules'][number]['outcome'] => ({
  userIds: [userId],
  teamId: null,
  choose: 'round-robin',
})

describe('LEAD-13 LEAD-14 who gets a lead', () => {
  it('is said by the first rule that holds, by place or by what they are interested in', () => {
    const by = rules(
      { when: west, outcome: only(ada) },
      { when: { field: 'productInterest', operator: 'contains', value: 'scope' }, outcome: only(bob) },
      { outcome: only(cyd) },
    )
    const chosen = (facts: object) => assigned(by, facts as never, staff())
    expect(chosen({ postcode: '45127', productInterest: 'Scope' })).toMatchObject({
      userId: ada,
      rule: 'rule-0',
    })
    expect(chosen({ postcode: '80331', productInterest: 'Larkspur Scope' })).toMatchObject({ userId: bob })
    expect(chosen({ postcode: null })).toMatchObject({ userId: cyd, name: 'Rule 2' })
    expect(assigned(rules({ when: west }), {}, staff())).toMatchObject({ userId: null, rule: null })
  })

  it('may be any of a team, as it is at that moment', () => {
    const by = rules({ outcome: { userIds: [], teamId: idOf('team'), choose: 'round-robin' } })
    const people = new Map([
      [ada, there()],
      [bob, there(0, { teamId: idOf('team') })],
    ])
    expect(assigned(by, {}, staff({ people }))).toMatchObject({ userId: bob, candidates: [{ userId: bob }] })
  })
})

describe('LEAD-15 who has how much to do', () => {
  const least = rules({ outcome: { userIds: [ada, bob, cyd], teamId: null, choose: 'least-loaded' } })
  const people = (a: number, b: number, c: number) =>
    new Map([
      [ada, there(a)],
      [bob, there(b)],
      [cyd, there(c)],
    ])

  it('passes over whoever is full, away or gone, and takes who has least', () => {
    expect(assigned(least, {}, staff({ people: people(3, 1, 2) })).userId).toBe(bob)
    const by = {
      ...least,
      capacity: 2,
      people: [
        { userId: bob, capacity: 1, awayFrom: null, awayUntil: null },
        { userId: cyd, capacity: null, awayFrom: '2026-03-01', awayUntil: '2026-03-02' },
      ],
    }
    const found = assigned(by, {}, staff({ people: people(1, 1, 0) }))
    expect(found.userId).toBe(ada)
    expect(found.candidates.map(({ skipped }) => skipped)).toEqual([null, 'full', 'away'])
    expect(assigned(by, {}, staff({ people: people(2, 0, 0), today: '2026-03-03' })).userId).toBe(bob)
    const gone = new Map([...people(2, 1, 0), [cyd, { active: false, teamId: null, open: 0 }]])
    expect(assigned(by, {}, staff({ people: gone, today: '2026-04-01' }))).toMatchObject({
      userId: null,
      rule: 'rule-0',
      candidates: [{ skipped: 'full' }, { skipped: 'full' }, { skipped: 'inactive' }],
    })
  })

  it('goes on to the next rule where nobody of the first is free', () => {
    const by = { ...rules({ outcome: only(ada) }, { outcome: only(bob) }), capacity: 1 }
    expect(assigned(by, {}, staff({ people: people(1, 0, 0) }))).toMatchObject({
      userId: bob,
      rule: 'rule-1',
    })
  })

  it('shares out in turn: nobody gets a second before everybody had a first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 40 }), (many, leads) => {
        const ids = Array.from({ length: many }, (_, nth) => idOf(`person ${nth}`))
        const by = rules({ outcome: { userIds: ids, teamId: null, choose: 'round-robin' } })
        const turns = new Map<string, string>()
        const counts = new Map(ids.map((id) => [id, 0]))
        for (let nth = 0; nth < leads; nth++) {
          const { userId } = assigned(
            by,
            {},
            staff({
              people: new Map(ids.map((id) => [id, there()])),
              lastAt: (_, id) => turns.get(id) ?? null,
            }),
          )
          turns.set(userId ?? '', new Date(1_000 * nth).toISOString())
          counts.set(userId ?? '', (counts.get(userId ?? '') ?? 0) + 1)
        }
        expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1)
      }),
      { numRuns: times(50, 1_000) },
    )
  })

  it('is refused where a rule names nobody, or somebody is named twice', () => {
    const none = rules({ outcome: { userIds: [], teamId: null, choose: 'round-robin' } })
    expect(() => checkAssigning('ruleSet', none, 'content')).toThrow('people or a team')
    const away = { userId: ada, capacity: null, awayFrom: null, awayUntil: null }
    expect(() => checkAssigning('ruleSet', { ...none, rules: [], people: [away, away] }, 'content')).toThrow()
  })
})

describe('LEAD-16 a lead that rules gave to somebody', () => {
  const captured = {
    type: 'lead.captured',
    data: {
      name: { first: null, last: 'Okello' },
      source: 'Web',
      email: null,
      phone: null,
      company: null,
      country: null,
      productInterest: null,
      ownerId: null,
    },
  } as const
  const pickUpBy = '2026-03-02T13:00:00.000Z'
  const decision: AssignmentDecision = {
    cause: 'captured',
    version: 2,
    rule: 'rule-0',
    name: 'Rule 0',
    choose: 'round-robin',
    candidates: [{ userId: rep.id, open: 0, lastAt: null, skipped: null }],
    pickUpBy,
  }
  const routed = { type: 'lead.assigned', data: { ownerId: rep.id, decision } } as const

  it('is new until it is taken up, by a word or by work', () => {
    given(lead, captured).when('lead.assign-by-rules', { ownerId: rep.id, decision }).thenEvents(routed)
    given(lead, captured)
      .when('lead.assign-by-rules', { ownerId: null, decision })
      .thenEvents({ type: 'lead.left-unassigned', data: { decision } })
    const it = given(lead, captured, routed)
    expect(it.state).toMatchObject({ status: 'new', ownerId: rep.id, pickUpBy })
    it.when('lead.claim', {}).thenEvents({ type: 'lead.claimed', data: {} })
    it.when('lead.reroute', { pickUpBy }).thenEvents({
      type: 'lead.routing-requested',
      data: { cause: 'unclaimed' },
    })
    it.when('lead.reroute', { pickUpBy: noon }).thenNothing()
    for (const taken of [
      { type: 'lead.claimed', data: {} },
      { type: 'lead.assigned', data: { ownerId: idOf('other') } },
      { type: 'lead.disqualified', data: { reason: 'X' } },
    ] as const)
      given(lead, captured, routed, taken).when('lead.reroute', { pickUpBy }).thenNothing()
    given(lead, captured)
      .when('lead.claim', {})
      .thenEvents({
        type: 'lead.assigned',
        data: { ownerId: rep.id },
      })
  })

  it('is watched by a timer until then', () => {
    const of = [lead as never]
    const id = idOf('it')
    givenProcess(leadPickUp, of).when(routed).thenWakes({ pickUp: pickUpBy })
    const watched = givenProcess(leadPickUp, of, routed)
    watched.when({ type: 'lead.claimed', data: {} }).thenWakes({})
    watched.whenTime(pickUpBy).thenSends({ command: 'lead.reroute', id, body: { pickUpBy } })
    const asks = (cause: string) => ({ command: 'lead.assign-by-rules', id, body: { cause } })
    givenProcess(leadRouting, of).when(captured).thenSends()
    for (const cause of ['captured', 'unclaimed'] as const)
      givenProcess(leadRouting, of)
        .when({ type: 'lead.routing-requested', data: { cause } })
        .thenSends(asks(cause))
  })

  it('is asked for when it is captured, where there are rules and nobody has it', () => {
    const asked = { type: 'lead.routing-requested', data: { cause: 'captured' } } as const
    const body = { name: { first: null, last: 'Zq' } }
    const told = (more: { routed?: boolean; ownerId: string | null }) =>
      given(lead)
        .when('lead.capture', { ...body, ...more })
        .events()
    expect(told({ routed: true, ownerId: null }).at(-1)).toMatchObject(asked)
    for (const more of [{ ownerId: null }, { routed: true, ownerId: rep.id }])
      expect(told(more).map(({ type }) => type)).not.toContain(asked.type)
  })
})
