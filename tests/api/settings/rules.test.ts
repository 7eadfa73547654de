import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ruleSetId } from '../../../src/commands/settings/rule-set.ts'
import { evolveOne } from '../../../src/domain/decider.ts'
import type { RecordedEvent } from '../../../src/domain/event.ts'
import { type LeadState, lead } from '../../../src/domain/sales/lead.ts'
import {
  factsOf,
  firstScoring,
  type LeadScore,
  type Scoring,
  scoreOf,
} from '../../../src/domain/sales/lead-score.ts'
import { type RuleSetState, ruleSet, versionAt } from '../../../src/domain/settings/rule-set.ts'
import { systemPrincipal } from '../../../src/platform/people/permissions.ts'
import { furnishRules } from '../../../src/start/furnish-rules.ts'
import { make } from '../../browser/furnish.ts'
import { type Person, type TestApp, testApp } from '../../support/app.ts'
import { eventually } from '../../support/eventually.ts'
import { answered, refusal } from '../../support/reply.ts'

let t: TestApp
const path = `/api/rule-sets/${ruleSetId('lead-score')}`
/** Of before there were any rules but those of the program. */
let early: string
const phone = '+49 30 1234567'
beforeAll(async () => {
  t = await testApp()
  early = await make(t.as('rep'), '/api/leads', {
    name: { last: 'Early' },
    source: 'Web',
    company: 'Engines',
    phone,
  })
  await furnishRules(t, systemPrincipal('first-start', { kind: 'cli' }))
  await furnishRules(t, systemPrincipal('first-start', { kind: 'cli' }))
  await t.settled()
})
afterAll(() => t.close())

type Row = { id: string; items: Row[]; revision: number } & Record<string, unknown>
interface Version {
  version: number
  from: string | null
  content: { rules: Rule[]; hotFrom: number; warmFrom: number }
}
interface Rule {
  id?: string
  name: string
  when: unknown
  outcome: { points: number }
}

const ok = answered<Row>
const read = async (asked: string, person: Person = 'admin') => {
  await t.settled()
  return ok(t.as(person).get(asked))
}
const rules = async () => {
  const row = await read(path)
  return { ...row, versions: row.versions as Version[], draft: row.draft as Version['content'] | null }
}
const latest = async () => (await rules()).versions.at(-1)?.content ?? expect.unreachable()
const draft = (content: object, person: Person = 'admin') =>
  t.as(person).post(`${path}/draft`, { content }, { 'if-match': '*' })
const publish = (body: object = {}) => t.as('admin').post(`${path}/publish`, body, { 'if-match': '*' })
const capture = (body: object) =>
  make(t.as('rep'), '/api/leads', { name: { last: 'Late' }, source: 'Web', phone, ...body })
const bySize = {
  name: 'Works in Germany',
  when: { field: 'country', operator: 'is', value: 'DE' },
  outcome: { points: 40 },
}

