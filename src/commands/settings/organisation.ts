import type { AnyDecider } from '../../domain/decider.ts'
import type { RecordedEvent } from '../../domain/event.ts'
import { organisation } from '../../domain/settings/organisation.ts'
import { dayOf } from '../../domain/values/day.ts'
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

/**
 * The zone that the organisation's days are of at an instant: as was said last for that day, as was said first before
 * any was, UTC as long as nothing is said at all.
 */
export async function organisationZone(
  events: (of: AnyDecider, id: string) => Promise<readonly RecordedEvent[]>,
  at: string,
): Promise<string> {
  const said: { from: string; timeZone: string }[] = []
  for (const { data } of await events(organisation, organisationId)) {
    const { changes, ...whole } = data as { changes?: object }
    const last = { ...said.at(-1), ...whole, ...changes } as (typeof said)[number]
    said.push({ from: last.from, timeZone: last.timeZone })
  }
  const held = said.findLast(({ from, timeZone }) => from <= dayOf(at, timeZone)) ?? said[0]
  return held?.timeZone ?? 'UTC'
}
