import type { Execute } from '../../commands/execute.ts'
import { type Rules, signInPolicyId } from '../../commands/identity/sign-in-policy.ts'
import { changeSetting } from '../../commands/setting.ts'
import { defaultRules, signInPolicy, signInRules } from '../../domain/identity/sign-in-policy.ts'
import { timeParameters } from '../asking.ts'
import { endpoint } from '../endpoint.ts'
import { answer, askedBy, outcomeSchema } from '../routes.ts'
import type { Extension } from '../services.ts'
import { settingAt, settingColumns } from '../setting.ts'

const tag = 'settings'

/** The rules of signing in (USR-18): read by who may change or audit them, and every change an event. */
export function signInPolicyEndpoints({ execute, rules }: { execute: Execute; rules: Rules }): Extension {
  return (_app, services) => [
    endpoint({
      method: 'GET',
      path: '/settings/sign-in-policy',
      summary: 'The rules of signing in, of sessions, passwords and keys; their history is that of `id`',
      tag,
      access: { permission: 'signInPolicy.read' },
      parameters: timeParameters,
      reply: signInRules.extend(settingColumns.shape),
      async run({ parameters }) {
        const { steps, columns } = await settingAt(services, signInPolicy, signInPolicyId, parameters)
        return { ...defaultRules, ...(steps.at(-1)?.after as object | undefined), ...columns }
      },
    }),
    endpoint({
      method: 'PATCH',
      path: '/settings/sign-in-policy',
      summary: 'Change the rules of signing in; they hold at once',
      tag,
      access: { permission: 'signInPolicy.change' },
      headers: 'command',
      body: signInPolicy.commands['signInPolicy.change'],
      bodyPassedOn: true,
      reply: outcomeSchema,
      async run({ body, request, reply }) {
        const asked = { ...askedBy(request, 'signInPolicy.change'), id: signInPolicyId, body }
        const outcome = await changeSetting(execute, signInPolicy, asked)
        await rules.refresh()
        return answer(reply, outcome)
      },
    }),
  ]
}
