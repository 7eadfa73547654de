import { setTimeout as sleep } from 'node:timers/promises'

/** Whether an error says that Postgres is away, starting, stopping or was cut off, so that trying again makes sense. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError) return error.errors.some(isAway)
  const code = 'code' in error ? String(error.code) : ''
  return (
    /^(08|57P0)/.test(code) ||
    code === '53300' ||
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/.test(code) ||
    /connection terminated|connection timeout|timeout exceeded when trying to connect|not queryable/i.test(
      error.message,
    )
  )
}

/** Runs `work` until Postgres is there, with pauses that grow to 2 s. @throws any other error, or after `limitMs`. */
export async function whileAway<T>(
  work: () => Promise<T>,
  { limitMs = 60_000, signal }: { limitMs?: number; signal?: AbortSignal } = {},
): Promise<T> {
  const giveUpAt = performance.now() + limitMs
  for (let pause = 25; ; pause = Math.min(pause * 2, 2_000)) {
    try {
      return await work()
    } catch (error) {
      if (!isAway(error) || performance.now() + pause > giveUpAt) throw error
      await sleep(pause, undefined, { ...(signal && { signal }) })
    }
  }
}
