import { lazy } from 'react'
import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { QuestionsInput, QuestionsShown } from './chat-widget/questions-input.tsx'
import { type ChatWidget, chatWidget as entry } from './chat-widget.entry.ts'

const languages: readonly Choice[] = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'German' },
  { value: 'fr', label: 'French' },
  { value: 'es', label: 'Spanish' },
]

export const chatWidget = resource<ChatWidget>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true, hint: 'As you call it' },
    { key: 'title', label: 'Title', kind: 'text', required: true, hint: 'As it is headed' },
    {
      key: 'greeting',
      label: 'Greeting',
      kind: 'long-text',
      required: true,
      hint: 'What a visitor reads first',
    },
    { key: 'language', label: 'Language', kind: 'choice', choices: languages, required: true, width: 100 },
    {
      key: 'sites',
      label: 'Sites in whose pages it may stand',
      kind: 'words',
      choices: [],
      hint: 'Such as https://www.example.com',
    },
    {
      key: 'teamId',
      label: 'Team',
      kind: 'ref',
      model: 'team',
      filter: true,
      hint: 'Who reads its chats; without one, everybody who reads conversations',
    },
    {
      key: 'bot',
      label: 'A bot answers first',
      kind: 'yes-no',
      width: 130,
      hint: 'From articles for everybody, until a person is wanted or it knows no answer',
    },
    {
      key: 'asks',
      label: 'The bot asks before it hands over',
      kind: 'own',
      Show: QuestionsShown,
      Input: QuestionsInput,
    },
    {
      key: 'makes',
      label: 'Whoever it hands over',
      kind: 'choice',
      choices: [
        { value: 'nothing', label: 'Waits for a person' },
        { value: 'lead', label: 'Becomes a lead' },
        { value: 'ticket', label: 'Opens a ticket' },
      ],
      required: true,
      hint: 'Of a lead it has to ask the name',
    },
    { key: 'source', label: 'Source of its leads', kind: 'listed', list: 'lead-source', required: true },
    { key: 'category', label: 'Category of its tickets', kind: 'listed', list: 'ticket-category' },
    { key: 'archived', label: 'Switched off', kind: 'yes-no', fixed: true, filter: true, width: 100 },
  ],
  columns: ['title', 'teamId', 'bot', 'archived'],
  sort: 'name',
  searchable: true,
  initial: { language: 'en', bot: false, makes: 'nothing', source: 'Web', asks: [] },
  change: 'chatWidget.change',
  archive: 'chatWidget.archive',
  empty: 'A chat stands in the pages of your web site, and visitors talk with you there. Make the first one.',
  Page: lazy(async () => ({ default: (await import('./chat-widget/page.tsx')).ChatWidgetPage })),
})
