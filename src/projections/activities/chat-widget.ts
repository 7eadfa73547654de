import { type ChatWidgetState, chatWidget } from '../../domain/activities/chat-widget.ts'
import { merged } from '../../domain/record.ts'
import { boolean, type Column, json, nullable, projection, text, texts, uuid } from '../projection.ts'

const languageText: Column<ChatWidgetState['language']> = { sql: 'text', nullable: false }
const makesText: Column<ChatWidgetState['makes']> = { sql: 'text', nullable: false }

export const chatWidgetTable = projection(chatWidget)({
  name: 'chatWidget',
  version: 1,
  label: ['name'],
  columns: {
    name: text,
    title: text,
    greeting: text,
    language: languageText,
    sites: texts,
    teamId: nullable(uuid),
    bot: boolean,
    asks: json<ChatWidgetState['asks']>(),
    makes: makesText,
    source: text,
    category: nullable(text),
    archived: boolean,
  },
  indexes: [['name'], ['createdAt'], ['updatedAt']],
  on: {
    'chatWidget.created': (_, { data }) => ({ ...data, archived: false }),
    'chatWidget.changed': (row, { data }) => row && merged(row, data.changes),
    'chatWidget.archived': (row) => row && { ...row, archived: true },
    'chatWidget.restored': (row) => row && { ...row, archived: false },
  },
})
