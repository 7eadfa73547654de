import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Parameters } from '../api/client.ts'
import type { Search } from '../app/router.tsx'
import type { Resource } from './resource.ts'

/** What of a list stands in the address: the words searched, the sort, and one value for each filter. */
export interface ListSearch {
  q: string
  sort: string
  filters: Readonly<Record<string, string>>
  narrowing: Readonly<Record<string, string>>
  parameters: Parameters
  change: (part: Record<string, string | null>) => void
}

export function useListSearch(resource: Resource): ListSearch {
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  const words = (key: string) => search[key] ?? ''
  const filters = Object.fromEntries(
    resource.fields
      .filter(({ filter, key }) => filter && words(key) !== '')
      .map(({ key }) => [key, words(key)]),
  )
  const narrowing = Object.fromEntries(
    Object.keys(resource.narrowing ?? {})
      .filter((key) => words(key) !== '')
      .map((key) => [key, words(key)]),
  )
  const q = resource.searchable ? words('q') : ''
  const sort = words('sort') || resource.sort
  return {
    q,
    sort,
    filters,
    narrowing,
    parameters: { ...filters, ...narrowing, q, sort },
    change: (part) => {
      const cleaned = Object.fromEntries(
        Object.entries(part).map(([key, value]) => [key, value || undefined]),
      )
      void navigate({
        to: '.',
        search: (before: Search) => ({ ...before, ...cleaned }),
        replace: true,
        resetScroll: false,
      })
    },
  }
}

/** The sort after a click on a column: descending first for what is counted or dated, then the other way round. */
export function nextSort(current: string, key: string, largestFirst: boolean): string {
  if (current === key) return `-${key}`
  if (current === `-${key}`) return key
  return largestFirst ? `-${key}` : key
}
