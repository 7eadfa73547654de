import { readFileSync } from 'node:fs'
import { connect } from 'node:http2'
import { withTimeout } from './connection.ts'
import { diagnose } from './reason.ts'

/** How long a host may take to say that it speaks HTTP/2, in ms. */
const patience = 1500

/**
 * What keeps the hosts of a connection string from being spoken with. The client asks each of a list and tells of none why it
 * did not answer. Undefined where one of them does; a reason that does not pass goes before one that may.
 */
export async function whyNoHost(url: string): Promise<Error | undefined> {
  const { origins, ca } = hostsOf(url)
  const found = await Promise.all(origins.map((origin) => whyNot(origin, ca)))
  const reasons = found.filter((one) => one !== undefined)
  const lasting = reasons.find((error) => !diagnose(error).mayPass)
  return lasting ?? (reasons.length === found.length ? reasons[0] : undefined)
}

function hostsOf(url: string): { origins: readonly string[]; ca: string | undefined } {
  const [, hosts = '', query = ''] = /^[^:]+:\/\/(?:[^@/?]*@)?([^/?]*)[^?]*\??(.*)$/.exec(url) ?? []
  const options = new Map([...new URLSearchParams(query)].map(([name, value]) => [name.toLowerCase(), value]))
  const scheme = options.get('tls')?.toLowerCase() === 'false' ? 'http' : 'https'
  return {
    origins: hosts.split(',').map((host) => `${scheme}://${/:\d+$/.test(host) ? host : `${host}:2113`}`),
    ca: options.get('tlscafile'),
  }
}

async function whyNot(origin: string, ca: string | undefined): Promise<Error | undefined> {
  try {
    const session = connect(origin, ca === undefined ? {} : { ca: readFileSync(ca) })
    const settled = new Promise<void>((resolve, reject) => {
      session.once('remoteSettings', () => resolve())
      session.on('error', reject)
      session.once('close', () => reject(new Error('the connection ended unexpectedly')))
    })
    await withTimeout(settled, patience).finally(() => session.destroy())
    return undefined
  } catch (error) {
    // Of several addresses of one name Node says nothing but the code.
    const { message, code } = error as NodeJS.ErrnoException
    return new Error(message || code)
  }
}
