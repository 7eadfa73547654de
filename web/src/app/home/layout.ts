import type { Preferences } from '../../api/models.ts'

/** A widget in its place, as it is kept. */
export type Placed = Preferences['dashboard'][number]

/** How many stand beside each other where there is room. */
const across = 2

/** The widgets in reading order; those that nobody knows any more are left out. */
export function orderOf(placed: readonly Placed[], known: readonly string[]): string[] {
  return [...placed]
    .sort((a, b) => a.y - b.y || a.x - b.x)
    .map(({ id }) => id)
    .filter((id, place, all) => known.includes(id) && all.indexOf(id) === place)
}

/** Places for widgets in this order. */
export function placesOf(order: readonly string[]): Placed[] {
  return order.map((id, place) => ({
    id,
    x: place % across,
    y: Math.floor(place / across),
    width: 1,
    height: 1,
    settings: {},
  }))
}

/** The order with one widget at another place; the others keep theirs among each other. */
export function moved(order: readonly string[], id: string, to: number): string[] {
  const others = order.filter((other) => other !== id)
  return others.toSpliced(Math.max(0, Math.min(to, others.length)), 0, id)
}
