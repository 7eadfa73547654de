import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ruleSetId } from '../../../src/commands/settings/rule-set.ts'
import { firstAssigning } from '../../../src/domain/rules/assignment.ts'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { furnishRules } from '../../../src/start/furnish-rules.ts'
import { make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { answered, refusal } from '../../support/reply.ts'

let t: TestApp
const path = `/api/rule-sets/${ruleSetId('lead-assignment')}`
beforeAll(async () => {
  t = await testApp()
  await furnishRules(t, systemPrincipal('first-start', { kind: 'cli' }))
  await t.settled()
})
afterAll(() => t.close())

type Row = { id: string; items: Row[] } & Record<string, unknown>
const ok = answered<Row>
const read = async (asked: string, person: Person = 'admin') => {
  await t.settled()
  return ok(t.as(person).get(asked))
}
const pool = (userIds: readonly string[], choose = 'round-robin', teamId: string | null = null) => ({
  userIds,
  teamId,
  choose,
})
const everything = { all: [] }
async function publish(content: object) {
  await ok(
    t.as('admin').post(`${path}/draft`, { content: { ...firstAssigning, ...content } }, { 'if-match': '*' }),
  )
  await ok(t.as('admin').post(`${path}/publish`, {}, { 'if-match': '*' }))
}
const capture = (body: object = {}) =>
  make(t.as('admin'), '/api/leads', { name: { last: 'Okello' }, ownerId: null, ...body })
const withOwner = (id: string, ownerId: string) =>
  eventually(async () => {
    const row = await read(`/api/leads/${id}`)
    expect(row.ownerId).toBe(ownerId)
    return row
  })

describe('LEAD-13 LEAD-14 LEAD-15 leads that nobody owns', () => {
  it('wait where there are no rules, and go to who rules say, with why', async () => {
    const waiting = await capture()
    await publish({
      rules: [
        {
          name: 'West',
          when: { field: 'postcode', operator: 'starts-with', value: '4' },
          outcome: pool([t.ids.rep]),
        },
        {
          name: 'Scopes',
          when: { field: 'productInterest', operator: 'contains', value: 'scope' },
          outcome: pool([t.ids.rep2]),
        },
      ],
    })
    const inWest = await capture({ postcode: '45127' })
    const row = await withOwner(inWest, t.ids.rep)
    expect(row).toMatchObject({ status: 'new', pickUpBy: null })
    await withOwner(await capture({ productInterest: 'Larkspur Scope' }), t.ids.rep2)
    const told = await read(`/api/leads/${inWest}/assignment`, 'rep')
    expect(told).toMatchObject({
      ownerId: t.ids.rep,
      ruleVersion: 2,
      decision: {
        cause: 'captured',
        version: 2,
        name: 'West',
        candidates: [{ userId: t.ids.rep, skipped: null }],
      },
      rules: [
        { name: 'West', chosen: true, holds: true, conditions: [{ field: 'postcode', found: '45127' }] },
        { name: 'Scopes', chosen: false, holds: false },
      ],
    })
    const { items } = await read(`/api/leads/${inWest}/history`)
    expect(items[0]?.title).toBe('Given to an owner by the rule “West” of version 2')
    // What came before there were rules waits until somebody asks.
    expect(await read(`/api/leads/${waiting}`)).toMatchObject({ ownerId: null })
    await ok(t.as('admin').patch(`/api/leads/${waiting}`, { postcode: '40210' }))
    expect(await read(`/api/leads/${waiting}/assignment`)).toMatchObject({
      decision: null,
      would: { userId: t.ids.rep, name: 'West' },
    })
    await ok(t.as('admin').post(`/api/leads/${waiting}/route`))
    await withOwner(waiting, t.ids.rep)
    const nowhere = await capture({ postcode: '99999' })
    await eventually(async () => {
      const { items: steps } = await read(`/api/leads/${nowhere}/history`)
      expect(steps[0]?.title).toBe('Left unassigned: no rule of assignment holds')
    })
  })

  it('are shared out by turn and by load, one after the other, up to what one takes', async () => {
    const before = await read('/api/lead-capacity')
    const openOf = (of: Row, userId: string) =>
      Number(of.items.find((one) => one.userId === userId)?.open ?? 0)
    const most = openOf(before, t.ids.rep) + 1
    await publish({
      capacity: 100,
      people: [{ userId: t.ids.rep, capacity: most, awayFrom: null, awayUntil: null }],
      rules: [{ name: 'All', when: everything, outcome: pool([t.ids.rep, t.ids.rep2]) }],
    })
    // At once: each is decided with the one before in view.
    const ids = await Promise.all(Array.from({ length: 5 }, () => capture()))
    await eventually(async () => {
      const owners = await Promise.all(ids.map(async (id) => (await read(`/api/leads/${id}`)).ownerId))
      expect(owners.filter((id) => id === t.ids.rep)).toHaveLength(1)
      expect(owners.filter((id) => id === t.ids.rep2)).toHaveLength(4)
    })
    const capacity = await read('/api/lead-capacity')
    expect(capacity.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ userId: t.ids.rep, open: most, capacity: most, free: false }),
        expect.objectContaining({ userId: t.ids.rep2, capacity: 100, free: true }),
      ]),
    )
    const full = await Promise.all(ids.map((id) => read(`/api/leads/${id}/assignment`)))
    expect(JSON.stringify(full)).toContain('"skipped":"full"')
  })

  it('are tried on the leads of late, and nothing is written', async () => {
    const last = await t.store.lastPosition()
    const content = {
      ...firstAssigning,
      rules: [{ name: 'All', when: everything, outcome: pool([t.ids.rep2], 'least-loaded') }],
    }
    const job = await ok(t.as('admin').post(`${path}/try`, { content }))
    const result = await eventually(async () => {
      const { state, result: found, error } = await ok(t.as('admin').get(`/api/jobs/${job.id}`))
      expect([state, error]).toEqual(['done', null])
      return found as Row
    })
    const { items } = await read('/api/leads?limit=200')
    expect(result).toMatchObject({
      leads: items.length,
      assigned: items.length,
      noRule: 0,
      people: [{ userId: t.ids.rep2, leads: items.length }],
    })
    expect(await t.store.lastPosition()).toBe(last)
    expect((await t.as('rep').post(`${path}/try`, { content })).statusCode).toBe(403)
    const scoring = { hotFrom: 60, warmFrom: 30, rules: [] }
    expect(
      await refusal(t.as('admin').post(`${path}/draft`, { content: scoring }, { 'if-match': '*' })),
    ).toEqual([422, 'ruleSet.other-purpose', 'content.capacity'])
  })
})

