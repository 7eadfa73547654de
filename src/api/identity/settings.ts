import { z } from 'zod'
import type { Execute } from '../../commands/execute.ts'
import { type Rules, rulesNow, signInPolicyId } from '../../commands/identity/sign-in-policy.ts'
import { changeSetting } from '../../commands/setting.ts'
import { signInPolicy, signInRules } from '../../domain/identity/sign-in-policy.ts'
import { endpoint } from '../endpoint.ts'
import { answer, askedBy, outcomeSchema } from '../routes.ts'
import type { Extension } from '../services.ts'

const tag = 'settings'

/** The rules of signing in (USR-18): read by who may change or audit them, and every change an event. */
export function signInPolicyEndpoints({ execute, rules }: { execute: Execute; rules: Rules }): Extension {
  return () => [
    endpoint({
      method: 'GET',
      path: '/settings/sign-in-policy',
      summary: 'The rules of signing in, of sessions, passwords and keys; their history is that of `id`',
      tag,
      access: { permission: 'signInPolicy.read' },
      reply: signInRules.extend({ id: z.uuid() }),
      run: async () => ({ id: signInPolicyId, ...(await rulesNow(execute)) }),
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
