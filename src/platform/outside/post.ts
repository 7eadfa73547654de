import { lookup as resolve } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { Agent, request } from 'undici'

export interface Answer {
  status: number
  /** As far as it is taken. */
  body: string
}

/** What is called may be wherever somebody has said; there it is not. */
export class Unreachable extends Error {
  override name = 'Unreachable'
}

/** For a connection, and for each word; and for the whole of it, in ms. */
const patience = { each: 10_000, whole: 30_000 }
/** More of an answer nobody reads. */
const largest = 64 * 1024

/** Where no service of anybody is, but what a machine tells about itself (169.254.169.254), everybody's, and nobody's. */
const never = new BlockList()
never.addSubnet('0.0.0.0', 8)
never.addSubnet('169.254.0.0', 16)
never.addSubnet('224.0.0.0', 3)
never.addAddress('::', 'ipv6')
never.addSubnet('fe80::', 10, 'ipv6')
never.addSubnet('ff00::', 8, 'ipv6')
never.addAddress('fd00:ec2::254', 'ipv6')
const own = new BlockList()
own.addSubnet('127.0.0.0', 8)
own.addAddress('::1', 'ipv6')

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]'])

/** A name is held to what it resolves to for this very connection, so that it cannot lead elsewhere afterwards. */
const guarded: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, '', 0)
    const wrong = found.find(({ address }) => !mayCall(address, loopbackNames.has(hostname)))
    if (wrong)
      return callback(new Unreachable(`${hostname} is at ${wrong.address}, where nothing is called`), '', 0)
    if (options.all) return callback(null, found)
    const [first] = found
    callback(null, first?.address ?? '', first?.family)
  })
}

function mayCall(address: string, isLoopback: boolean): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  return isLoopback
    ? own.check(address, family)
    : !never.check(address, family) && !own.check(address, family)
}

const agent = new Agent({
  connect: { lookup: guarded, timeout: patience.each },
  headersTimeout: patience.each,
  bodyTimeout: patience.each,
  // Each call is its own: what was resolved for one is not taken for the next.
  pipelining: 0,
})

/**
 * Sends something to an address that somebody has set: by HTTPS, or to this machine. It follows no redirects, waits
 * `within` ms for the whole of it, and takes 64 KiB of the answer.
 * @throws Unreachable, and what the network says.
 */
export async function post(
  url: string,
  {
    headers,
    body,
    within = patience.whole,
  }: { headers: Readonly<Record<string, string>>; body: string; within?: number },
): Promise<Answer> {
  const { protocol, hostname } = new URL(url)
  const isLoopback = loopbackNames.has(hostname)
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback))
    throw new Unreachable('only HTTPS goes outside')
  const address = hostname.replace(/^\[|\]$/g, '')
  if (isIP(address) && !mayCall(address, isLoopback)) throw new Unreachable(`nothing is called at ${address}`)
  const signal = AbortSignal.timeout(within)
  const reply = await request(url, { method: 'POST', headers, body, dispatcher: agent, signal })
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of reply.body) {
    parts.push(part)
    bytes += part.length
    if (bytes > largest) break
  }
  return { status: reply.statusCode, body: Buffer.concat(parts).toString('utf8', 0, largest) }
}
