import { inbox } from '../../domain/identity/inbox.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { commandsOf } from '../command.ts'

export const inboxId = (userId: string) => derivedId('inbox', userId)

/** Changed by their user only, through an endpoint of its own. */
export const inboxCommands = commandsOf(inbox, () => ({
  'inbox.create': {
    summary: 'Read notices for the first time',
    permission: 'inbox.change',
    internal: true,
  },
  'inbox.change': { summary: 'Read notices up to a position', internal: true },
}))
