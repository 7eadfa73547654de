import { promises as dns, lookup as resolve } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** What is called may be wherever somebody has said; there it is not. */
export class Unreachable extends Error {
  override name = 'Unreachable'
}

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

/** Networks of one's own: what is there is reached from outside by nobody (RFC 1918, 4193, 6598, 6052). */
const inside = new BlockList()
inside.addSubnet('10.0.0.0', 8)
inside.addSubnet('172.16.0.0', 12)
inside.addSubnet('192.168.0.0', 16)
inside.addSubnet('100.64.0.0', 10)
inside.addSubnet('198.18.0.0', 15)
inside.addSubnet('192.0.0.0', 24)
inside.addSubnet('fc00::', 7, 'ipv6')
inside.addSubnet('fec0::', 10, 'ipv6')
inside.addSubnet('64:ff9b::', 96, 'ipv6')
inside.addSubnet('2002::', 16, 'ipv6')

/** Where a call may go: to the world, this machine and one's own network; or to the world alone. */
export type Reach = 'anywhere' | 'world'

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]', '::1'])

/** Whether a name is one of this machine's. */
export const isLoopback = (hostname: string) => loopbackNames.has(hostname)

/** A name is held to what it resolves to for this very connection, so that it cannot lead elsewhere afterwards. */
export const guarded =
  (reach: Reach): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 0)
      const wrong = found.find(({ address }) => !mayCall(address, isLoopback(hostname), reach))
      if (wrong)
        return callback(new Unreachable(`${hostname} is at ${wrong.address}, where nothing is called`), '', 0)
      if (options.all) return callback(null, found)
      const [first] = found
      callback(null, first?.address ?? '', first?.family)
    })
  }

/** The address of a server somebody has set. @throws Unreachable, and what the resolver says. */
export async function whereIs(hostname: string): Promise<string> {
  const { address } = isIP(hostname) ? { address: hostname } : await dns.lookup(hostname)
  if (!mayCall(address, isLoopback(hostname)))
    throw new Unreachable(`${hostname} is at ${address}, where nothing is called`)
  return address
}

export function mayCall(address: string, isOwn: boolean, reach: Reach = 'anywhere'): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  if (reach === 'world' && (isOwn || inside.check(address, family))) return false
  return isOwn ? own.check(address, family) : !never.check(address, family) && !own.check(address, family)
}
