import { chatWidget } from '../../domain/activities/chat-widget.ts'
import { team } from '../../domain/identity/team.ts'
import { sameName } from '../../domain/values/text.ts'
import { chosen } from '../choices.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustExist } from '../references.ts'

const listed = { source: 'lead-source', category: 'ticket-category' } as const

async function inWords<B extends object>(body: B, asking: Asking): Promise<B> {
  await mustExist('chatWidget', body, { teamId: team }, asking)
  return chosen('chatWidget', body, listed, asking)
}

export const chatWidgetCommands = commandsOf(
  chatWidget,
  (prepared) => ({
    'chatWidget.create': {
      summary: 'Make a chat for the pages of sites',
      ...prepared(chatWidget.commands['chatWidget.create'].schema, inWords),
    },
    'chatWidget.change': {
      summary: 'Change a chat',
      inverse: asBefore('chatWidget.change'),
      ...prepared(chatWidget.commands['chatWidget.change'], inWords),
    },
    'chatWidget.archive': { summary: 'Switch a chat off', inverse: by('chatWidget.restore') },
    'chatWidget.restore': { summary: 'Switch a chat on again', inverse: by('chatWidget.archive') },
  }),
  { unique: ({ name }) => [{ kind: 'chatWidget-name', value: sameName(name) }] },
)
