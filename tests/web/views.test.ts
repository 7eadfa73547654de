import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addressOf,
  isAsSaved,
  keptOf,
  type SavedView,
  viewIn,
  whole,
  withView,
} from '../../web/src/records/views.ts'

const view: fc.Arbitrary<SavedView> = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  list: fc.constantFrom('leads', 'tickets'),
  name: fc.string({ minLength: 1 }),
  filters: fc.dictionary(fc.constantFrom('status', 'ownerId', 'q'), fc.constantFrom('new', 'hot')),
  isDefault: fc.boolean(),
})
const views = fc
  .uniqueArray(view, { selector: ({ id }) => id })
  .map((all) => all.reduce<SavedView[]>(withView, []))

describe('USR-05 saved views of a list', () => {
  it('open as they were saved, and tell when something was changed since', () => {
    fc.assert(
      fc.property(view, (one) => {
        const address = addressOf(one)
        expect(isAsSaved(address, one)).toBe(true)
        expect(viewIn(address, [one])).toBe(one)
        expect(keptOf(address)).toEqual({ filters: one.filters })
        expect(isAsSaved({ ...address, sort: '-score' }, one)).toBe(false)
        expect(isAsSaved({ ...address, heat: 'hot' }, one)).toBe(false)
      }),
    )
  })

  it('have one at most that a list opens with, which stands aside for an address that says more', () => {
    fc.assert(
      fc.property(views, view, (all, one) => {
        const after = withView(all, one)
        expect(after.find(({ id }) => id === one.id)).toEqual(one)
        for (const list of ['leads', 'tickets']) {
          const defaults = after.filter((each) => each.list === list && each.isDefault)
          expect(defaults.length).toBeLessThanOrEqual(1)
          const ofList = after.filter((each) => each.list === list)
          expect(viewIn({}, ofList)).toBe(defaults[0])
          expect(viewIn({ view: whole }, ofList)).toBeUndefined()
          expect(viewIn({ status: 'new' }, ofList)).toBeUndefined()
        }
      }),
    )
  })
})