describe('LEAD-16 a lead that is not taken up in time', () => {
  it('goes to another, each time said, and stays with who takes it up', async () => {
    const calendarId = await make(t.as('admin'), '/api/business-calendars', {
      name: 'Around the clock',
      timeZone: 'UTC',
      weekly: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' })),
    })
    await publish({
      pickUpMinutes: 60,
      calendarId,
      rules: [{ name: 'All', when: everything, outcome: pool([t.ids.rep, t.ids.rep2]) }],
    })
    const id = await capture()
    const row = await eventually(async () => {
      const found = await read(`/api/leads/${id}`)
      expect(found.pickUpBy).not.toBeNull()
      return found
    })
    expect(Date.parse(String(row.pickUpBy)) - Date.parse(String(row.createdAt))).toBeGreaterThanOrEqual(
      3_600_000,
    )
    // What the timer asks for when it is due.
    const asked = {
      command: 'lead.reroute',
      id,
      body: { pickUpBy: row.pickUpBy },
      principal: systemPrincipal('test', { kind: 'timer' }),
    }
    await t.execute(asked)
    const other = row.ownerId === t.ids.rep ? t.ids.rep2 : t.ids.rep
    const again = await withOwner(id, other)
    expect(again).toMatchObject({ status: 'new' })
    const told = await read(`/api/leads/${id}/assignment`)
    expect(told.decision).toMatchObject({ cause: 'unclaimed' })
    expect(JSON.stringify(told.decision)).toContain('"skipped":"had-it"')
    const { items } = await read(`/api/leads/${id}/history`)
    expect(items.map(({ title }) => title).slice(0, 2)).toEqual([
      'Given to another by the rule “All” of version 4',
      'Not taken up in time',
    ])
    await ok(t.as(other === t.ids.rep ? 'rep' : 'rep2').post(`/api/leads/${id}/claim`))
    expect(await read(`/api/leads/${id}`)).toMatchObject({
      status: 'working',
      pickUpBy: null,
      ownerId: other,
    })
    await t.execute({ ...asked, body: { pickUpBy: again.pickUpBy } })
    expect(await read(`/api/leads/${id}`)).toMatchObject({ ownerId: other })
  })
})

