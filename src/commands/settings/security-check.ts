import { securityCheck } from '../../domain/settings/security-check.ts'
import { commandsOf } from '../command.ts'

/** Sent by the machine, every night and when somebody asks for it. */
export const securityCheckCommands = commandsOf(securityCheck, () => ({
  'securityCheck.record': { summary: 'Record what a security check has found', internal: true },
}))
