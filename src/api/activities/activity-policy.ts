import { activityPolicyId } from '../../commands/activities/activity-policy.ts'
import { activityPolicy, activityRules, defaultRules } from '../../domain/activities/activity-policy.ts'
import type { Extension } from '../http/services.ts'
import { settingEndpoints } from '../lists/setting.ts'

/** What must be said before a call counts as logged (ACT-01). */
export const activityPolicyEndpoints: Extension = (_app, services) =>
  settingEndpoints(services, {
    decider: activityPolicy,
    id: activityPolicyId,
    path: '/settings/activity-policy',
    summaries: [
      'What must be said before something counts as logged; its history is that of `id`',
      'Change what must be said; it holds from the next call on',
    ],
    fields: activityRules,
    defaults: defaultRules,
    change: activityPolicy.commands['activityPolicy.change'],
  })
