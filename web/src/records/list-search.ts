import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Parameters } from '../api/client.ts'
import type { Search } from '../time/time.ts'
import { usePreferences } from '../ui/preferences.ts'
import { parameterOf } from './field.ts'
import type { Resource } from './resource.ts'
import { addressOf, type ListAddress, type SavedView, viewIn, viewsOf, whole } from './views.ts'

/** What of a list stands in the address: the words searched, the sort, and one value for each filter. */
export interface ListSearch {
  q: string
  sort: string
  filters: Readonly<Record<string, string>>
  narrowing: Readonly<Record<string, string>>
  /** The criterion, as JSON. */
  where: string | undefined
  parameters: Parameters
  /** The saved view it goes by. */
  view: SavedView | undefined
  /** All of it as it stands, or would stand, in the address. */
  address: ListAddress
  /** Goes to a saved view; null: to the whole list. */
  open: (view: SavedView | null) => void
  change: (part: Record<string, string | null>) => void
}

export function useListSearch(resource: Resource): ListSearch {
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  const { preferences } = usePreferences()
  const keys = keysOf(resource)
  const given = pick(search, keys)
  const view = viewIn(given, viewsOf(resource, preferences.savedViews))
  const address = view && Object.keys(given).length === 0 ? addressOf(view) : given
  const words = (key: string) => address[key] ?? ''
  const go = (next: Record<string, string | undefined>) =>
    void navigate({
      to: '.',
      search: (before: Search) => ({ ...before, ...next }),
      replace: true,
      resetScroll: false,
    })
  const filters = Object.fromEntries(
    resource.fields
      .filter(({ filter }) => filter)
      .map(parameterOf)
      .filter((key) => words(key) !== '')
      .map((key) => [key, words(key)]),
  )
  const narrowing = Object.fromEntries(
    Object.keys(resource.narrowing ?? {})
      .filter((key) => words(key) !== '')
      .map((key) => [key, words(key)]),
  )
  const where = words('where') || undefined
  const q = resource.searchable ? words('q') : ''
  const sort = words('sort') || resource.sort
  return {
    q,
    sort,
    filters,
    narrowing,
    where,
    parameters: { ...filters, ...narrowing, where, q, sort },
    view,
    address,
    open: (next) =>
      go({
        ...Object.fromEntries(keys.map((key) => [key, undefined])),
        ...(next ? addressOf(next) : { view: whole }),
      }),
    change: (part) => {
      const cleaned = Object.fromEntries(
        Object.entries(part).map(([key, value]) => [key, value || undefined]),
      )
      const next = { ...address, ...cleaned }
      const isWhole = Object.values(next).every((value) => value === undefined)
      // Taking away the last filter asks for the whole list, not for the view it would open with.
      go(isWhole ? { ...next, view: whole } : next)
    },
  }
}

/** What of the list's parameters says which records it shows. */
export function matchingIn({ sort: _sort, ...parameters }: Parameters): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) =>
      value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
    ),
  )
}

function keysOf({ fields, narrowing, searchable }: Resource): string[] {
  return [
    'view',
    'sort',
    'where',
    ...(searchable ? ['q'] : []),
    ...fields.filter(({ filter }) => filter).map(parameterOf),
    ...Object.keys(narrowing ?? {}),
  ]
}

function pick(search: Search, keys: readonly string[]): ListAddress {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = search[key]
      return value === undefined || value === '' ? [] : [[key, value]]
    }),
  )
}

/** The sort after a click on a column: descending first for what is counted or dated, then the other way round. */
export function nextSort(current: string, key: string, largestFirst: boolean): string {
  if (current === key) return `-${key}`
  if (current === `-${key}`) return key
  return largestFirst ? `-${key}` : key
}
