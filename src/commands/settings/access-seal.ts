import { accessSeal } from '../../domain/settings/access-seal.ts'
import { commandsOf } from '../command.ts'

/** Sent by the machine, now and then. */
export const accessSealCommands = commandsOf(accessSeal, () => ({
  'accessSeal.make': { summary: 'Seal the access log', internal: true },
}))
