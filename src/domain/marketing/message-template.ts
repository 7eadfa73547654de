import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict } from '../error.ts'
import { creates } from '../event.ts'
import { changed, merged } from '../record.ts'
import { count } from '../values/integer.ts'
import { line, prose } from '../values/text.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** What a message says, with merge fields and blocks that stand only for some (Liquid). */
export const messageContent = z
  .object({ subject: line(300), body: prose(15_000) })
  .register(vocabulary, { id: 'MessageContent' })
export type MessageContent = z.output<typeof messageContent>

const named = z.object({ name: line(80) })
const beginning = named.extend(messageContent.shape)
const nothing = z.object({})

export interface MessageTemplateState {
  name: string
  /** What is being written; null: nothing but what is published. */
  draft: MessageContent | null
  /** All that was published, the first version first. */
  versions: readonly MessageContent[]
  archived: boolean
}

/** A text that is sent to many, each time as it was published last. A message that was written by it names its version. */
export const messageTemplate = decider<MessageTemplateState>()({
  name: 'messageTemplate',
  events: {
    'messageTemplate.created': creates(beginning),
    /** What is written for the next version. What is published stays as it is. */
    'messageTemplate.changed': z.object({ changes: beginning.partial() }),
    'messageTemplate.published': z.object({ version: count.min(1), content: messageContent }),
    'messageTemplate.archived': nothing,
    'messageTemplate.restored': nothing,
  },
  commands: {
    'messageTemplate.create': creates(beginning),
    'messageTemplate.change': beginning.partial(),
    'messageTemplate.publish': nothing,
    'messageTemplate.archive': nothing,
    'messageTemplate.restore': nothing,
  },
  evolve: {
    'messageTemplate.created': (_, { name, ...draft }) => ({ name, draft, versions: [], archived: false }),
    'messageTemplate.changed': (state, { changes: { name, ...changes } }) => ({
      ...state,
      ...(name !== undefined && { name }),
      ...(Object.keys(changes).length > 0 && { draft: merged(newestContent(state), changes) }),
    }),
    'messageTemplate.published': (state, { content }) => ({
      ...state,
      draft: null,
      versions: [...state.versions, content],
    }),
    'messageTemplate.archived': (state) => ({ ...state, archived: true }),
    'messageTemplate.restored': (state) => ({ ...state, archived: false }),
  },
  decide: {
    'messageTemplate.create': (_, input) => [{ type: 'messageTemplate.created', data: input }],
    'messageTemplate.change': (state, input) => {
      mustNotBeArchived(state)
      const before = { name: state.name, ...newestContent(state) }
      const changes = changed<z.output<typeof beginning>>(before, input)
      return Object.keys(changes).length > 0 ? [{ type: 'messageTemplate.changed', data: { changes } }] : []
    },
    'messageTemplate.publish': (state) => {
      mustNotBeArchived(state)
      if (!state.draft) conflict('messageTemplate.nothing-new', 'Nothing was written since it was published.')
      return [
        {
          type: 'messageTemplate.published',
          data: { version: state.versions.length + 1, content: state.draft },
        },
      ]
    },
    'messageTemplate.archive': (state) =>
      state.archived ? [] : [{ type: 'messageTemplate.archived', data: {} }],
    'messageTemplate.restore': (state) =>
      state.archived ? [{ type: 'messageTemplate.restored', data: {} }] : [],
  },
})

/** What somebody who writes on begins with. */
export function newestContent({
  draft,
  versions,
}: Pick<MessageTemplateState, 'draft' | 'versions'>): MessageContent {
  const found = draft ?? versions.at(-1)
  if (!found) throw new Error('a template without any content')
  return found
}

function mustNotBeArchived({ archived }: MessageTemplateState): void {
  if (archived) conflict('messageTemplate.archived', 'This template is archived; restore it first.')
}