describe('LEAD-10 rules of scoring', () => {
  it('begin as the program has always scored, once, and say so of old leads too', async () => {
    expect((await read('/api/rule-sets')).items).toHaveLength(7)
    const { versions, draft: none } = await rules()
    expect(versions).toMatchObject([{ version: 1, from: null, content: { hotFrom: 60, warmFrom: 30 } }])
    expect(versions[0]?.content.rules).toEqual(firstScoring.rules)
    expect(none).toBeNull()
    const score = await read(`/api/leads/${early}/score`)
    expect(score).toMatchObject({ score: 40, heat: 'warm', ruleVersion: 1, agrees: true, hotFrom: 60 })
    const held = (score.rules as { id: string; holds: boolean }[]).filter(({ holds }) => holds)
    expect(held.map(({ id }) => id)).toEqual(['company', 'phone', 'own-request'])
  })

  it('are drafted, tried, published; leads keep the version that scored them', async () => {
    const content = await latest()
    await ok(draft({ ...content, hotFrom: 70, rules: [bySize, ...content.rules] }))
    const id = await capture({ country: 'DE', company: 'Engines' })
    expect(await read(`/api/leads/${id}`)).toMatchObject({ score: 40, scoreRuleVersion: 1 })
    await ok(publish({ note: 'We sell in Germany first' }))
    const now = await rules()
    expect(now).toMatchObject({ draft: null, versions: [{ version: 1 }, { version: 2 }] })
    expect(await read(`/api/leads/${id}`)).toMatchObject({ score: 40, heat: 'warm', scoreRuleVersion: 1 })
    await ok(t.as('rep').post(`/api/leads/${id}/score`))
    const scored = await read(`/api/leads/${id}`)
    expect(scored).toMatchObject({ score: 80, heat: 'hot', scoreRuleVersion: 2 })
    const rule = now.versions[1]?.content.rules[0]
    expect((scored.scoreReasons as object[])[0]).toEqual({ rule: rule?.id, points: 40, reason: bySize.name })
    expect((await read(`/api/leads/${early}/score`)).ruleVersion).toBe(1)
    const { items } = await read(`${path}/history`)
    expect(items.map(({ title }) => title).slice(0, 2)).toEqual([
      'Version 2 published with 13 rules: We sell in Germany first',
      'Draft of 13 rules saved',
    ])
  })

  it('decide from an instant to come, and as of an instant for what is brought along', async () => {
    const content = await latest()
    await ok(draft({ ...content, rules: [] }))
    const from = new Date(Date.now() + 86_400_000).toISOString()
    await ok(publish({ from }))
    const id = await capture({ country: 'DE' })
    expect(await read(`/api/leads/${id}`)).toMatchObject({ scoreRuleVersion: 2 })
    const old = await make(t.as('admin'), '/api/leads', { name: { last: 'Old' }, country: 'DE' })
    expect(await read(`/api/leads/${old}`)).toMatchObject({ scoreRuleVersion: 2 })
    const reply = await t
      .as('admin')
      .post(
        '/api/leads',
        { name: { last: 'Past' }, country: 'DE' },
        { 'x-occurred-at': '2024-01-01T00:00:00Z' },
      )
    expect(await read(`/api/leads/${reply.json<Row>().id}`)).toMatchObject({ scoreRuleVersion: 1 })
    // A later one takes the place of what was planned.
    await ok(draft(content))
    await ok(publish())
    expect((await rules()).versions.map(({ version }) => version)).toEqual([1, 2, 3, 4])
    expect(await read(`/api/leads/${await capture({})}`)).toMatchObject({ scoreRuleVersion: 4 })
  })

  it('explain themselves: which rule, which condition, which value', async () => {
    const id = await capture({ email: 'ada@gmail.com', phone: null })
    const { rules: told, agrees } = await read(`/api/leads/${id}/score`)
    expect(agrees).toBe(true)
    const rule = (told as { id: string; holds: boolean; points: number; conditions: object[] }[]).find(
      (one) => one.id === 'company-address',
    )
    expect(rule).toMatchObject({ holds: false, points: 15 })
    expect(rule?.conditions).toMatchObject([
      { depth: 0, joint: 'all', holds: false },
      { depth: 1, field: 'emailDomain', operator: 'known', found: 'gmail.com', holds: true },
      { depth: 1, joint: 'none', holds: false },
      { depth: 2, field: 'emailDomain', operator: 'one-of', found: 'gmail.com', holds: true },
    ])
    // As of before it was another one.
    const before = (await read(`/api/leads/${id}`)).updatedAt
    await ok(t.as('rep').patch(`/api/leads/${id}`, { company: 'Engines' }))
    expect(await read(`/api/leads/${id}/score`)).toMatchObject({ agrees: true, score: 35 })
    expect(await read(`/api/leads/${id}/score?asOf=${String(before)}`)).toMatchObject({
      agrees: true,
      score: 20,
    })
  })

  it('are refused with the place that is wrong', async () => {
    const content = await latest()
    const wrong = { ...bySize, when: { all: [{ field: 'shoes', operator: 'known' }] } }
    expect(await refusal(draft({ ...content, rules: [wrong] }))).toEqual([
      422,
      'ruleSet.rule-refused',
      'content.rules.0.when.all.0.field',
    ])
    const deep = { ...bySize, when: { all: [{ all: 'x' }] } }
    expect((await draft({ ...content, rules: [deep] })).statusCode).toBe(400)
    expect((await t.as('admin').post(`${path}/draft`, { content })).statusCode).toBe(428)
    expect(await refusal(publish())).toEqual([422, 'ruleSet.no-draft'])
  })
})

