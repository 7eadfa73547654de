import { describe, expect, it } from 'vitest'
import type { Criterion } from '../../../src/domain/criteria/criterion.ts'
import { lead } from '../../../src/domain/sales/lead.ts'
import { factsOf, firstScoring, scoreOf } from '../../../src/domain/sales/lead-score.ts'
import { unanswered } from '../../../src/domain/sales/qualification.ts'
import { ruleSet, versionAt } from '../../../src/domain/settings/rule-set.ts'
import { given, noon, rep } from '../../support/given.ts'

const { version: _, ...first } = firstScoring
const created = {
  type: 'ruleSet.created',
  data: { purpose: 'lead-score', name: 'Scoring', content: first },
} as const
const rule = (id: string, when: Criterion, points = 10) => ({
  id,
  name: `Of ${id}`,
  when,
  outcome: { points },
})
const content = (...rules: ReturnType<typeof rule>[]) => ({ rules, hotFrom: 50, warmFrom: 20 })
const known = { field: 'company', operator: 'known' } as const
const simple = content(rule('company', known))
const drafted = { type: 'ruleSet.drafted', data: { content: simple } } as const
const published = (version: number, from: string) =>
  ({ type: 'ruleSet.published', data: { version, from, note: null, content: simple } }) as const

describe('LEAD-10 a set of rules', () => {
  it('is drafted, published from now on or later, and keeps every version', () => {
    given(ruleSet, created).when('ruleSet.draft', { content: simple }).thenEvents(drafted)
    given(ruleSet, created).when('ruleSet.draft', { content: first }).thenNothing()
    given(ruleSet, created)
      .when('ruleSet.publish', { from: null, note: null })
      .thenRefused('ruleSet.no-draft')
    const it = given(ruleSet, created, drafted)
    it.when('ruleSet.publish', { from: null, note: null }).thenEvents(published(2, noon))
    it.when('ruleSet.publish', { from: '2026-03-02T11:59:59.999Z', note: null }).thenRefused(
      'ruleSet.from-past',
      'from',
    )
    it.when('ruleSet.discard-draft', {}).thenEvents({ type: 'ruleSet.draft-discarded', data: {} })
    const { versions } = given(ruleSet, created, drafted, published(2, '2026-06-01T00:00:00.000Z')).state
    expect(versions).toHaveLength(2)
    expect(versionAt(versions, '2026-05-31T23:59:59.999Z')?.version).toBe(1)
    expect(versionAt(versions, '2026-06-01T00:00:00.000Z')?.version).toBe(2)
    expect(versionAt(versions.slice(1), '2020-01-01T00:00:00.000Z')?.version).toBe(2)
  })

  it('gives way to a later version, whatever an earlier one was planned for', () => {
    const history = [
      created,
      drafted,
      published(2, '2026-06-01T00:00:00.000Z'),
      drafted,
      published(3, noon),
    ] as const
    const { versions } = given(ruleSet, ...history).state
    expect(versionAt(versions, '2026-07-01T00:00:00.000Z')?.version).toBe(3)
  })

  it('refuses rules that nothing can be asked by, with their place', () => {
    const refused = (draft: object) =>
      given(ruleSet, created).when('ruleSet.draft', { content: draft as never })
    refused(content(rule('a', { field: 'shoes', operator: 'known' }))).thenRefused(
      'ruleSet.rule-refused',
      'content.rules.0.when.field',
    )
    const inner = {
      all: [known, { none: [{ field: 'source', operator: 'one-of', value: [] }] }],
    } as Criterion
    refused(content(rule('a', known), rule('b', inner))).thenRefused(
      'ruleSet.rule-refused',
      'content.rules.1.when.all.1.none.0.value',
    )
    refused(content(rule('a', { related: 'quotes' }))).thenRefused(
      'ruleSet.rule-refused',
      'content.rules.0.when.related',
    )
    // Nothing that a score is made of itself, and nothing whose change scores nobody.
    for (const field of ['score', 'heat', 'status', 'ownerId', 'tags'])
      refused(content(rule('a', { field, operator: 'known' }))).thenRefused('ruleSet.rule-refused')
    refused(content(rule('a', known), rule('a', known))).thenRefused(
      'ruleSet.rule-twice',
      'content.rules.1.id',
    )
    refused({ ...simple, warmFrom: 60 }).thenRefused('ruleSet.warm-above-hot', 'content.warmFrom')
  })
})

describe('LEAD-10 a score by published rules', () => {
  const asked = { name: { first: null, last: 'Byron' }, company: 'Engines', source: 'Web' }
  const scoring = { ...simple, version: 2 }

  it('pins the version and the rules that matched', () => {
    const [, scored] = given(lead)
      .when('lead.capture', { ...asked, scoring })
      .events()
    expect(scored).toEqual({
      type: 'lead.scored',
      data: {
        score: 10,
        heat: 'cold',
        reasons: [{ rule: 'company', points: 10, reason: 'Of company' }],
        ruleVersion: 2,
      },
    })
  })

  it('is given anew by another version when something becomes known, and when it is asked for', () => {
    const captured = {
      type: 'lead.captured',
      data: {
        ...asked,
        email: null,
        phone: null,
        country: null,
        productInterest: null,
        ownerId: rep.id,
      },
    } as const
    const old = {
      type: 'lead.scored',
      data: scoreOf(factsOf({ ...captured.data, qualification: unanswered })),
    } as const
    given(lead, captured, old).when('lead.score', {}).thenNothing()
    given(lead, captured, old).when('lead.score', { scoring }).thenTypes('lead.scored')
    given(lead, captured, old)
      .when('lead.change', { country: 'DE', scoring })
      .thenTypes('lead.changed', 'lead.scored')
    given(lead, captured, old).when('lead.assign', { ownerId: rep.id }).thenNothing()
  })

  it('stays between 0 and 100 whatever the rules give', () => {
    const by = (points: number) => ({
      ...content(rule('a', { all: [] }, points), rule('b', known, points)),
      version: 3,
    })
    expect(scoreOf({ company: 'X' }, by(100))).toMatchObject({ score: 100, heat: 'hot' })
    expect(scoreOf({ company: 'X' }, by(-100))).toMatchObject({ score: 0, heat: 'cold' })
    expect(scoreOf({ company: null }, by(50))).toMatchObject({
      score: 50,
      heat: 'hot',
      reasons: [{ rule: 'a' }],
    })
  })
})
