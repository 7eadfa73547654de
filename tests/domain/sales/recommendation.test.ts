import { describe, expect, it } from 'vitest'
import { recommended } from '../../../src/domain/sales/recommendation.ts'

const product = (id: string, name: string, groupName: string | null = null) => ({
  id,
  name,
  code: id.toUpperCase(),
  groupId: groupName,
  groupName,
})
const scope = product('ls-1', 'Larkspur Scope', 'Scopes')
const field = product('fs-2', 'Field Scope', 'Scopes')
const oil = product('oil', 'Immersion oil')
const lamp = product('lamp', 'Lamp')
const all = [lamp, oil, field, scope]
const bought = (country: string | null, ...products: { id: string }[]) => ({
  country,
  productIds: new Set(products.map(({ id }) => id)),
})

describe('LEAD-22 what is recommended', () => {
  const told = (interest: string | null, country: string | null, ...customers: ReturnType<typeof bought>[]) =>
    recommended({ interest, country }, all, customers).map(({ productId, reasons }) => [
      productId,
      ...reasons.map(({ reason, customers: count }) => (count === null ? reason : `${reason} ${count}`)),
    ])

  it('is what they name, then what is like it, then what was bought with it', () => {
    expect(told('a LARKSPUR scope, please', null, bought(null, scope, oil), bought(null, lamp))).toEqual([
      ['ls-1', 'named', 'group', 'often 1'],
      ['fs-2', 'group'],
      ['oil', 'together 1', 'often 1'],
    ])
    expect(told('scopes', null)).toEqual([
      ['fs-2', 'group'],
      ['ls-1', 'group'],
    ])
  })

  it('is what customers of their country have bought, where they name nothing', () => {
    const customers = [bought('DE', lamp), bought('DE', lamp), bought('UG', oil), bought(null, scope)]
    expect(told(null, 'UG', ...customers)[0]).toEqual(['oil', 'country 1', 'often 1'])
    expect(told(null, 'DE', ...customers)[0]).toEqual(['lamp', 'country 2', 'often 2'])
  })

  it('is the same in whatever order things come, and nothing where nothing speaks for it', () => {
    const customers = [bought('DE', lamp), bought('DE', oil), bought('DE', scope), bought('DE', field)]
    const ids = (products: typeof all) =>
      recommended({ interest: null, country: 'DE' }, products, customers).map(({ productId }) => productId)
    expect(ids(all)).toEqual(['fs-2', 'oil', 'lamp'])
    expect(ids(all.toReversed())).toEqual(ids(all))
    expect(told('submarines', 'FR')).toEqual([])
  })
})
