let shown: readonly string[] = []
const listeners = new Set<() => void>()

function set(ids: readonly string[]): void {
  shown = ids
  for (const listener of listeners) listener()
}

/** Shows the progress of a batch beside whatever one goes on with, and then a way to undo it. */
export function showBatch(id: string): void {
  if (!shown.includes(id)) set([...shown, id])
}

export const hideBatch = (id: string): void => set(shown.filter((one) => one !== id))

/** Those that are shown, the oldest first; the same array until they are others. */
export const shownBatches = (): readonly string[] => shown

/** Calls whenever they are others. Returns how to stop. */
export function onShown(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
