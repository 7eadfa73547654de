import { portalPolicyId } from '../../commands/customers/portal-policy.ts'
import { defaultPortalRules, portalPolicy, portalRules } from '../../domain/customers/portal-policy.ts'
import type { Extension } from '../http/services.ts'
import { settingEndpoints } from '../lists/setting.ts'

/** Whether customers have a portal, and what they may do there (COL-01, COL-04). */
export const portalPolicyEndpoints: Extension = (_app, services) =>
  settingEndpoints(services, {
    decider: portalPolicy,
    id: portalPolicyId,
    path: '/settings/portal',
    summaries: [
      'Whether customers have a portal, and what they may do there; its history is that of `id`',
      'Switch the portal on or off, or change what customers may do there',
    ],
    fields: portalRules,
    defaults: defaultPortalRules,
    change: portalPolicy.commands['portalPolicy.change'],
  })
