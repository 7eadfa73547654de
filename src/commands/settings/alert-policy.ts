import { businessCalendar } from '../../domain/service/business-calendar.ts'
import { type AlertLimits, alertPolicy, daytime, defaultLimits } from '../../domain/settings/alert-policy.ts'
import type { BusinessHours } from '../../domain/values/business-time.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Asking, commandsOf } from '../command.ts'
import type { Execute } from '../execute.ts'
import { mustExist } from '../references.ts'

/** There is one. */
export const alertPolicyId = derivedId('alertPolicy')

/** Changed as a setting, by an endpoint of its own. */
export const alertPolicyCommands = commandsOf(alertPolicy, (prepared) => ({
  'alertPolicy.create': {
    summary: 'Decide from when on alerts are raised',
    permission: 'alertPolicy.change',
    internal: true,
    ...prepared(alertPolicy.commands['alertPolicy.create'].schema, withCalendar),
  },
  'alertPolicy.change': {
    summary: 'Change from when on alerts are raised',
    internal: true,
    ...prepared(alertPolicy.commands['alertPolicy.change'], withCalendar),
  },
  'alertPolicy.archive': { summary: 'Archive the limits of alerts', internal: true },
  'alertPolicy.restore': { summary: 'Restore the limits of alerts', internal: true },
}))

async function withCalendar<B extends object>(body: B, asking: Pick<Asking, 'load'>): Promise<B> {
  await mustExist('alertPolicy', body, { calendarId: businessCalendar }, asking)
  return body
}

/** The limits that hold now. */
export async function limitsNow({ load }: Pick<Execute, 'load'>): Promise<AlertLimits> {
  return { ...defaultLimits, ...(await load(alertPolicy, alertPolicyId)) }
}

/** The hours in which work is nothing unusual: those of the calendar that was chosen, or daytime in this zone. */
export async function usualHours(
  { calendarId }: AlertLimits,
  timeZone: string,
  { load }: Pick<Execute, 'load'>,
): Promise<BusinessHours> {
  const chosen = calendarId === null ? undefined : await load(businessCalendar, calendarId)
  return chosen && !chosen.archived ? chosen : daytime(timeZone)
}
