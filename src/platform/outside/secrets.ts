import { createHmac } from 'node:crypto'
import type { EventStore } from '../log/event-store.ts'
import { once } from '../process/once.ts'
import type { Vault } from '../vault/vault.ts'

export interface SecretParts {
  store: Pick<EventStore, 'lastPosition'>
  vault: Pick<Vault, 'named'>
}

/** Secrets that are shared with somebody outside, by a text: each is another, and none is kept but the key that all are made of. */
export function sharedSecrets({ vault, store }: SecretParts, name: string) {
  const key = once(async () => (await vault.named(name, await store.lastPosition())).secret)
  return async (of: string): Promise<Buffer> =>
    createHmac('sha256', await key())
      .update(of)
      .digest()
}
