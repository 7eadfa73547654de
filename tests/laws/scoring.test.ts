import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lead } from '../../src/domain/sales/lead.ts'
import { factsOf, leadFacts, scoreOf } from '../../src/domain/sales/lead-score.ts'
import { unanswered } from '../../src/domain/sales/qualification.ts'
import { leadTable } from '../../src/projections/sales/lead.ts'
import { faces } from '../../src/registry.ts'
import { arbitraryOf } from '../support/arbitrary.ts'
import { seed, times } from '../support/chance.ts'
import { given, givenRows } from '../support/given.ts'

type Values = Record<string, string | null>

/** What the program gave before its rules were a record. */
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/lead-scores.json'), 'utf8'),
) as {
  values: Record<string, (string | null)[]>
  results: string
  more: [Values, string][]
  reasons: string[]
}

function told(of: Values): string {
  const { email = null, phone = null, company = null, source, productInterest = null, ...answers } = of
  const qualification = { ...unanswered, ...answers }
  const { score, heat, reasons, ruleVersion } = scoreOf(
    factsOf({ email, phone, company, source: source ?? '', country: null, productInterest, qualification }),
  )
  expect(ruleVersion).toBe(1)
  const places = reasons.map(({ points, reason }) =>
    golden.reasons.indexOf(`${points} ${reason}`).toString(36),
  )
  return `${score}${heat.charAt(0)}${places.join('')}`
}

describe('LEAD-10 the first rules of scoring', () => {
  it('give every lead the score that the program gave before they were rules', () => {
    let all: Values[] = [{}]
    for (const [key, options] of Object.entries(golden.values))
      all = all.flatMap((one) => options.map((value) => ({ ...one, [key]: value })))
    const results = golden.results.split(' ')
    expect(results).toHaveLength(all.length)
    for (const [index, of] of all.entries())
      if (told(of) !== results[index]) expect([of, told(of)]).toEqual([of, results[index]])
    const bare = Object.fromEntries(
      Object.entries(golden.values).map(([key, [first]]) => [key, first ?? null]),
    )
    for (const [of, result] of golden.more) expect([of, told({ ...bare, ...of })]).toEqual([of, result])
  })
})

describe('LEAD-10 what rules of scoring ask', () => {
  it('are columns of a lead, of the kinds that criteria know', () => {
    const { fields = new Map() } = faces.criteria.vocabularies.get('lead') ?? {}
    for (const [name, { kind }] of leadFacts) expect([name, fields.get(name)?.kind]).toEqual([name, kind])
  })

  it('are the same of a lead that is decided on and of its row', () => {
    const capture = lead.commands['lead.capture'].schema.omit({ scoring: true, qualifying: true })
    const change = lead.commands['lead.change'].omit({ scoring: true, qualifying: true })
    fc.assert(
      fc.property(
        arbitraryOf(capture),
        fc.array(arbitraryOf(change), { maxLength: 3 }),
        (captured, changes) => {
          const history = given(lead)
            .when('lead.capture', captured as never)
            .events() as never[]
          for (const one of changes)
            history.push(
              ...(given(lead, ...history)
                .when('lead.change', one as never)
                .events() as never[]),
            )
          const { state } = given(lead, ...history)
          const row = givenRows(leadTable as never, [lead as never], ...history).row() as object as Values
          const facts = factsOf(state)
          expect(Object.fromEntries([...leadFacts.keys()].map((name) => [name, row[name]]))).toEqual(
            Object.fromEntries([...leadFacts.keys()].map((name) => [name, facts[name] ?? null])),
          )
          // What is recorded is what the rules give of what is known.
          expect(state.score).toEqual(scoreOf(facts))
          expect(row).toMatchObject({ score: state.score?.score, heat: state.score?.heat })
        },
      ),
      { numRuns: times(60, 2_000), seed },
    )
  })
})
