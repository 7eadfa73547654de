import { z } from 'zod'
import { chatText, visitor } from '../../../domain/activities/chat.ts'
import { submission } from '../../../domain/sales/submission.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import type { ChatWords } from './words.ts'

/** What a visitor's browser and we say to each other, as JSON on one WebSocket (`/chat/<id>/socket`). */

const token = z.string().max(1_000)

/** What a visitor may say. */
export const visitorMessage = z.union([
  z.strictObject({
    begin: z.strictObject({
      /** As it was given with `hello`, and the work that was done for it. */
      challenge: token,
      work: z.string().max(10),
      name: visitor.shape.name.default(null),
      email: visitor.shape.email.default(null),
      page: submission.shape.page.default(null),
      text: chatText,
    }),
  }),
  /** A chat that was begun on another connection; nothing up to `after` is told again. */
  z.strictObject({ resume: token, after: z.int().min(0).default(0) }),
  /** Under an id of the visitor's making: said again after a cut, it is the same. */
  z.strictObject({ say: chatText, id: uuid }),
  z.strictObject({ writing: z.boolean() }),
  z.strictObject({ person: z.literal(true) }),
  z.strictObject({ end: z.literal(true) }),
])

export interface ShownSaying {
  number: number
  author: 'visitor' | 'agent' | 'bot'
  /** Who of us it was; null: a bot, or the visitor. */
  name: string | null
  text: string
  at: string
  articles: readonly { title: string; path: string }[]
}

/** What a visitor may hear. */
export type ChatMessage =
  | {
      hello: {
        title: string
        greeting: string
        language: string
        words: ChatWords
        challenge: string
        /** Leading zero bits of SHA-256 that the work has to find. */
        bits: number
      }
    }
  /** By which the chat is gone on with, for a day. */
  | { session: string }
  | { sayings: readonly ShownSaying[] }
  /** What was said under this id is recorded. */
  | { said: string }
  | { state: { open: boolean; bot: boolean } }
  | { writers: readonly string[] }
  | { refused: { code: string; message: string } }

/** Why a connection ends: there is no such chat any more; too much was said. */
export const chatCloseCodes = { gone: 4410, tooMuch: 4429 } as const
