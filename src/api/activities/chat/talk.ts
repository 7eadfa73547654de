import type { Kysely } from 'kysely'
import type { WebSocket } from 'ws'
import type { z } from 'zod'
import { InFlight, InvalidInput, KeyReused } from '../../../commands/errors.ts'
import { parseInput } from '../../../commands/parse.ts'
import { type ConversationState, conversation } from '../../../domain/activities/conversation.ts'
import { DomainError } from '../../../domain/error.ts'
import { privacyOf } from '../../../domain/subject.ts'
import { keyOf, systemPrincipal, visitorPrincipal } from '../../../platform/people/permissions.ts'
import { createdId, derivedId, newId } from '../../../platform/process/ids.ts'
import type { chatMessageTable } from '../../../projections/activities/conversation.ts'
import type { Services } from '../../http/services.ts'
import { parseJson } from '../../http/text.ts'
import type { TablesOf } from '../../lists/query.ts'
import type { Presence } from '../../live/presence.ts'
import { end } from '../../live/sockets.ts'
import { proves, workBits } from '../../sales/proof-of-work.ts'
import { type ChatMessage, chatCloseCodes, type ShownSaying, visitorMessage } from './protocol.ts'
import type { ChatSigning, OpenWidget } from './signing.ts'
import { chatWords } from './words.ts'

/** One connection of a visitor. */
export interface Talk {
  /** Something may be new in these conversations. */
  look(ids: ReadonlySet<string>): void
  /** Others write about a record than before. */
  writers(topic: string): void
  /** Time for a sign of life, of both. */
  beat(): void
  close(code: number, reason: string): void
}

type Db = Kysely<TablesOf<[typeof chatMessageTable]>>
type Asked = z.output<typeof visitorMessage>
type Begin = Extract<Asked, { begin: unknown }>['begin']

const day = 86_400_000
/** How long somebody may look at an open chat before they write, in ms. */
const silence = 30 * 60_000
/** Messages a visitor may send at once, and each second from then on. */
const allowance = { atOnce: 20, perSecond: 1 }
const mostMistakes = 10
/** Bytes that may wait in a socket. */
const mayWait = 256 * 1024
/** The largest message that is taken, in bytes. */
const largest = 8 * 1024
const pageSize = 100

const eyes = systemPrincipal('chat', { kind: 'chat' })

interface Parts {
  services: Services
  presence: Presence
  signs: ChatSigning
  widget: OpenWidget
}

