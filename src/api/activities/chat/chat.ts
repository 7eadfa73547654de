import type { FastifyRequest } from 'fastify'
import { Forbidden, NotFound } from '../../../commands/errors.ts'
import { type ChatWidgetState, chatWidget } from '../../../domain/activities/chat-widget.ts'
import type { Signing } from '../../../platform/people/signing.ts'
import { isUuid } from '../../../platform/process/ids.ts'
import { TooMany } from '../../http/problem.ts'
import type { Services, SocketExtension } from '../../http/services.ts'
import { limitByAddress, withinLimit } from '../../identity/browser.ts'
import { every } from '../../live/sockets.ts'
import { chatSigning, type OpenWidget } from './signing.ts'
import { type Talk, talkWith } from './talk.ts'

/** Connections at a time: of one address, behind which many may be, and of all. */
const mostOfOne = 30
const mostOfAll = 2_000
const heartbeat = 15_000

/**
 * `WebSocket /chat/<id>/socket`: visitors of the sites that a widget names talk with us (COM-15). A browser says of which site its
 * page is (RFC 6455, 4.1): any other is refused before the socket opens. No cookie is set or read.
 */
export const chatSockets =
  ({ signing }: { signing: Signing }): SocketExtension =>
  (scope, services, presence) => {
    const signs = chatSigning(signing)
    const fromOne = limitByAddress(scope)
    const talks = new Map<Talk, string>()
    const all = (act: (talk: Talk) => void) => {
      for (const talk of talks.keys()) act(talk)
    }
    const stops = [
      every(heartbeat, () => all((talk) => talk.beat())),
      services.readModels.onCommitted(({ changes }) => {
        if (talks.size === 0) return
        const ids = new Set(changes.flatMap((change) => chatOf(change) ?? []))
        all((talk) => talk.look(ids))
      }),
      presence.onChange((topic) => all((talk) => talk.writers(topic))),
    ]
    scope.addHook('preClose', async () => {
      for (const stop of stops) stop()
      all((talk) => talk.close(1001, 'the server is stopping'))
    })

    scope.get(
      '/chat/:id/socket',
      {
        websocket: true,
        preValidation: async (request) => {
          await withinLimit(fromOne, request)
          const open = await widgetOf(request, services)
          mustBeOfSite(request, open.state, services)
          const ofOne = [...talks.values()].filter((ip) => ip === request.ip).length
          if (ofOne >= mostOfOne || talks.size >= mostOfAll) throw new TooMany(60)
          request.setDecorator('chat', open)
        },
      },
      (socket, request) => {
        const widget = request.getDecorator<OpenWidget>('chat')
        const talk = talkWith(socket, { services, presence, signs, widget })
        talks.set(talk, request.ip)
        socket.on('close', () => talks.delete(talk))
      },
    )
    scope.decorateRequest('chat', null)
  }

/** The conversation that a change of a read model is of. */
function chatOf({ model, id, row }: { model: string; id: string | null; row: object | null }) {
  if (model === 'conversation') return id
  return model === 'chatMessage' ? (row as { conversationId?: string } | null)?.conversationId : undefined
}

async function widgetOf(request: FastifyRequest, { execute }: Services): Promise<OpenWidget> {
  const { id } = request.params as { id: string }
  const state = isUuid(id) ? await execute.load(chatWidget, id) : undefined
  if (!state || state.archived) throw new NotFound('chat')
  return { id, state }
}

/** @throws Forbidden where the page is of none of the widget's sites, nor ours. */
function mustBeOfSite(
  { headers: { origin }, host }: FastifyRequest,
  { sites }: ChatWidgetState,
  { publicUrl }: Services,
): void {
  const isOurs =
    origin !== undefined &&
    URL.canParse(origin) &&
    (new URL(origin).host === host || (publicUrl !== undefined && new URL(publicUrl).origin === origin))
  if (origin === undefined || !(isOurs || sites.includes(origin))) throw new Forbidden('chat-site')
}