describe('LEAD-10, ES-09 rules are tried on what was decided, and nothing is written', () => {
  interface Result {
    decisions: number
    leads: number
    scores: number
    heats: number
    moves: { from: string; to: string; decisions: number; leads: number }[]
    rules: { name: string; was: number; would: number }[]
    examples: { leadId: string; was: object; would: object; rules: object[] }[]
  }
  async function tried(content: object | undefined, person: Person = 'admin', more: object = {}) {
    await t.settled()
    const job = await ok(t.as(person).post(`${path}/try`, { ...(content && { content }), ...more }))
    return eventually(async () => {
      const { state, result, error } = await ok(t.as(person).get(`/api/jobs/${job.id}`))
      expect([state, error]).toEqual(['done', null])
      return result as Result
    })
  }

  it('as counts and examples of what would change', async () => {
    const last = await t.store.lastPosition()
    const content = await latest()
    const same = await tried(content)
    // Those of version 1 that live in Germany would be others.
    expect(same.decisions).toBeGreaterThan(5)
    expect(same.leads).toBeLessThan(same.decisions)
    const hotter = await tried({ ...content, hotFrom: 0, warmFrom: 0 })
    expect(hotter.decisions).toBe(same.decisions)
    expect(hotter.moves.every(({ to }) => to === 'hot')).toBe(true)
    expect(hotter.moves.reduce((sum, one) => sum + one.leads, 0)).toBe(hotter.leads)
    expect(hotter.heats).toBe(
      hotter.moves.reduce((sum, { from, decisions }) => sum + (from === 'hot' ? 0 : decisions), 0),
    )
    expect(hotter.examples.length).toBeGreaterThan(0)
    const none = await tried({ ...content, rules: [bySize] })
    expect(none.rules).toMatchObject([{ name: bySize.name, was: 0 }])
    expect(none.examples[0]?.rules.length).toBeGreaterThan(0)
    expect(await t.store.lastPosition()).toBe(last)
    expect(await rules()).toMatchObject({ draft: null })
  })

  it('of as many days as are asked for, and of what the asker sees', async () => {
    const content = await latest()
    const all = await tried(content)
    const lately = await tried(content, 'admin', { days: 3660 })
    expect(lately.decisions).toBeGreaterThan(all.decisions)
    await make(t.as('admin'), '/api/leads', { name: { last: 'Of the admin' } })
    const seen = await tried(content, 'manager')
    const whole = await tried(content)
    expect(seen.decisions).toBeLessThan(whole.decisions)
    expect((await t.as('rep').post(`${path}/try`, { content })).statusCode).toBe(403)
    expect(await refusal(t.as('admin').post(`${path}/try`, {}))).toEqual([422, 'ruleSet.no-draft'])
  })

  it('by nobody from whom something is hidden that the rules look at', async () => {
    const role = await make(t.as('admin'), '/api/roles', {
      name: 'Without telephones',
      may: ['lead.read', 'ruleSet.read', 'ruleSet.try'],
      seesAll: ['lead', 'ruleSet'],
      seesMembers: false,
      queues: [],
      hidden: { lead: ['phone'] },
      readOnly: {},
    })
    await ok(t.as('admin').post(`/api/users/${t.ids.rep2}/assign-role`, { role }))
    await t.settled()
    expect((await t.as('rep2').post(`${path}/try`, { content: await latest() })).statusCode).toBe(403)
    const score = await read(`/api/leads/${early}/score`, 'rep2')
    expect(score.agrees).toBeNull()
    const told = score.rules as { id: string; conditions: object[] }[]
    expect(told.find(({ id }) => id === 'phone')?.conditions).toMatchObject([{ holds: null, found: null }])
    expect(told.find(({ id }) => id === 'company')?.conditions).toMatchObject([{ holds: true }])
  })
})

describe('LEAD-10 the identity of scores', () => {
  it('every score in the log is what its version gives of what was known then', async () => {
    const states = new Map<string, LeadState>()
    let set: RuleSetState | undefined
    const recorded: RecordedEvent[] = []
    for await (const page of t.store.readAll())
      recorded.push(...page.flatMap((one) => t.codec.decode(one) ?? []))
    let compared = 0
    for (const event of recorded) {
      if (event.aggregateId === ruleSetId('lead-score'))
        set = evolveOne(ruleSet as never, set, event) as RuleSetState
      if (event.aggregate !== 'lead') continue
      const state = evolveOne(lead as never, states.get(event.aggregateId), event) as LeadState
      states.set(event.aggregateId, state)
      if (event.type !== 'lead.scored') continue
      const data = event.data as LeadScore
      const version = set && versionAt(set.versions, event.occurredAt)
      const by = version ? { ...(version.content as Scoring), version: version.version } : firstScoring
      expect(scoreOf(factsOf(state), by), event.id).toEqual(data)
      compared++
    }
    expect(compared).toBeGreaterThan(8)
    expect(new Set([...states.values()].map(({ score }) => score?.ruleVersion)).size).toBeGreaterThan(2)
  })
})