describe('LEAD-11 LEAD-12 leads that rules qualify or disqualify', () => {
  const qualification = `/api/rule-sets/${ruleSetId('lead-qualification')}`
  const content = {
    againstPeople: false,
    rules: [
      {
        name: 'Thrown away',
        when: { field: 'emailDomain', operator: 'is', value: 'mailinator.com' },
        outcome: { qualifies: false, reason: 'Not genuine' },
      },
      {
        name: 'All is known',
        when: { field: 'timeline', operator: 'known' },
        outcome: { qualifies: true, reason: null },
      },
    ],
  }
  const send = (verb: string, body: object) =>
    t.as('admin').post(`${qualification}/${verb}`, body, { 'if-match': '*' })

  it('cite the rule, its version and what it found, in the record and its history', async () => {
    const wrong = {
      ...content,
      rules: [{ ...content.rules[0], outcome: { qualifies: false, reason: null } }],
    }
    expect(await refusal(send('draft', { content: wrong }))).toEqual([
      422,
      'ruleSet.reason-missing',
      'content.rules.0.outcome.reason',
    ])
    const old = await capture({ email: 'x@mailinator.com' })
    await ok(send('draft', { content }))
    const job = await ok(t.as('admin').post(`${qualification}/try`, {}))
    await eventually(async () => {
      const { state, result } = await ok(t.as('admin').get(`/api/jobs/${job.id}`))
      expect(state).toBe('done')
      expect(result).toMatchObject({ disqualified: 1, qualified: 0, rules: [{ leads: 1 }, { leads: 0 }] })
    })
    await ok(send('publish', {}))
    expect(await read(`/api/leads/${old}`)).toMatchObject({ judgedBy: null })
    const bad = await capture({ email: 'y@mailinator.com' })
    const judgedBy = { version: 2, rule: expect.any(String), name: 'Thrown away' }
    expect(await read(`/api/leads/${bad}`)).toMatchObject({
      status: 'disqualified',
      disqualifiedReason: 'Not genuine',
      judgedBy,
    })
    expect(await read(`/api/leads/${bad}/qualification`)).toMatchObject({
      judgedBy,
      ruleVersion: 2,
      missing: ['budget', 'authority', 'need', 'timeline'],
      rules: [
        { name: 'Thrown away', holds: true, conditions: [{ field: 'emailDomain', found: 'mailinator.com' }] },
        { name: 'All is known', holds: false },
      ],
    })
    const { items } = await read(`/api/leads/${bad}/history`)
    expect(items[0]?.title).toBe('Disqualified by the rule “Thrown away” of version 2: Not genuine')
    // Who sees that it is wrong puts it back, and the rules leave it at that.
    await ok(t.as('admin').post(`/api/leads/${bad}/put-back`))
    await ok(t.as('admin').patch(`/api/leads/${bad}`, { company: 'Engines' }))
    expect(await read(`/api/leads/${bad}`)).toMatchObject({ status: 'new', judgedBy: null })

    const good = await capture()
    await ok(t.as('admin').patch(`/api/leads/${good}`, { qualification: { timeline: 'This year' } }))
    expect(await read(`/api/leads/${good}`)).toMatchObject({ status: 'working' })
    const rest = { budget: '50,000', authority: 'She decides', need: 'An engine' }
    await ok(t.as('admin').patch(`/api/leads/${good}`, { qualification: rest }))
    expect(await read(`/api/leads/${good}`)).toMatchObject({
      status: 'qualified',
      judgedBy: { name: 'All is known', version: 2 },
    })
    await ok(t.as('admin').post(`/api/leads/${old}/judge`))
    expect(await read(`/api/leads/${old}`)).toMatchObject({ status: 'disqualified' })
  })
})
