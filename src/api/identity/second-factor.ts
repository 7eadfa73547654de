import { z } from 'zod'
import type { Execute } from '../../commands/execute.ts'
import type { Rules } from '../../commands/identity/sign-in-policy.ts'
import { conflict, refuse } from '../../domain/error.ts'
import { user } from '../../domain/identity/user.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { SecondFactors } from '../../platform/people/second-factors.ts'
import { endpoint } from '../http/endpoint.ts'
import { Unauthorized } from '../http/problem.ts'
import { answer, askedBy, outcomeSchema } from '../http/routes.ts'
import type { Extension } from '../http/services.ts'
import { mustBeRecent, originOf } from './browser.ts'
import { code, offered, shownFactor } from './sign-in.ts'
import { addSecondFactor, inOwnName, issueRecoveryCodes } from './sign-ins.ts'

const tag = 'identity'
const codes = z.object({ recoveryCodes: z.array(z.string()) }).register(vocabulary, { id: 'RecoveryCodes' })

interface Parts {
  execute: Execute
  secondFactors: SecondFactors
  rules: Rules
}

/** The own second factor: set up, confirmed before it counts, removed; and its reset by somebody else when it is lost. */
export function secondFactorEndpoints({ execute, secondFactors, rules }: Parts): Extension {
  return (_app, { clock }) => {
    async function me(id: string) {
      const state = await execute.load(user, id)
      if (!state) throw new Unauthorized()
      return state
    }
    const sensitive = (known: Parameters<typeof mustBeRecent>[0]) =>
      mustBeRecent(known, rules.current().reauthenticateMinutes, clock())

    return [
      endpoint({
        method: 'GET',
        path: '/me/second-factor',
        summary: 'Whether there is a second factor, and how many recovery codes are left',
        tag,
        access: 'in-person',
        reply: z.object({ enabled: z.boolean(), required: z.boolean(), recoveryCodesLeft: z.int() }),
        async run({ principal }) {
          const { factorId, recoveryId, role } = await me(principal().actor.id)
          return {
            enabled: factorId !== undefined,
            required: rules.current().secondFactorRoles.includes(role),
            recoveryCodesLeft: recoveryId ? await secondFactors.codesLeft(recoveryId) : 0,
          }
        },
      }),
      endpoint({
        method: 'POST',
        path: '/me/second-factor',
        summary: 'A second factor to set up; it counts once a code of it has confirmed it',
        tag,
        access: 'in-person',
        reply: offered,
        async run({ known, principal }) {
          sensitive(known())
          const { id } = principal().actor
          const { email, factorId } = await me(id)
          if (factorId) conflict('user.second-factor-there', 'There is a second factor; remove it first.')
          return shownFactor(await secondFactors.offer({ id, label: email, inForce: undefined }))
        },
      }),
      endpoint({
        method: 'POST',
        path: '/me/second-factor/confirm',
        summary: 'Confirm the second factor by a code; gives ten recovery codes, once',
        tag,
        access: 'in-person',
        body: z.object({ factorId: uuid, code }),
        reply: codes,
        async run({ body, known, principal, request }) {
          sensitive(known())
          const { actor, via } = principal()
          if (!(await secondFactors.check(body.factorId, actor.id, body.code)))
            refuse('user.wrong-code', 'This code is wrong, or was used already.', { field: 'code' })
          const own = inOwnName(actor.id, via.id, actor.roles[0])
          const recoveryCodes = await addSecondFactor({ execute, secondFactors }, actor.id, body.factorId, {
            principal: own,
            ...originOf(request),
          })
          return { recoveryCodes }
        },
      }),
      endpoint({
        method: 'POST',
        path: '/me/second-factor/remove',
        summary: 'Remove the second factor, where the role does not ask for one',
        tag,
        access: 'in-person',
        async run({ known, principal, request }) {
          sensitive(known())
          const { actor, via } = principal()
          const { factorId, recoveryId, role } = await me(actor.id)
          if (rules.current().secondFactorRoles.includes(role))
            refuse('user.second-factor-required', 'Your role must sign in with a second factor.')
          await execute({
            command: 'user.remove-second-factor',
            id: actor.id,
            body: { cause: 'own' },
            principal: inOwnName(actor.id, via.id, actor.roles[0]),
            ...originOf(request),
          })
          if (factorId) await secondFactors.forget(factorId)
          if (recoveryId) await secondFactors.forgetCodes(recoveryId)
        },
      }),
      endpoint({
        method: 'POST',
        path: '/me/recovery-codes',
        summary: 'Ten new recovery codes, told once; the earlier ones are worth nothing any more',
        tag,
        access: 'in-person',
        reply: codes,
        async run({ known, principal, request }) {
          sensitive(known())
          const { actor, via } = principal()
          const own = inOwnName(actor.id, via.id, actor.roles[0])
          const asked = { principal: own, ...originOf(request) }
          return { recoveryCodes: await issueRecoveryCodes({ execute, secondFactors }, actor.id, asked) }
        },
      }),
      endpoint({
        method: 'POST',
        path: '/users/:id/reset-second-factor',
        summary: 'Remove the lost second factor of a user; all their sessions end',
        tag: 'users',
        access: { permission: 'user.remove-second-factor' },
        headers: 'command',
        parameters: z.object({ id: uuid }),
        reply: outcomeSchema,
        async run({ parameters: { id }, known, request, reply }) {
          sensitive(known())
          const state = await execute.load(user, id)
          const outcome = await execute({
            ...askedBy(request, 'user.remove-second-factor', id),
            command: 'user.remove-second-factor',
            id,
            body: { cause: 'reset' },
          })
          if (state?.factorId) await secondFactors.forget(state.factorId)
          if (state?.recoveryId) await secondFactors.forgetCodes(state.recoveryId)
          return answer(reply, outcome)
        },
      }),
    ]
  }
}
