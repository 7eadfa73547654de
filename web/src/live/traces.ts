import { useSyncExternalStore } from 'react'
import type { Change } from '../api/types.gen.ts'
import { actorName } from '../ui/format.ts'

export interface Trace {
  title: string
  actorName: string
  at: string
}

const shownFor = 12_000
const traces = new Map<string, Trace>()
const listeners = new Set<() => void>()

/** Remembers for a moment who changed a record, so that what moves on screen says why. */
export function leaveTrace({ model, id, event }: Change): void {
  if (!event || id === null) return
  const { title, actorId, actorName: name, at } = event
  const trace = { title, actorName: actorName(actorId, name), at }
  const key = `${model}/${id}`
  traces.set(key, trace)
  changed()
  window.setTimeout(() => {
    if (traces.get(key) !== trace) return
    traces.delete(key)
    changed()
  }, shownFor)
}

export function useTrace(model: string, id: string): Trace | undefined {
  return useSyncExternalStore(subscribe, () => traces.get(`${model}/${id}`))
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function changed(): void {
  for (const listener of listeners) listener()
}
