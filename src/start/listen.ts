import { once } from 'node:events'
import { createServer } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { type Config, ConfigError } from '../platform/process/config.ts'

/** Tells before anything is started that it could not be reached. @throws ConfigError */
export async function mustBeFree({ port, host }: Config): Promise<void> {
  const server = createServer()
  try {
    server.listen({ port, host })
    await once(server, 'listening')
  } catch (error) {
    throw cannotListen(error, host, port)
  } finally {
    server.close()
  }
}

/** Returns where it listens. @throws ConfigError */
export async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  // Fastify logs this line.
  const listenTextResolver = (address: string) => `listening at ${address}`
  await app.listen({ port, host, listenTextResolver }).catch((error: unknown) => {
    throw cannotListen(error, host, port)
  })
  const address = app.server.address()
  const taken = typeof address === 'object' && address ? address.port : port
  return `http://${host.includes(':') ? `[${host}]` : host}:${taken}`
}

function cannotListen(error: unknown, host: string, port: number): unknown {
  const { code = '' } = error as NodeJS.ErrnoException
  const rules: Record<string, string> = {
    EADDRINUSE: `PORT ${port} is in use on ${host}: set another, or PORT=0 for any free one`,
    EACCES: `PORT ${port} needs more rights than this user has: set one above 1023`,
    EADDRNOTAVAIL: `HOST ${host} is no address of this machine`,
    ENOTFOUND: `HOST ${host} is not known: set an address of this machine`,
    EAI_AGAIN: `HOST ${host} is not known: set an address of this machine`,
    EAFNOSUPPORT: `HOST ${host} is of a kind that this machine does not support`,
    EINVAL: `HOST ${host} cannot be listened on: an IPv6 link-local address needs its zone`,
  }
  return rules[code] === undefined ? error : new ConfigError(`${rules[code]} (${code}).`)
}
