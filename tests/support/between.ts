import { setImmediate } from 'node:timers/promises'

/** An instant after all that has happened and before whatever happens next: two of these may be one millisecond. */
export async function instantBetween(): Promise<string> {
  const between = await later(Date.now())
  await later(between)
  return new Date(between).toISOString()
}

async function later(than: number): Promise<number> {
  while (Date.now() <= than) await setImmediate()
  return Date.now()
}
