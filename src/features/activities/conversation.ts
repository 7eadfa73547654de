import { chatBotStep } from '../../api/activities/chat/bot-step.ts'
import { chatMessages } from '../../api/activities/chat/messages.ts'
import {
  conversationMessages,
  conversationQueries,
  conversationsOfRecord,
  ownConversations,
} from '../../api/activities/conversation.ts'
import { conversationRelations } from '../../api/activities/conversation-person.ts'
import { conversationTitles } from '../../api/activities/conversation-titles.ts'
import { mailPageEndpoints } from '../../api/activities/mail/page.ts'
import { conversationCommands } from '../../commands/activities/conversation.ts'
import { conversation as decider } from '../../domain/activities/conversation.ts'
import { told } from '../../domain/identity/notice.ts'
import { mailReaders } from '../../platform/people/permissions.ts'
import {
  chatMessageTable,
  conversationLinkTable,
  conversationMessageTable,
  conversationTable,
} from '../../projections/activities/conversation.ts'
import { chatBot } from '../../sagas/activities/chat-bot.ts'
import { conversationFiling } from '../../sagas/activities/conversation-filing.ts'
import { conversationMade } from '../../sagas/activities/conversation-made.ts'
import { conversationSnooze } from '../../sagas/activities/conversation-snooze.ts'
import { feature } from '../feature.ts'

const whole = { may: ['conversation.*'] } as const

export const conversation = feature({
  decider,
  resource: 'conversations',
  grants: (record) => mailReaders(record),
  authority: { manager: whole, rep: whole, agent: whole },
  table: conversationTable,
  tables: [conversationMessageTable, conversationLinkTable, chatMessageTable],
  linkedIn: { table: conversationLinkTable, by: 'conversationId', columns: ['recordId'] },
  commands: conversationCommands,
  queries: [
    ...conversationQueries,
    conversationMessages,
    chatMessages,
    conversationsOfRecord,
    ownConversations,
  ],
  titles: conversationTitles,
  sagas: [conversationFiling, conversationSnooze, conversationMade, chatBot],
  effects: { 'conversation.answer': chatBotStep },
  inMail: [],
  told: told(decider)(
    { 'conversation.assigned': 'A conversation was given to you' },
    {
      'conversation.assigned': ({ data }) => ({ kind: 'conversation.assigned', userIds: [data.assigneeId] }),
    },
  ),
  relations: conversationRelations,
  retained: true,
  endpoints: [mailPageEndpoints],
})
