import { type Rules, signInPolicyId } from '../../commands/identity/sign-in-policy.ts'
import { defaultRules, signInPolicy, signInRules } from '../../domain/identity/sign-in-policy.ts'
import type { Extension } from '../http/services.ts'
import { settingEndpoints } from '../lists/setting.ts'

/** The rules of signing in (USR-18). */
export function signInPolicyEndpoints(rules: Rules): Extension {
  return (_app, services) =>
    settingEndpoints(services, {
      decider: signInPolicy,
      id: signInPolicyId,
      path: '/settings/sign-in-policy',
      summaries: [
        'The rules of signing in, of sessions, passwords and keys; their history is that of `id`',
        'Change the rules of signing in; they hold at once',
      ],
      fields: signInRules,
      defaults: defaultRules,
      change: signInPolicy.commands['signInPolicy.change'],
      changed: rules.refresh,
    })
}
