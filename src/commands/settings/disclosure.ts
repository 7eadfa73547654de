import { disclosure } from '../../domain/settings/disclosure.ts'
import { commandsOf } from '../command.ts'

/** Sent by the job that has made an export. */
export const disclosureCommands = commandsOf(disclosure, () => ({
  'disclosure.make': {
    summary: 'Note that events were handed out',
    permission: 'export.create',
    internal: true,
  },
}))
