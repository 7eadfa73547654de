import { useSyncExternalStore } from 'react'

interface Ticker {
  now: Date
  listeners: Set<() => void>
  timer: number | undefined
}

const tickers = new Map<number, Ticker>()

/** The present, renewed every so many milliseconds. All who ask for the same pace share one timer. */
export function useNow(everyMs: number): Date {
  const ticker = tickerOf(everyMs)
  return useSyncExternalStore(
    (listener) => {
      ticker.listeners.add(listener)
      ticker.timer ??= window.setInterval(() => {
        ticker.now = new Date()
        for (const each of ticker.listeners) each()
      }, everyMs)
      return () => {
        ticker.listeners.delete(listener)
        if (ticker.listeners.size === 0) {
          window.clearInterval(ticker.timer)
          ticker.timer = undefined
        }
      }
    },
    () => {
      // A ticker nobody listened to for a while stands still.
      if (!ticker.timer && Date.now() - ticker.now.getTime() > everyMs) ticker.now = new Date()
      return ticker.now
    },
  )
}

function tickerOf(everyMs: number): Ticker {
  const known = tickers.get(everyMs)
  if (known) return known
  const made: Ticker = { now: new Date(), listeners: new Set(), timer: undefined }
  tickers.set(everyMs, made)
  return made
}
