/** What somebody looked at last in this browser, newest first: kinds and ids, no word of what they say. */
export interface Visit {
  model: string
  id: string
}

const most = 20
const keyOf = (me: string) => `hindsight.visited.${me}`

export function visited(me: string): Visit[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(me)) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isVisit).slice(0, most) : []
  } catch {
    return []
  }
}

export function noteVisit(me: string, { model, id }: Visit): void {
  const others = visited(me).filter((one) => one.id !== id)
  try {
    localStorage.setItem(keyOf(me), JSON.stringify([{ model, id }, ...others].slice(0, most)))
  } catch {
    // A browser that keeps nothing is left alone.
  }
}

function isVisit(value: unknown): value is Visit {
  if (typeof value !== 'object' || value === null) return false
  const { model, id } = value as Record<string, unknown>
  return typeof model === 'string' && typeof id === 'string'
}
