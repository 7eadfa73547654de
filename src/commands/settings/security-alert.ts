import { securityAlert } from '../../domain/settings/security-alert.ts'
import { commandsOf } from '../command.ts'

/** Seen by those who see every alert: it is nobody's own. */
export const securityAlertCommands = commandsOf(securityAlert, () => ({
  'securityAlert.raise': { summary: 'Raise an alert', internal: true },
  'securityAlert.acknowledge': { summary: 'Say that somebody looks into an alert' },
  'securityAlert.close': { summary: 'Close an alert, saying what it was' },
}))
