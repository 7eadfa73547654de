import { canonical } from '../canonical.ts'
import type { StoredEvent } from '../event-store.ts'

/**
 * The bytes of an event that the tree is made of: canonical JSON (RFC 8785, UTF-8) of `created`, `data`, `id`,
 * `metadata`, `revision`, `stream` and `type`, as the log holds them, before any upcast. `created` is ISO-8601 UTC in
 * milliseconds, `revision` a number. Data that are no JSON stand under `dataBase64` or `metadataBase64` instead. The
 * position is left out: it is the store's own business, may be another one after a restore, and the order of the log
 * is the order of the leaves.
 */
export function leafOf(event: StoredEvent): Buffer {
  const { created, id, revision, stream, type } = event
  return Buffer.from(
    canonical({
      created,
      id,
      revision: Number(revision),
      stream,
      type,
      ...member('data', event.data),
      ...member('metadata', event.metadata),
    }),
  )
}

function member(name: string, value: unknown): Record<string, unknown> {
  if (value instanceof Uint8Array) return { [`${name}Base64`]: Buffer.from(value).toString('base64') }
  return { [name]: value ?? null }
}
