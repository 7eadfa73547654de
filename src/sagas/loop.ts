import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../platform/process/log.ts'

export interface Loop {
  /** There may be work: look at once, or again after the present look. */
  ring(): void
  ended: Promise<void>
}

/** A sleeper wakes at least this often: whoever trusts one long sleep is late when the clock was set. */
const longestSleepMs = 5_000
const longestBackoffMs = 5_000

/**
 * Does `work` until the signal, again when `ring` is called or after the milliseconds it returns. An error is logged
 * and `work` tried again, later each time, unless it `isFinal`.
 */
export function loop(
  work: () => Promise<number>,
  {
    name,
    signal,
    log,
    isFinal,
  }: {
    name: string
    signal: AbortSignal
    log: Pick<Log, 'warn'>
    isFinal: (error: unknown) => boolean
  },
): Loop {
  let wake = new AbortController()
  async function run(): Promise<void> {
    let failures = 0
    while (!signal.aborted) {
      wake = new AbortController()
      let pause: number
      try {
        pause = await work()
        failures = 0
      } catch (error) {
        if (signal.aborted || isFinal(error)) return
        log.warn({ err: error }, `${name} failed and is tried again`)
        pause = Math.min(longestBackoffMs, 50 * 2 ** failures++)
      }
      if (pause <= 0) continue
      await sleep(Math.min(pause, longestSleepMs), undefined, { signal: wake.signal }).catch(() => {})
    }
  }
  signal.addEventListener('abort', () => wake.abort())
  return { ring: () => wake.abort(), ended: run() }
}
