import { chatSockets } from '../../api/activities/chat/chat.ts'
import { chatWidgetQueries, chatWidgetTitles } from '../../api/activities/chat/widget.ts'
import { chatWidgetCommands } from '../../commands/activities/chat-widget.ts'
import { chatWidget as decider } from '../../domain/activities/chat-widget.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { chatWidgetTable } from '../../projections/activities/chat-widget.ts'
import { feature } from '../feature.ts'

/** Chats in the pages of sites, and the sockets on which visitors talk. */
export const chatWidget = feature({
  decider,
  resource: 'chat-widgets',
  grants: () => [everyone],
  authority: {
    manager: { may: ['chatWidget.*'], seesAll: true },
    rep: { may: ['chatWidget.read'], seesAll: true },
    agent: { may: ['chatWidget.read'], seesAll: true },
  },
  table: chatWidgetTable,
  commands: chatWidgetCommands,
  queries: chatWidgetQueries,
  titles: chatWidgetTitles,
  sockets: [chatSockets],
})
