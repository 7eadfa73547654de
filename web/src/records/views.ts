import type { Preferences } from '../api/models.ts'

/** A list as somebody saved it: what is searched and filtered, the sort, the columns. */
export type SavedView = Preferences['savedViews'][number]

/** What of a list stands in its address, each a plain word. */
export type ListAddress = Readonly<Record<string, string>>

/** In an address: the list as it is without any view, although another one opens by default. */
export const whole = 'all'

/** The views of a list: those it starts with, but for what somebody has made their own of them, and those they saved. */
export function viewsOf(
  { path, starters = [] }: { path: string; starters?: readonly SavedView[] },
  saved: readonly SavedView[],
): SavedView[] {
  const own = saved.filter(({ list }) => list === path)
  return [...starters.filter(({ id }) => !own.some((one) => one.id === id)), ...own]
}

/** The address of a view. */
export function addressOf({ id, filters, sort }: SavedView): ListAddress {
  return { ...filters, ...(sort !== undefined && { sort }), view: id }
}

/** The view that an address is about: the one it names, or where it says nothing the one that opens by default. */
export function viewIn(address: ListAddress, views: readonly SavedView[]): SavedView | undefined {
  if (Object.keys(address).length === 0) return views.find(({ isDefault }) => isDefault)
  return views.find(({ id }) => id === address.view)
}

/** Whether an address still holds what the view does. */
export function isAsSaved(address: ListAddress, view: SavedView): boolean {
  const saved = addressOf(view)
  const keys = new Set([...Object.keys(address), ...Object.keys(saved)])
  return [...keys].every((key) => address[key] === saved[key])
}

/** What an address holds, as a view keeps it. */
export function keptOf(address: ListAddress): Pick<SavedView, 'filters' | 'sort'> {
  const { sort, view: _, ...filters } = address
  return { filters, ...(sort !== undefined && { sort }) }
}

/** All views with one of them changed or added; at most one of a list opens by default. */
export function withView(views: readonly SavedView[], view: SavedView): SavedView[] {
  const others = views.map((other) =>
    other.list === view.list && view.isDefault && other.isDefault ? { ...other, isDefault: false } : other,
  )
  return others.some(({ id }) => id === view.id)
    ? others.map((other) => (other.id === view.id ? view : other))
    : [...others, view]
}
