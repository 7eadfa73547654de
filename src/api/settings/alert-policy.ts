import { alertPolicyId } from '../../commands/settings/alert-policy.ts'
import { alertLimits, alertPolicy, defaultLimits } from '../../domain/settings/alert-policy.ts'
import type { Extension } from '../http/services.ts'
import { settingEndpoints } from '../lists/setting.ts'

/** From when on alerts are raised (USR-11). */
export const alertPolicyEndpoints: Extension = (_app, services) =>
  settingEndpoints(services, {
    decider: alertPolicy,
    id: alertPolicyId,
    path: '/settings/alert-policy',
    summaries: [
      'How much within an hour raises an alert, and what counts as off-hours; its history is that of `id`',
      'Change how much raises an alert; it holds from the next look, within a minute',
    ],
    fields: alertLimits,
    defaults: defaultLimits,
    change: alertPolicy.commands['alertPolicy.change'],
  })
