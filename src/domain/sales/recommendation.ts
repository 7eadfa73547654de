import { z } from 'zod'
import { folded } from '../values/folded.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** Why a product is recommended, the weightiest first. */
export const recommendationReason = z
  .enum(['named', 'group', 'together', 'country', 'often'])
  .register(vocabulary, { id: 'RecommendationReason' })
export type RecommendationReason = z.output<typeof recommendationReason>

/** What each says for a product; of those that are counted for each customer, up to so many of them. */
const weights: Readonly<Record<RecommendationReason, number>> = {
  named: 50,
  group: 25,
  together: 6,
  country: 4,
  often: 1,
}
const mostCounted = 5
/** So many are recommended. */
const most = 3

interface Product {
  id: string
  name: string
  code: string
  groupId: string | null
  groupName: string | null
}

/** What one customer has bought. */
interface Customer {
  country: string | null
  productIds: ReadonlySet<string>
}

interface Because {
  reason: RecommendationReason
  /** The customers it is counted of; null where it is no count. */
  customers: number | null
}

export interface Recommendation {
  productId: string
  score: number
  reasons: Because[]
}

/**
 * What to offer to somebody who is interested in something: what they name, what is like it, and what customers have bought that are
 * like them. Pure: the same of the same, and of two that count alike the one whose name comes first.
 */
export function recommended(
  lead: { interest: string | null; country: string | null },
  products: readonly Product[],
  customers: readonly Customer[],
): Recommendation[] {
  const named = new Set(products.filter((one) => names(lead.interest, one)).map(({ id }) => id))
  const groups = new Set(products.filter(({ id }) => named.has(id)).map(({ groupId }) => groupId))
  const counted = (
    reason: RecommendationReason,
    of: (customer: Customer) => boolean,
    id: string,
  ): Because[] => {
    const count = customers.filter((one) => one.productIds.has(id) && of(one)).length
    return count > 0 ? [{ reason, customers: count }] : []
  }
  const plain = (reason: RecommendationReason, holds: boolean): Because[] =>
    holds ? [{ reason, customers: null }] : []
  return products
    .map((product) => {
      const { id, groupId, groupName } = product
      const inGroup = mentions(lead.interest, groupName) || (groupId !== null && groups.has(groupId))
      const withNamed = ({ productIds }: Customer) =>
        !named.has(id) && [...named].some((other) => productIds.has(other))
      const reasons = [
        ...plain('named', named.has(id)),
        ...plain('group', inGroup),
        ...counted('together', withNamed, id),
        ...counted('country', ({ country }) => country !== null && country === lead.country, id),
        ...counted('often', () => true, id),
      ]
      const score = reasons.reduce(
        (sum, one) => sum + weights[one.reason] * Math.min(one.customers ?? 1, mostCounted),
        0,
      )
      return { product, score, reasons }
    })
    .filter(({ score }) => score > 0)
    .sort(
      (one, other) =>
        other.score - one.score ||
        (one.product.name < other.product.name ? -1 : one.product.name > other.product.name ? 1 : 0) ||
        (one.product.id < other.product.id ? -1 : 1),
    )
    .slice(0, most)
    .map(({ product, score, reasons }) => ({ productId: product.id, score, reasons }))
}

/** Whether an interest names a product: by its name or code, or by words that all stand in its name. */
function names(interest: string | null, { name, code }: Product): boolean {
  if (interest === null) return false
  const words = wordsOf(interest)
  const own = wordsOf(name)
  return (
    mentions(interest, name) ||
    mentions(interest, code) ||
    (words.length > 0 && words.every((word) => own.includes(word)))
  )
}

function mentions(interest: string | null, text: string | null): boolean {
  if (interest === null || text === null) return false
  const [all, asked] = [wordsOf(interest), wordsOf(text)]
  return asked.length > 0 && asked.every((word) => all.includes(word))
}

const wordsOf = (text: string) =>
  folded(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
