import { createContext, useSyncExternalStore } from 'react'

/** Calls a number by the line of who is signed in; `about`: the record whose number it is. */
export type Dial = (number: string, about?: { model: string; id: string }) => void

let current: Dial | undefined
const listeners = new Set<() => void>()

/** Says by what numbers are called from now on; undefined: by nothing here, and a number is a link that another program may know. */
export function dialBy(dial: Dial | undefined): void {
  current = dial
  for (const listener of listeners) listener()
}

export function useDial(): Dial | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
}

/** The record on whose page a number stands: a call of it is about that. */
export const Called = createContext<{ model: string; id: string } | undefined>(undefined)
