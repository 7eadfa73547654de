import { z } from 'zod'
import { chatMakes, chatWidget } from '../../../domain/activities/chat-widget.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { chatWidgetTable } from '../../../projections/activities/chat-widget.ts'
import { teamTable } from '../../../projections/identity/team.ts'
import { flag } from '../../lists/page.ts'
import { recordQueries } from '../../lists/record-queries.ts'
import { titlesOf } from '../../lists/titles.ts'

const { shape } = chatWidget.events['chatWidget.created'].schema

export const chatWidgetQueries = recordQueries(chatWidgetTable)({
  resource: 'chat-widgets',
  summary: 'Chats that stand in the pages of sites',
  row: z.object({
    name: z.string(),
    title: z.string(),
    greeting: z.string(),
    language: shape.language.unwrap(),
    sites: z.array(z.string()).describe('The sites in whose pages it may stand.'),
    teamId: uuid.nullable().describe('Who reads its chats; null: everybody who reads conversations.'),
    bot: z.boolean().describe('Whether a bot answers first.'),
    asks: shape.asks.unwrap(),
    makes: chatMakes,
    source: z.string(),
    category: z.string().nullable(),
    archived: z.boolean().describe('Whether it is switched off.'),
  }),
  references: { teamId: teamTable },
  filters: { teamId: uuid, archived: flag },
  listed: { source: 'lead-source', category: 'ticket-category' },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name', 'title'],
})

export const chatWidgetTitles = titlesOf(chatWidget, {
  'chatWidget.created': ({ data }) => `Chat ${data.name} made`,
  'chatWidget.changed': ({ data: { changes }, before }) =>
    changes.name ? `Renamed from ${before.name} to ${changes.name}` : 'Chat changed',
  'chatWidget.archived': () => 'Chat switched off',
  'chatWidget.restored': () => 'Chat switched on again',
})
