import { z } from 'zod'
import type { ChatWidgetState } from '../../../domain/activities/chat-widget.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import type { Signing } from '../../../platform/people/signing.ts'

/** A widget that is switched on. */
export interface OpenWidget {
  id: string
  state: ChatWidgetState
}

/** What a visitor brings back to us. */
export const chatSigning = (signing: Signing) => ({
  /** What work is to be done for, before a chat is begun; each begins one. */
  challenges: signing('chat-challenge', z.object({ id: uuid, widgetId: uuid, at: z.number() })),
  /** By what a visitor goes on with their chat. */
  sessions: signing('chat-session', z.object({ conversationId: uuid, widgetId: uuid, at: z.number() })),
})
export type ChatSigning = ReturnType<typeof chatSigning>
