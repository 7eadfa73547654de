import { alert } from '../../domain/settings/security-alert.ts'
import { commandsOf } from '../command.ts'

/** Seen by those who see every alert: it is nobody's own. */
export const alertCommands = commandsOf(alert, () => ({
  'alert.raise': { summary: 'Raise an alert', internal: true },
  'alert.acknowledge': { summary: 'Say that somebody looks into an alert' },
  'alert.close': { summary: 'Close an alert, saying what it was' },
}))
