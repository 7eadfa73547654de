import { z } from 'zod'
import type { Execute } from '../../commands/execute.ts'
import { issuePassword, setPassword } from '../../commands/identity/password.ts'
import { modulesOff } from '../../commands/settings/modules.ts'
import { refuse } from '../../domain/error.ts'
import { password } from '../../domain/identity/password.ts'
import { ownCredential, user } from '../../domain/identity/user.ts'
import { moduleName } from '../../domain/settings/modules.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import type { Passwords } from '../../platform/people/passwords.ts'
import { keyOf, modelsSeenWhole } from '../../platform/people/permissions.ts'
import type { Throttle } from '../../platform/people/throttle.ts'
import { endpoint } from '../http/endpoint.ts'
import { TooMany } from '../http/problem.ts'
import { answer, askedBy, outcomeSchema } from '../http/routes.ts'
import type { Extension } from '../http/services.ts'
import { originOf, setCookie } from './browser.ts'
import { person, personOf } from './person.ts'
import type { SignIns } from './sign-ins.ts'

const tag = 'identity'
const fieldsByModel = z.record(z.string(), z.array(z.string()))

interface Parts {
  signIns: SignIns
  execute: Execute
  passwords: Passwords
  throttle: Throttle
}

/** Who one is, the own profile, and passwords. */
export function meEndpoints(parts: Parts): Extension {
  return (_app, { clock }) => {
    const { signIns, execute, passwords, throttle } = parts
    return [
      endpoint({
        method: 'GET',
        path: '/me',
        summary: 'Who is signed in, and what they may do',
        tag,
        access: 'signed-in',
        reply: person.extend({
          may: z.array(z.string()),
          seesAll: z.array(z.string()).describe('Models of which they see every record; `*` is every model.'),
          seesMembers: z.boolean().describe('Whether they see what members of the teams they manage own.'),
          hidden: fieldsByModel.describe('Fields that they do not see, by model.'),
          modulesOff: z.array(moduleName).describe('Modules that are switched off for everybody.'),
          readOnly: fieldsByModel.describe('Fields that they see and do not change, by model.'),
        }),
        run: async ({ principal }) => ({
          ...(await personOf(principal().actor.id, execute)),
          may: principal().may,
          seesAll: modelsSeenWhole(principal().keys),
          seesMembers: principal().keys.includes(keyOf.members),
          ...principal().masks,
          modulesOff: await modulesOff(execute),
        }),
      }),
      endpoint({
        method: 'PATCH',
        path: '/me',
        summary: 'Change the own name, photo, telephone, language or time zone',
        tag,
        access: 'in-person',
        body: user.commands['user.change-profile'],
        bodyPassedOn: true,
        headers: 'command',
        reply: outcomeSchema,
        async run({ body, principal, request, reply }) {
          const { id } = principal().actor
          const own = { ...principal(), may: ['user.change-profile'] }
          const command = 'user.change-profile'
          return answer(
            reply,
            await execute({ ...askedBy(request, command, id), command, id, body, principal: own }),
          )
        },
      }),
      endpoint({
        method: 'POST',
        path: '/me/password',
        summary: 'Change the own password; all other sessions end',
        tag,
        access: 'in-person',
        body: z.object({ current: z.string().max(200), password }),
        headers: 'command',
        reply: outcomeSchema,
        async run({ body, principal, request, reply }) {
          const { id } = principal().actor
          const key = `again ${id}`
          const wait = throttle.wait(key)
          if (wait > 0) throw new TooMany(wait)
          const state = await execute.load(user, id)
          if (!state || !(await passwords.check(ownCredential(state), body.current))) {
            throttle.failed(key, { free: 5, longest: 900 })
            refuse('user.wrong-password', 'The current password is wrong.', { field: 'current' })
          }
          // One's own password needs no further right than knowing the present one.
          const own = { ...principal(), may: [...principal().may, 'user.set-password'] }
          const asked = { ...askedBy(request, 'user.set-password', id), principal: own }
          const outcome = await setPassword(parts, id, body.password, asked)
          // That ended every session of this user; this one goes on as a new one.
          const { token, session } = await signIns.open(id, ['password'], originOf(request))
          setCookie(request, reply, token, session)
          return answer(reply, outcome)
        },
      }),
      endpoint({
        method: 'POST',
        path: '/users/:id/issue-password',
        summary: 'Give a user an initial password, told once; all their sessions end',
        tag: 'users',
        access: { permission: 'user.set-password' },
        headers: 'command',
        parameters: z.object({ id: uuid }),
        reply: outcomeSchema.extend({
          password: z.string().describe('Random, and good for nothing but signing in and choosing another.'),
          changeBy: instant.describe('Until when.'),
        }),
        async run({ parameters: { id }, request, reply }) {
          const asked = askedBy(request, 'user.set-password', id)
          const { outcome, ...issued } = await issuePassword(parts, id, clock(), asked)
          return { ...answer(reply, outcome), ...issued }
        },
      }),
    ]
  }
}
