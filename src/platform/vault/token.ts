import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { ConfigError } from '../process/config.ts'
import type { Log } from '../process/log.ts'

/** A request to the vault: the parsed answer to a method and a path. @throws when it refuses or is away */
export type Ask = (method: 'GET' | 'POST', path: string) => Promise<unknown>

/** Seconds; 0: it does not end. `full` is what a renewal gives. */
const lookedUp = z
  .object({
    data: z.object({
      ttl: z.number(),
      creation_ttl: z.number().default(0),
      period: z.number().default(0),
      renewable: z.boolean().default(false),
    }),
  })
  .transform(({ data: { ttl, creation_ttl, period, renewable } }) => ({
    left: ttl,
    full: period || creation_ttl,
    renewable,
  }))
const renewed = z.object({ auth: z.object({ lease_duration: z.number() }) })

/** How long until a token is looked at again, in ms. */
const [shortest, longest] = [100, 60_000]

/** The token in a file, as it is now: an agent replaces it. @throws ConfigError */
export function tokenIn(file: string): string {
  try {
    const token = readFileSync(file, 'utf8').trim()
    if (token !== '') return token
  } catch (error) {
    throw new ConfigError(`The vault's token cannot be read: ${(error as Error).message}`)
  }
  throw new ConfigError(`The vault's token cannot be read: ${file} is empty.`)
}

/**
 * Renews the token that is asked with whenever half of its time is over, until the function that is returned is called. What
 * cannot be helped from here is said in the log for as long as it lasts, less and less time apart towards the end.
 */
export function keepToken(id: string, ask: Ask, log: Pick<Log, 'info' | 'warn'>): () => Promise<void> {
  const ending = new AbortController()
  const { signal } = ending
  /** When it ends, as far as is known, by `performance.now()`. */
  let end = Number.POSITIVE_INFINITY

  async function look(): Promise<void> {
    const { left, full, renewable } = lookedUp.parse(await ask('GET', 'auth/token/lookup-self'))
    end = left > 0 ? performance.now() + left * 1000 : Number.POSITIVE_INFINITY
    if (left === 0 || left > full / 2) return
    if (!renewable)
      return log.warn({ key: id, ends: when() }, 'the token of the vault is not renewable; replace it')
    const { auth } = renewed.parse(await ask('POST', 'auth/token/renew-self'))
    end = performance.now() + auth.lease_duration * 1000
    if (auth.lease_duration > full / 2)
      log.info({ key: id, ends: when() }, 'the token of the vault was renewed')
    else
      log.warn({ key: id, ends: when() }, 'the token of the vault cannot be renewed any further; replace it')
  }

  const when = () =>
    Number.isFinite(end) ? new Date(Date.now() + end - performance.now()).toISOString() : null

  async function keep(): Promise<void> {
    while (!signal.aborted) {
      await look().catch((error: unknown) => {
        if (!signal.aborted)
          log.warn({ err: error, key: id, ends: when() }, 'the token of the vault could not be renewed')
      })
      const left = end - performance.now()
      const pause = left > 0 ? Math.min(longest, Math.max(shortest, left / 4)) : longest / 2
      await sleep(pause, undefined, { signal, ref: false }).catch(() => {})
    }
  }

  const keeping = keep()
  return async () => {
    ending.abort()
    await keeping
  }
}
