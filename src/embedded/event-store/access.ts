import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http2'
import { CallError, status } from './grpc.ts'

/** Passwords by user name. Undefined, and no secret: everybody may do everything, which suits a test. */
export type Users = Readonly<Record<string, string>> | undefined

/** Clients ask these before they know any credentials. */
const open = ['/event_store.client.server_features.', '/event_store.client.gossip.']

/**
 * Lets a call pass when it carries the name and password of a user (HTTP Basic, as EventStoreDB's clients send it), or
 * comes on a connection with the secret name: over loopback without TLS clients send no passwords, but that.
 */
export const authorizer =
  ({ users, secret }: { users?: Users; secret?: string | undefined }) =>
  (path: string, headers: IncomingHttpHeaders): void => {
    if (users === undefined && secret === undefined) return
    if (open.some((prefix) => path.startsWith(prefix))) return
    if (secret !== undefined && isSame(String(headers['connection-name'] ?? ''), secret)) return
    const { authorization = '' } = headers
    const [, encoded = ''] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization) ?? []
    const [name = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
    const password = users && Object.hasOwn(users, name) ? users[name] : undefined
    if (password !== undefined && isSame(rest.join(':'), password)) return
    throw new CallError(status.unauthenticated, 'The user name or the password is wrong or missing.')
  }

/** In constant time, whatever the lengths. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
