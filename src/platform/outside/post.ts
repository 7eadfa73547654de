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

/**
 * Sends something to an address that somebody has set: by HTTPS, or to this machine, as far as it may reach. It follows no redirects, waits
 * `within` ms for the whole of it, and takes 64 KiB of the answer.
 * @throws Unreachable, and what the network says.
 */
export async function post(
  url: string,
  {
    headers,
    body,
    within = patience.whole,
    reach = 'anywhere',
  }: { headers: Readonly<Record<string, string>>; body: string; within?: number; reach?: Reach },
): Promise<Answer> {
  const dispatcher = agentTo(url, reach)
  const signal = AbortSignal.timeout(within)
  const reply = await request(url, { method: 'POST', headers, body, dispatcher, signal })
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of reply.body) {
    parts.push(part)
    bytes += part.length
    if (bytes > largest) break
  }
  return { status: reply.statusCode, body: Buffer.concat(parts).toString('utf8', 0, largest) }
}
