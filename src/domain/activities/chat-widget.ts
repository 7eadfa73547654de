import { z } from 'zod'
import { decider } from '../decider.ts'
import { refuse } from '../error.ts'
import { type RecordState, record } from '../record.ts'
import { formLanguages } from '../values/form-language.ts'
import { site } from '../values/site.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { visitorField } from './chat.ts'

const question = z
  .object({ field: visitorField, question: line(300) })
  .register(vocabulary, { id: 'ChatQuestion' })
export const chatMakes = z.enum(['lead', 'ticket', 'nothing']).register(vocabulary, { id: 'ChatMakes' })

const fields = z.object({
  name: line(80),
  title: line(80),
  greeting: prose(500),
  language: z.enum(formLanguages).register(vocabulary, { id: 'ChatLanguage' }).default('en'),
  /** The sites in whose pages it may stand; ours may always. */
  sites: z.array(site).max(20).default([]),
  /** Who reads its chats; null: everybody who reads conversations. */
  teamId: uuid.nullable().default(null),
  /** Whether a bot answers first, from public articles, until a person is wanted. */
  bot: z.boolean().default(false),
  /** What the bot asks before it hands over, in this order. */
  asks: z
    .array(question)
    .max(4)
    .refine((all) => new Set(all.map(({ field }) => field)).size === all.length, 'must ask nothing twice')
    .default([]),
  /** What the bot makes of whoever it hands over. */
  makes: chatMakes.default('nothing'),
  /** Of the leads that it makes. */
  source: line(60).default('Web'),
  /** Of the tickets that it makes. */
  category: line(100).nullable().default(null),
})
export type ChatWidgetState = RecordState<z.output<typeof fields>>

const plain = record('chatWidget', fields)

/** A chat that stands in the pages of sites; archived, it is switched off. */
export const chatWidget = decider<ChatWidgetState>()({
  ...plain,
  decide: {
    ...plain.decide,
    'chatWidget.create': (state, input, context) => {
      mustAskForName(input)
      return plain.decide['chatWidget.create'](state, input, context)
    },
    'chatWidget.change': (state, input, context) => {
      const said = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
      mustAskForName({ ...state, ...said })
      return plain.decide['chatWidget.change'](state, input, context)
    },
  },
})

/** A lead has a name. */
function mustAskForName({ bot, makes, asks }: Pick<ChatWidgetState, 'bot' | 'makes' | 'asks'>): void {
  if (bot && makes === 'lead' && !asks.some(({ field }) => field === 'name'))
    refuse('chatWidget.name-unasked', 'Of whom the bot is to make a lead it has to ask the name.', {
      field: 'asks',
    })
}
