import { isIP } from 'node:net'
import { Agent, request } from 'undici'
import { guarded, isLoopback, mayCall, type Reach, Unreachable } from './where.ts'

export interface Answer {
  status: number
  /** As far as it is taken. */
  body: string
}

/** For a connection, and for each word; and for the whole of it, in ms. */
const patience = { each: 10_000, whole: 30_000 }
/** More of an answer nobody reads. */
const largest = 64 * 1024

const agentFor = (reach: Reach) =>
  new Agent({
    connect: { lookup: guarded(reach), timeout: patience.each },
    headersTimeout: patience.each,
    bodyTimeout: patience.each,
    // Each call is its own: what was resolved for one is not taken for the next.
    pipelining: 0,
  })
const agents = { anywhere: agentFor('anywhere'), world: agentFor('world') }

/** Through what an address is called that somebody has set. @throws Unreachable where it must not be. */
export function agentTo(url: string, reach: Reach): Agent {
  const { protocol, hostname } = new URL(url)
  const isOwn = isLoopback(hostname)
  if (protocol !== 'https:' && !(protocol === 'http:' && isOwn))
    throw new Unreachable('only HTTPS goes outside')
  const address = hostname.replace(/^\[|\]$/g, '')
  if (isIP(address) && !mayCall(address, isOwn, reach))
    throw new Unreachable(`nothing is called at ${address}`)
  return agents[reach]
}

/** What never got as far as a connection. */
const unconnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Whether nothing of what was to be sent has gone, by what went wrong. */
export function isUnsent(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: { code?: string } }
  return error instanceof Unreachable || unconnected.has(code ?? cause?.code ?? '')
}

/** What is asked of an address that somebody has set. */
export interface Call {
  method: 'GET' | 'POST'
  headers: Readonly<Record<string, string>>
  body?: string
  /** For the whole of it, in ms. */
  within?: number
  reach?: Reach
  /** So much of the answer is taken, in bytes. */
  most?: number
}

/**
 * Calls an address that somebody has set: by HTTPS, or to this machine, as far as it may reach. It follows no redirects, waits
 * `within` ms for the whole of it, and takes `most` of the answer, 64 KiB unless told.
 * @throws Unreachable, and what the network says.
 */
export async function call(
  url: string,
  { method, headers, body, within = patience.whole, reach = 'anywhere', most = largest }: Call,
): Promise<Answer & { headers: Readonly<Record<string, string | string[] | undefined>> }> {
  const dispatcher = agentTo(url, reach)
  const signal = AbortSignal.timeout(within)
  const reply = await request(url, { method, headers, body: body ?? null, dispatcher, signal })
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of reply.body) {
    parts.push(part)
    bytes += part.length
    if (bytes > most) break
  }
  const { statusCode: status } = reply
  return { status, headers: reply.headers, body: Buffer.concat(parts).toString('utf8', 0, most) }
}

/** Sends something to an address that somebody has set, as `call` calls it. @throws Unreachable, and what the network says. */
export async function post(
  url: string,
  of: Omit<Call, 'method' | 'most'> & { body: string },
): Promise<Answer> {
  const { status, body } = await call(url, { ...of, method: 'POST' })
  return { status, body }
}
