import { WebSocket } from 'ws'
import type { components } from './made/asyncapi.ts'

type Messages = components['schemas']
type Heard =
  | Messages['SubscribedMessage']
  | Messages['UnsubscribedMessage']
  | Messages['ChangesMessage']
  | Messages['ProgressMessage']
  | Messages['StatusMessage']
  | Messages['PositionMessage']
  | Messages['ErrorMessage']
type Said = Messages['SubscribeMessage'] | Messages['UnsubscribeMessage']

/** The changes of a topic after a position, up to `count` of them; the connection is cut after each message, and resumed. */
export async function follow(
  url: string,
  ticketFor: () => Promise<string>,
  topic: Messages['Topic'],
  after: Messages['Position'],
  count: number,
): Promise<Messages['Change'][]> {
  const found: Messages['Change'][] = []
  for (let position = after; found.length < count; ) {
    const { position: reached, changes } = await next(url, await ticketFor(), {
      subscribe: topic,
      after: position,
    })
    found.push(...changes)
    position = reached
  }
  return found
}

/** The first message with changes. */
function next(url: string, ticket: string, asked: Said): Promise<Messages['ChangesMessage']> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/live?ticket=${encodeURIComponent(ticket)}`)
  return new Promise<Messages['ChangesMessage']>((resolve, reject) => {
    socket.on('open', () => socket.send(JSON.stringify(asked)))
    socket.on('error', reject)
    socket.on('close', (code) => reject(new Error(`closed with ${code}`)))
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Heard
      if ('error' in message) reject(new Error(`${message.error.code}: ${message.error.message}`))
      else if ('changes' in message) resolve(message)
    })
  }).finally(() => socket.terminate())
}
