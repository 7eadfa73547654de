import { expect, it } from 'vitest'
import { isMadeOf } from '../../web/src/api/kinds.ts'

it('QTC-11 an answer that is made of several models is asked again when any of them changes', () => {
  const queryKey = ['order invoice payment', 'derived', '/accounts/1/purchases', {}, null]
  const models = ['order', 'invoice', 'payment', 'quote', 'voice']
  expect(models.filter((model) => isMadeOf(queryKey, model))).toEqual(['order', 'invoice', 'payment'])
  expect(isMadeOf(['order', 'derived', '/orders', {}, null], 'order')).toBe(true)
})
