import { randomBytes } from 'node:crypto'
import fastifyWebsocket from '@fastify/websocket'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { instant } from '../../domain/values/instant.ts'
import { refuseForeignOrigin, tokenOf } from '../http/authentication.ts'
import { type Endpoint, endpoint } from '../http/endpoint.ts'
import { Unauthorized } from '../http/problem.ts'
import type { Services } from '../http/services.ts'
import { statusOf } from '../operate/health.ts'
import { type Follower, follow } from './connection.ts'
import type { Feed } from './feed.ts'
import { createPresence } from './presence.ts'
import { every } from './sockets.ts'

/** A ticket opens one socket within this time, in ms. */
const ticketLife = 30_000
const ticketsKept = 10_000
/** The largest message that any socket takes, in bytes; each takes no more than it has a use for. */
const largestOfAll = 16 * 1024
/** Changes are gathered this long before they are sent, in ms, so that a burst is one frame. */
const gathered = 40
const heartbeat = 15_000
const statusEvery = 2_000
const presenceEvery = 1_000

export interface Tickets {
  /** For the holder of this session token. */
  issue(token: string): { ticket: string; expiresAt: string }
  /** The token, once. */
  redeem(ticket: string): string | undefined
}

export function createTickets(clock: Services['clock']): Tickets {
  const tickets = new Map<string, { token: string; expires: number }>()
  return {
    issue(token) {
      const now = Date.parse(clock())
      // In order of expiry: what is first is the oldest.
      for (const [ticket, { expires }] of tickets) {
        if (expires > now && tickets.size < ticketsKept) break
        tickets.delete(ticket)
      }
      const ticket = randomBytes(24).toString('base64url')
      tickets.set(ticket, { token, expires: now + ticketLife })
      return { ticket, expiresAt: new Date(now + ticketLife).toISOString() }
    },
    redeem(ticket) {
      const found = tickets.get(ticket)
      tickets.delete(ticket)
      return found && found.expires > Date.parse(clock()) ? found.token : undefined
    },
  }
}

/** `POST /api/live/ticket`: browsers cannot set headers on a WebSocket, and a session token has no place in a URL. */
export function liveEndpoints(tickets: Tickets): Endpoint[] {
  return [
    endpoint({
      method: 'POST',
      path: '/live/ticket',
      summary: 'A ticket that opens one WebSocket at /api/live?ticket= within 30 s',
      tag: 'live',
      access: 'signed-in',
      reply: z.object({ ticket: z.string(), expiresAt: instant }),
      async run({ request }) {
        const token = tokenOf(request)
        if (!token) throw new Unauthorized()
        return tickets.issue(token)
      },
    }),
  ]
}

/** `WebSocket /api/live`: subscriptions by topic, resumable from a position. See `asyncapi.ts` for the messages. */
export function addLive(app: FastifyInstance, services: Services, feed: Feed, tickets: Tickets): void {
  const followers = new Set<Follower>()
  let news: NodeJS.Timeout | undefined
  const all = (act: (follower: Follower) => void) => {
    for (const follower of followers) act(follower)
  }
  const presence = createPresence()
  const stops = [
    presence.onChange((topic) => all((follower) => follower.writers(topic))),
    every(presenceEvery, presence.sweep),
    services.identity.onChange(() => all((follower) => follower.recheck())),
    services.jobs.onChange((job) => all((follower) => follower.job(job))),
    every(heartbeat, () => all((follower) => follower.beat())),
    every(statusEvery, () => void tellStatus()),
    feed.onNews(() => {
      if (followers.size === 0) return
      news ??= setTimeout(() => {
        news = undefined
        all((follower) => follower.look())
      }, gathered)
    }),
  ]

  async function tellStatus(): Promise<void> {
    const interested = [...followers].filter((follower) => follower.wantsStatus())
    if (interested.length === 0) return
    try {
      const status = await statusOf(services)
      for (const follower of interested) follower.status(status)
    } catch (error) {
      services.log.warn({ err: error }, 'the status could not be told')
    }
  }

  app.addHook('preClose', () => {
    for (const stop of stops) stop()
    clearTimeout(news)
    all((follower) => follower.close(1001, 'the server is stopping'))
  })

  app.register(async (scope) => {
    await scope.register(fastifyWebsocket, {
      options: { maxPayload: largestOfAll, perMessageDeflate: false, clientTracking: true },
    })
    scope.get(
      '/api/live',
      {
        websocket: true,
        preValidation: async (request) => {
          refuseForeignOrigin(request, services.publicUrl)
          const { ticket } = request.query as { ticket?: unknown }
          const token = typeof ticket === 'string' ? tickets.redeem(ticket) : undefined
          const known = token ? await services.identity.authenticate(token) : undefined
          if (!token || !known) throw new Unauthorized('This ticket is not valid (any more).')
          request.setDecorator('live', { token, known })
        },
      },
      (socket, request) => {
        const { token, known } = request.getDecorator<Parameters<typeof follow>[1]['holder']>('live')
        const follower = follow(socket, { services, feed, holder: { token, known }, presence })
        followers.add(follower)
        socket.on('close', () => followers.delete(follower))
      },
    )
    for (const add of services.sockets) add(scope, services, presence)
  })
  app.decorateRequest('live', null)
}
