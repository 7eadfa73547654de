import { useQueries } from '@tanstack/react-query'
import { derivedQuery } from '../../../api/queries.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { useView } from '../../../time/use-time.ts'
import { count } from '../../../ui/format.ts'

export type ListPrice = Replies['/opportunities/{id}/list-price']

/** What the product of each line costs whom the deal is with; undefined while it is not known, or there is no product. */
export function useListPrices(
  dealId: string,
  lines: readonly { productId: string | null; quantity: number }[],
  currency: string,
): readonly (ListPrice | undefined)[] {
  const view = useView()
  return useQueries({
    queries: lines.map(({ productId, quantity }) => ({
      ...derivedQuery<ListPrice>(
        'priceBook',
        `/opportunities/${dealId}/list-price`,
        { productId, quantity, currency },
        view,
      ),
      enabled: productId !== null && dealId !== '' && Number.isFinite(quantity) && quantity !== 0,
      retry: false,
    })),
  }).map(({ data }) => data)
}

/** Where a list price is from, in words. */
export function priceWords({ pricedBy }: { pricedBy: ListPrice['pricedBy'] }): string {
  if (!pricedBy) return 'Price of the catalogue'
  const { name, version, from, rule } = pricedBy
  const tier = from > 0 ? `, from ${count(from)}` : ''
  return `${name}, version ${version}${tier}, by the rule “${rule.name}” (version ${rule.version})`
}
