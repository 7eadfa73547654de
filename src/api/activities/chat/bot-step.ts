import type { Kysely } from 'kysely'
import { KeyReused } from '../../../commands/errors.ts'
import {
  type BotState,
  type CitedArticle,
  nextQuestion,
  type Visitor,
} from '../../../domain/activities/chat.ts'
import { type ChatWidgetState, chatWidget } from '../../../domain/activities/chat-widget.ts'
import { type ConversationState, conversation } from '../../../domain/activities/conversation.ts'
import { DomainError } from '../../../domain/error.ts'
import { privacyOf } from '../../../domain/subject.ts'
import { cutTo } from '../../../domain/values/text.ts'
import { everyone, systemPrincipal, visitorPrincipal } from '../../../platform/people/permissions.ts'
import { derivedId } from '../../../platform/process/ids.ts'
import type { articleTable } from '../../../projections/service/article.ts'
import type { Effect, SendRequest } from '../../../sagas/outbox.ts'
import type { Services } from '../../http/services.ts'
import type { TablesOf } from '../../lists/query.ts'
import { foundArticles } from '../../service/article-search.ts'
import { botWords } from './words.ts'

type Db = Kysely<TablesOf<[typeof articleTable]>>
type Parts = Pick<Services, 'execute' | 'readModels' | 'log'>

interface Answer {
  text: string
  articles: readonly CitedArticle[]
  asks: keyof Visitor | null
  handsOver: boolean
}

/** Bots see what everybody may read, and nothing else. */
const reader = visitorPrincipal({ kind: 'chat' }, ['article.read'], [everyone])
const longestAnswer = 1_000
const longestSubject = 120

/**
 * Answers a visitor as the bot of a widget (COM-17): by a public article that says what was asked, which it cites; where none does, or
 * a person is wanted, it asks what the widget says, makes a lead or ticket of who has answered, and hands over. No model of language
 * is asked: the same words and articles lead to the same answer.
 */
export function chatBotStep(parts: Parts): Effect {
  const { execute } = parts
  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const id = request.id ?? ''
    const state = await execute.load(conversation, id)
    const widget = state?.widgetId ? await execute.load(chatWidget, state.widgetId) : undefined
    const newest = state?.sayings.at(-1)
    const bot = state?.bot
    const isForBot = newest && (newest.author === 'visitor' || bot?.wanted)
    if (!state || !bot || !widget || !isForBot || privacyOf(state).erased) return { events: [] }
    const answer = await answerOf(parts, { state, bot, widget, text: newest.text })
    const principal = systemPrincipal('chat-bot', request.principal.via)
    if (answer.handsOver) await makeOf(parts, { id, state, widget, principal, request })
    return execute({ ...request, principal, body: { ...answer, after: newest.number } })
  }
  return (requests) => Promise.all(requests.map(step))
}

async function answerOf(
  { readModels }: Parts,
  {
    state,
    bot,
    widget,
    text,
  }: { state: ConversationState; bot: BotState; widget: ChatWidgetState; text: string },
): Promise<Answer> {
  const said = botWords[widget.language]
  const article =
    bot.stage === 'answering'
      ? await readModels.read(reader, {}, (db) => articleFor(db as never as Db, text, widget.language))
      : undefined
  if (article) {
    const { id, version, title, short } = article
    const whole = [said.found, title, short].filter(Boolean).join('\n')
    return {
      text: whole.length > longestAnswer ? `${whole.slice(0, longestAnswer - 1)}…` : whole,
      articles: [{ id, version, title }],
      asks: null,
      handsOver: false,
    }
  }
  const question = nextQuestion(widget.asks, state.visitor ?? nobody, bot)
  const before =
    bot.asking !== null && state.visitor?.[bot.asking] === null
      ? [said.again]
      : bot.asking !== null
        ? []
        : [bot.wanted ? said.wanted : said.none]
  return {
    text: [...before, question?.question ?? said.handed].join(' '),
    articles: [],
    asks: question?.field ?? null,
    handsOver: question === undefined,
  }
}

const nobody: Visitor = { name: null, email: null, phone: null, company: null }

/** The public article that has at least two of the words that were asked, or the one there was. */
async function articleFor(db: Db, text: string, language: string) {
  const [best] = await foundArticles(db, { text, audience: 'public', language, limit: 1 })
  const asked = new Set(
    text
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length > 3),
  )
  if (!best || best.words.length < Math.min(2, asked.size)) return undefined
  const found = await db
    .selectFrom('article')
    .select(['id', 'version', 'title', 'summary', 'body'])
    .where('id', '=', best.id)
    .where('audience', '=', 'public')
    .executeTakeFirst()
  return found && { ...found, short: found.summary ?? cutTo(found.body ?? '', 400) }
}

interface Handing {
  id: string
  state: ConversationState
  widget: ChatWidgetState
  principal: ReturnType<typeof systemPrincipal>
  request: SendRequest
}

/** The lead or the ticket of a chat, once: carried out again, it is the same. What cannot be made is left to who takes over. */
async function makeOf(
  { execute, log }: Parts,
  { id, state, widget, principal, request }: Handing,
): Promise<void> {
  const of = madeOf(id, state, widget)
  if (!of) return
  const { correlationId, causationId } = request
  await execute({
    ...of,
    principal,
    correlationId,
    causationId,
    commandId: derivedId('chat-bot', widget.makes, id),
  }).catch((error: unknown) => {
    const isMade = error instanceof KeyReused
    if (!isMade && !(error instanceof DomainError)) throw error
    if (!isMade) log.warn({ err: error, conversation: id }, 'nothing was made of a chat')
  })
}

function madeOf(conversationId: string, { visitor, sayings }: ConversationState, widget: ChatWidgetState) {
  const { makes, source, category } = widget
  const { name, email, phone, company } = visitor ?? nobody
  if (makes === 'lead' && name !== null) {
    const words = name.split(' ')
    const last = words.pop() ?? name
    const first = words.length > 0 ? cutTo(words.join(' '), 80) : null
    return {
      command: 'lead.capture',
      body: {
        name: { first, last: cutTo(last, 80) },
        email,
        phone,
        company,
        source,
        ownerId: null,
        conversationId,
      },
    }
  }
  if (makes !== 'ticket') return undefined
  const [first = widget.title] = (sayings[0]?.text ?? widget.title).split('\n')
  return {
    command: 'ticket.open',
    body: { subject: cutTo(first, longestSubject), category, teamId: widget.teamId, conversationId },
  }
}