/** Talks with a visitor: until they begin, or come back with their session, there is nothing to see or say. */
export function talkWith(socket: WebSocket, { services, presence, signs, widget }: Parts): Talk {
  const { execute, clock, log, readModels, identity } = services
  const words = chatWords[widget.state.language]
  let conversationId: string | undefined
  /** Everything up to this saying was sent. */
  let shown = 0
  let told: string | undefined
  let looking = false
  let again = false
  let alive = true
  let left = allowance.atOnce
  let heardAt = performance.now()
  const openedAt = performance.now()
  let mistakes = 0
  /** What is said comes one after the other, in its order. */
  let work = Promise.resolve()

  const send = (message: ChatMessage) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
  }
  const refuse = (code: string, message: string) => send({ refused: { code, message } })

  const close = (code: number, reason: string) => end(socket, code, reason)

  const now = () => Date.parse(clock())
  const topic = () => `conversation/${conversationId}`
  const sessionOf = (id: string) =>
    signs.sessions.tokenOf({ conversationId: id, widgetId: widget.id, at: now() })

  async function hear(asked: Asked): Promise<void> {
    if ('begin' in asked) return begin(asked.begin)
    if ('resume' in asked) return resume(asked.resume, asked.after)
    const id = conversationId
    if (id === undefined) return refuse('not-begun', 'Begin a chat first.')
    if ('writing' in asked) return write(id, asked.writing)
    if ('say' in asked) {
      presence.stops(topic(), id)
      await carryOut(id, 'conversation.say', { text: asked.say }, derivedId('chat', id, asked.id))
      return send({ said: asked.id })
    }
    if ('person' in asked) await carryOut(id, 'conversation.want-person', {})
    else await carryOut(id, 'conversation.close', {})
  }

  /** One challenge begins one chat: sent again after a cut, it is the same. */
  async function begin({ challenge, work: done, ...asked }: Begin): Promise<void> {
    if (conversationId !== undefined) return refuse('begun', 'This chat has begun.')
    const of = signs.challenges.read(challenge)
    if (of?.widgetId !== widget.id || now() - of.at > day)
      return refuse('challenge', 'This chat stood open too long; load the page again.')
    if (!proves(challenge, done)) return refuse('work', 'The work that was asked for was not done.')
    const commandId = derivedId('chat', of.id)
    const { name, email, page, text } = asked
    await execute({
      command: 'conversation.begin-chat',
      commandId,
      body: { widgetId: widget.id, page, text, visitor: { name, email, phone: null, company: null } },
      principal: visitorPrincipal({ kind: 'chat', id: widget.id }, ['conversation.begin-chat'], []),
    }).catch(unlessRepeated)
    await goOn(createdId(commandId), 0)
  }

  async function resume(session: string, after: number): Promise<void> {
    const of = signs.sessions.read(session)
    if (of?.widgetId !== widget.id || now() - of.at > day) return refuse('session', 'This chat is over.')
    await goOn(of.conversationId, after)
  }

  async function goOn(id: string, after: number): Promise<void> {
    if (!(await talkOf(id))) return refuse('session', 'This chat is over.')
    conversationId = id
    shown = after
    told = undefined
    send({ session: sessionOf(id) })
    tellWriters()
    look()
  }

  /** The conversation, unless there is nothing of it for its visitor any more. */
  async function talkOf(id: string): Promise<ConversationState | undefined> {
    const state = await execute.load(conversation, id)
    return state?.widgetId === widget.id && !privacyOf(state).erased ? state : undefined
  }

  function carryOut(id: string, command: string, body: object, commandId = newId()) {
    return execute({
      command,
      id,
      body,
      commandId,
      principal: visitorPrincipal(
        { kind: 'chat', id: widget.id },
        ['conversation.say', 'conversation.close'],
        [keyOf.record(id), keyOf.edit(id)],
      ),
    }).catch(unlessRepeated)
  }

  async function write(id: string, on: boolean): Promise<void> {
    const name = on ? (await talkOf(id))?.visitor?.name : undefined
    if (on) presence.writes(topic(), id, name ?? 'The visitor')
    else presence.stops(topic(), id)
  }

  function tellWriters(): void {
    const ids = presence
      .writers(topic())
      .filter(({ id, name }) => id !== conversationId && name === undefined)
    identity
      .names(ids.map(({ id }) => id))
      .then((names) => send({ writers: ids.flatMap(({ id }) => names.get(id) ?? []) }))
      .catch((error: unknown) => log.warn({ err: error }, 'who writes could not be told'))
  }

  function look(): void {
    if (looking) {
      again = true
      return
    }
    looking = true
    catchUp()
      .catch((error: unknown) => {
        log.warn({ err: error }, 'a chat could not be shown; the visitor comes back')
        close(1011, 'please come back')
      })
      .finally(() => {
        looking = false
        if (!again) return
        again = false
        look()
      })
  }

  async function catchUp(): Promise<void> {
    const id = conversationId
    if (id === undefined || socket.readyState !== socket.OPEN) return
    const state = await talkOf(id)
    if (!state) return close(chatCloseCodes.gone, 'gone')
    for (let page = await sayingsAfter(id, shown); page.length > 0; page = await sayingsAfter(id, shown)) {
      // Whoever takes nothing comes back with where they are.
      if (socket.bufferedAmount > mayWait) return close(1013, 'too slow')
      shown = page.at(-1)?.number ?? shown
      send({ sayings: page })
    }
    const news = JSON.stringify({ open: state.status === 'open', bot: state.bot !== null })
    if (news === told) return
    told = news
    send({ state: JSON.parse(news) })
  }

  async function sayingsAfter(id: string, after: number): Promise<ShownSaying[]> {
    const rows = await readModels.read(eyes, {}, (db) =>
      (db as never as Db)
        .selectFrom('chatMessage')
        .select(['number', 'author', 'actorId', 'text', 'at', 'articles'])
        .where('conversationId', '=', id)
        .where('number', '>', after)
        .orderBy('number')
        .limit(pageSize)
        .execute(),
    )
    const names = await identity.names(
      rows.flatMap(({ author, actorId }) => (author === 'agent' ? [actorId] : [])),
    )
    return rows.map(({ number, author, actorId, text, at, articles }) => ({
      number,
      author,
      name: author === 'agent' ? (names.get(actorId) ?? null) : null,
      text,
      at,
      articles: articles.map((one) => ({ title: one.title, path: `/help-centre/${one.id}` })),
    }))
  }

  /** A bucket that fills again by the second. */
  function talksTooMuch(): boolean {
    const at = performance.now()
    left = Math.min(allowance.atOnce, left + ((at - heardAt) / 1000) * allowance.perSecond) - 1
    heardAt = at
    return left < 0
  }

  function failed(error: unknown): void {
    if (error instanceof InvalidInput) {
      const [issue] = error.issues
      refuse(issue?.rule ?? 'invalid', `${issue?.field ?? ''} ${issue?.message ?? ''}`.trim())
      if (++mistakes > mostMistakes) close(chatCloseCodes.tooMuch, 'too many messages that make no sense')
    } else if (error instanceof DomainError) refuse(error.code, error.message)
    else {
      log.warn({ err: error }, 'what a visitor said could not be taken')
      close(1011, 'please come back')
    }
  }

  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (socket.readyState !== socket.OPEN) return
    if (data.length > largest) return close(1009, 'too long a message')
    if (talksTooMuch()) return close(chatCloseCodes.tooMuch, 'too many messages')
    if (isBinary) return refuse('text', 'Send JSON text.')
    work = work.then(async () => hear(parseInput(visitorMessage, parseJson(data)))).catch(failed)
  })
  socket.on('pong', () => {
    alive = true
  })
  socket.on('error', (error) => log.debug({ err: error }, 'a chat connection failed'))
  socket.on('close', () => {
    if (conversationId !== undefined) presence.stops(topic(), conversationId)
  })

  const { title, greeting, language } = widget.state
  const challenge = signs.challenges.tokenOf({ id: newId(), widgetId: widget.id, at: now() })
  send({ hello: { title, greeting, language, words, challenge, bits: workBits } })

  return {
    close,
    look(ids) {
      if (conversationId !== undefined && ids.has(conversationId)) look()
    },
    writers(changed) {
      if (conversationId !== undefined && changed === topic()) tellWriters()
    },
    beat() {
      const isIdle = conversationId === undefined && performance.now() - openedAt > silence
      if (!alive || isIdle) return socket.terminate()
      alive = false
      socket.ping()
      // Whoever was erased is gone without a row that changes.
      look()
    },
  }
}

/** It was taken before, or is being taken. */
function unlessRepeated(error: unknown): void {
  if (!(error instanceof KeyReused || error instanceof InFlight)) throw error
}
