import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { moved, orderOf, placesOf } from '../../web/src/app/home/layout.ts'

const known = ['a', 'b', 'c', 'd', 'e', 'f']
const orders = fc.shuffledSubarray(known, { minLength: 1 })

describe('USR-04 the order of a home page', () => {
  it('is kept as places and read back from them, whatever order the places come in', () => {
    fc.assert(
      fc.property(orders, fc.func(fc.integer()), (order, shuffle) => {
        const places = placesOf(order).sort((one, other) => shuffle(one.id) - shuffle(other.id))
        expect(orderOf(places, known)).toEqual(order)
        expect(orderOf(places, known.slice(1))).toEqual(order.filter((id) => id !== 'a'))
      }),
    )
  })

  it('loses and doubles nothing when one is moved, and moves no other past another', () => {
    fc.assert(
      fc.property(orders, fc.nat(5), fc.integer({ min: -2, max: 8 }), (order, which, to) => {
        const id = order[which % order.length] ?? 'a'
        const after = moved(order, id, to)
        expect(after.filter((other) => other !== id)).toEqual(order.filter((other) => other !== id))
        expect(after.indexOf(id)).toBe(Math.max(0, Math.min(to, order.length - 1)))
      }),
    )
  })
})
