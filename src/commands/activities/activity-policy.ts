import { type ActivityRules, activityPolicy, defaultRules } from '../../domain/activities/activity-policy.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Asking, commandsOf } from '../command.ts'

/** There is one. */
export const activityPolicyId = derivedId('activityPolicy')

/** Changed as a setting, by an endpoint of its own. */
export const activityPolicyCommands = commandsOf(activityPolicy, () => ({
  'activityPolicy.create': {
    summary: 'Decide what must be said of activities',
    permission: 'activityPolicy.change',
    internal: true,
  },
  'activityPolicy.change': { summary: 'Change what must be said of activities', internal: true },
  'activityPolicy.archive': { summary: 'Archive what must be said of activities', internal: true },
  'activityPolicy.restore': { summary: 'Restore what must be said of activities', internal: true },
}))

/** The rules that hold. */
export async function activityRulesNow({ load }: Pick<Asking, 'load'>): Promise<ActivityRules> {
  return { ...defaultRules, ...(await load(activityPolicy, activityPolicyId)) }
}
