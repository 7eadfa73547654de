import { expect, it } from 'vitest'
import { derivedQuery, isMadeOf } from '../../web/src/api/queries.ts'

it('QTC-11 an answer that is made of several models is asked again when any of them changes', () => {
  const { queryKey } = derivedQuery('order invoice payment', '/accounts/1/purchases', {}, null)
  const models = ['order', 'invoice', 'payment', 'quote', 'voice']
  expect(models.filter((model) => isMadeOf(queryKey, model))).toEqual(['order', 'invoice', 'payment'])
  expect(isMadeOf(derivedQuery('order', '/orders', {}, null).queryKey, 'order')).toBe(true)
})
