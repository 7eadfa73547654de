/**
 * What replies say of read models that do not keep up (`X-Stale`), by the address that was asked: only the same address,
 * asked again, can say that it is over.
 */
const said = new Map<string, readonly string[]>()
const listeners = new Set<() => void>()
let models: readonly string[] = []

/** Notes what a reply says; `header` is a list (RFC 9651) of models, each with the position up to which it is shown. */
export function noteStale(address: string, header: string | null): void {
  if (header === null && !said.has(address)) return
  if (header === null) said.delete(address)
  else
    said.set(
      address,
      header.split(',').map((item) => item.split(';', 1)[0]?.trim() ?? ''),
    )
  const now = [...new Set([...said.values()].flat())].sort()
  if (now.join() === models.join()) return
  models = now
  for (const listener of listeners) listener()
}

/** The models that replies have shown late; the same array until they are others. */
export const staleModels = (): readonly string[] => models

/** One address for each set of models, to be asked again. */
export function staleAddresses(): string[] {
  return [...new Map([...said].map(([address, of]) => [of.join(), address])).values()]
}

/** Calls whenever they are others. Returns how to stop. */
export function onStale(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
