import { quarantine } from '../../domain/settings/quarantine.ts'
import { commandsOf } from '../command.ts'

/** Reached by an endpoint of its own, which knows where a read model stopped. */
export const quarantineCommands = commandsOf(quarantine, () => ({
  'quarantine.begin': {
    summary: 'Begin the list of events that are set aside',
    permission: 'quarantine.set-event-aside',
    internal: true,
  },
  'quarantine.set-event-aside': {
    summary: 'Set an event aside that a read model cannot hold, or a saga cannot take',
    internal: true,
  },
}))
