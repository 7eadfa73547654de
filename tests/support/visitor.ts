import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import type { ChatMessage, ShownSaying } from '../../src/api/activities/chat/protocol.ts'
import { patience } from './patience.ts'

type Named<K extends string> = Extract<ChatMessage, Record<K, unknown>>

/** A visitor's end of a chat, with all that it has heard. */
export class Visitor {
  readonly socket: WebSocket
  readonly heard: ChatMessage[] = []
  readonly closed: Promise<number>
  #wake = () => {}

  /** @param base Where the product listens. */
  constructor(base: string, widgetId: string, origin: string | undefined) {
    this.socket = new WebSocket(`${base.replace('http', 'ws')}/chat/${widgetId}/socket`, {
      ...(origin !== undefined && { origin }),
    })
    this.socket.on('message', (data: Buffer) => {
      this.heard.push(JSON.parse(data.toString()) as ChatMessage)
      this.#wake()
    })
    this.socket.on('error', () => {})
    this.closed = new Promise((resolve) => {
      this.socket.on('close', resolve)
    })
  }

  /** How the upgrade was answered, where it was not taken. */
  get refusal(): Promise<number | undefined> {
    return new Promise((resolve) => {
      this.socket.once('unexpected-response', (_, reply) => resolve(reply.statusCode))
    })
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  /** The first for which `found` is something, now or later. */
  async until<T>(found: (heard: readonly ChatMessage[]) => T | undefined | false): Promise<T> {
    for (const end = performance.now() + patience; performance.now() < end; ) {
      const result = found(this.heard)
      if (result) return result
      await Promise.race([
        sleep(100),
        new Promise<void>((resolve) => {
          this.#wake = resolve
        }),
      ])
    }
    throw new Error(`it did not come; there is ${JSON.stringify(this.heard).slice(0, 2000)}`)
  }

  /** The last message of a kind, once there is one. */
  last<K extends 'hello' | 'session' | 'refused' | 'state' | 'writers' | 'said'>(kind: K): Promise<Named<K>> {
    return this.until((heard) => heard.findLast((one): one is Named<K> => kind in one))
  }

  get sayings(): ShownSaying[] {
    return this.heard.flatMap((one) => ('sayings' in one ? one.sayings : []))
  }

  saying(text: string | RegExp): Promise<ShownSaying> {
    const is = (said: string) => (typeof text === 'string' ? said === text : text.test(said))
    return this.until(() => this.sayings.find((one) => is(one.text)))
  }

  async begin(of: { text: string; name?: string; email?: string; page?: string }): Promise<string> {
    const { challenge, bits } = (await this.last('hello')).hello
    this.send({ begin: { challenge, work: workFor(challenge, bits), ...of } })
    return (await this.last('session')).session
  }

  say(text: string, id: string = randomUUID()): void {
    this.send({ say: text, id })
  }
}

export function workFor(challenge: string, bits: number): string {
  for (let tried = 0; ; tried++) {
    const hash = createHash('sha256').update(`${challenge}:${tried}`).digest()
    if (hash.readUInt32BE(0) >>> (32 - bits) === 0) return String(tried)
  }
}
