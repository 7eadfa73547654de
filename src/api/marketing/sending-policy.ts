import { sendingPolicyId } from '../../commands/marketing/sending-policy.ts'
import { sendingPolicy } from '../../domain/marketing/sending-policy.ts'
import { defaultSendingRules, sendingRules } from '../../domain/marketing/sending-rules.ts'
import type { Extension } from '../http/services.ts'
import { settingEndpoints } from '../lists/setting.ts'

/** Purposes, how often, when, and what is noted of who reads it. */
export const sendingPolicyEndpoints: Extension = (_app, services) =>
  settingEndpoints(services, {
    decider: sendingPolicy,
    id: sendingPolicyId,
    path: '/settings/sending-policy',
    summaries: [
      'What holds of all that is sent to many: purposes, how often, and when; its history is that of `id`',
      'Change what holds of all that is sent to many; it holds from the next mail on',
    ],
    fields: sendingRules,
    defaults: defaultSendingRules,
    change: sendingPolicy.commands['sendingPolicy.change'],
  })
