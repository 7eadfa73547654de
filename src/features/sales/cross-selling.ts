import { crossSellingUplift, crossSelling as query, whiteSpace } from '../../api/sales/cross-selling.ts'
import { feature } from '../feature.ts'

/** What could be sold, too, to whom we sell already. */
export const crossSelling = feature({
  name: 'crossSelling',
  queries: [query, crossSellingUplift, whiteSpace],
})
