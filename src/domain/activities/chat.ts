import { z } from 'zod'
import { personal } from '../personal.ts'
import { email } from '../values/email.ts'
import { count } from '../values/integer.ts'
import { phone } from '../values/phone.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** So much is said in one chat; who has more to say begins another. */
export const mostSayings = 500
/** In characters. */
export const longestSaying = 1_000

export const chatText = prose(longestSaying)

export const chatAuthor = z.enum(['visitor', 'agent', 'bot']).register(vocabulary, { id: 'ChatAuthor' })
export type ChatAuthor = z.output<typeof chatAuthor>

/** What visitors say of themselves. Nothing of it is checked: who types an address need not have its mailbox. */
export const visitorFields = ['name', 'email', 'phone', 'company'] as const
export const visitorField = z.enum(visitorFields).register(vocabulary, { id: 'VisitorField' })
export type VisitorField = z.output<typeof visitorField>
export const visitor = z
  .object({
    name: personal(line(120)).nullable(),
    email: personal(email).nullable(),
    phone: personal(phone).nullable(),
    company: personal(line(120)).nullable(),
  })
  .register(vocabulary, { id: 'ChatVisitor' })
export type Visitor = z.output<typeof visitor>

/** An article as it was published when somebody was answered with it. */
export const citedArticle = z
  .object({ id: uuid, version: count.min(1), title: line(200) })
  .register(vocabulary, { id: 'ChatArticle' })
export type CitedArticle = z.output<typeof citedArticle>

/** What stands in a chat. */
export interface Saying {
  number: number
  author: ChatAuthor
  text: string
  at: string
}

/**
 * How far the bot is with a visitor: it answers from articles until it knows no answer or a person is wanted; then it asks what its
 * widget says, each question twice at most, and hands over.
 */
export interface BotState {
  stage: 'answering' | 'asking'
  /** What it asked last. */
  asking: VisitorField | null
  /** How often it has asked for each. */
  asked: Readonly<Partial<Record<VisitorField, number>>>
  /** Whether the visitor asked for a person. */
  wanted: boolean
}

export const firstBotState: BotState = { stage: 'answering', asking: null, asked: {}, wanted: false }

/** So often one thing is asked for, where the answer is none. */
const mostAsked = 2

/** What the bot asks for next; undefined: nothing more. */
export function nextQuestion<Q extends { field: VisitorField }>(
  questions: readonly Q[],
  visitor: Visitor,
  { asked }: Pick<BotState, 'asked'>,
): Q | undefined {
  return questions.find(({ field }) => visitor[field] === null && (asked[field] ?? 0) < mostAsked)
}

/** What a visitor has answered to a question; undefined: it is no such thing. */
export function answerTo(field: VisitorField, text: string): string | undefined {
  const { data } = visitor.shape[field].safeParse(text)
  return data ?? undefined
}

/** Who said what and when, oldest first; of one that is longer than `most` characters the end. */
export function transcriptOf(
  sayings: readonly Saying[],
  names: Readonly<Record<ChatAuthor, string>>,
  most: number,
): string {
  const lines = sayings.map(
    ({ author, text, at }) => `${at.slice(0, 16).replace('T', ' ')} UTC, ${names[author]}: ${text}`,
  )
  let size = 0
  const kept: string[] = []
  for (const line of lines.reverse()) {
    size += line.length + 1
    if (size > most - 2) return ['…', ...kept.reverse()].join('\n')
    kept.push(line)
  }
  return kept.reverse().join('\n')
}
