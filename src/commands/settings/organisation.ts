import { organisation, type StatedOrganisation } from '../../domain/settings/organisation.ts'
import { dayOf } from '../../domain/values/day.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Asking, commandsOf } from '../command.ts'

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

/**
 * The organisation as it stands on the day of an instant: as was said last of that day, as was said first before any was;
 * undefined as long as nothing is said at all.
 */
export async function organisationAt(
  load: Asking['load'],
  at: string,
): Promise<StatedOrganisation | undefined> {
  const said = (await load(organisation, organisationId))?.said ?? []
  return said.findLast(({ from, timeZone }) => from <= dayOf(at, timeZone)) ?? said[0]
}

/** The zone that the organisation's days are of at an instant; UTC as long as nothing is said of it. */
export async function organisationZone(load: Asking['load'], at: string): Promise<string> {
  return (await organisationAt(load, at))?.timeZone ?? 'UTC'
}
