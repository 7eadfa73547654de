import { organisation } from '../../domain/settings/organisation.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { commandsOf } from '../command.ts'

/** There is one. */
export const organisationId = derivedId('organisation')

/** Changed as a setting, by an endpoint of its own. */
export const organisationCommands = commandsOf(organisation, () => ({
  'organisation.create': {
    summary: 'Describe the own organisation',
    permission: 'organisation.change',
    internal: true,
  },
  'organisation.change': { summary: 'Change the own organisation', internal: true },
  'organisation.archive': { summary: 'Archive the own organisation', internal: true },
  'organisation.restore': { summary: 'Restore the own organisation', internal: true },
}))
