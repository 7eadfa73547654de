import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allows } from '../../src/platform/people/permissions.ts'
import { narrowed } from '../../src/platform/people/scopes.ts'
import { times } from '../support/chance.ts'

const model = fc.constantFrom('lead', 'ticket', 'user')
const action = fc.constantFrom('read', 'change', 'assign')
const star = fc.constant('*')
const pattern = fc.oneof(
  star,
  fc.tuple(fc.oneof(model, star), fc.oneof(action, star)).map((parts) => parts.join('.')),
)
const permission = fc.tuple(model, action).map((parts) => parts.join('.'))
const patterns = fc.array(pattern, { maxLength: 5 })

describe('the rights of an API key', () => {
  it('are exactly those that both its scopes and its owner’s rights allow', () => {
    fc.assert(
      fc.property(patterns, patterns, permission, (may, scopes, asked) => {
        expect(allows(narrowed(may, scopes), asked)).toBe(allows(may, asked) && allows(scopes, asked))
      }),
      { numRuns: times(200, 2000) },
    )
  })

  it('are none where it has no scopes', () => {
    expect(narrowed(['*'], [])).toEqual([])
    expect(narrowed([], ['*.*'])).toEqual([])
  })
})
