import { activityPolicyEndpoints } from '../../api/activities/activity-policy.ts'
import { activityPolicyCommands } from '../../commands/activities/activity-policy.ts'
import { activityPolicy as decider } from '../../domain/activities/activity-policy.ts'
import { feature } from '../feature.ts'

export const activityPolicy = feature({
  decider,
  resource: 'activity-policies',
  grants: () => [],
  commands: activityPolicyCommands,
  endpoints: [() => activityPolicyEndpoints],
})
