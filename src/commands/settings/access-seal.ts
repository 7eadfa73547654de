import { accessSeal } from '../../domain/settings/access-seal.ts'
import { commandsOf } from '../command.ts'

/** Sent by the machine, now and then. */
export const accessSealCommands = commandsOf(
  accessSeal,
  { resource: 'access-seals', grants: () => [] },
  () => ({
    'accessSeal.make': { summary: 'Seal the access log', internal: true },
  }),
)
