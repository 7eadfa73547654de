import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Execute } from '../../commands/execute.ts'
import { preferencesId, preferencesOf } from '../../commands/identity/preferences.ts'
import { changeSetting } from '../../commands/setting.ts'
import { preferences, preferencesShown } from '../../domain/identity/preferences.ts'
import { user } from '../../domain/identity/user.ts'
import { allows, keyOf, type Principal } from '../../platform/people/permissions.ts'
import type { contactTable } from '../../projections/customers/contact.ts'
import type { opportunityTable } from '../../projections/sales/opportunity.ts'
import { endpoint } from '../http/endpoint.ts'
import { answer, askedBy, caughtUp, outcomeSchema } from '../http/routes.ts'
import type { Extension, ReadModels } from '../http/services.ts'
import type { TablesOf } from '../lists/query.ts'

const tag = 'identity'
const steps = ['complete-profile', 'add-second-factor', 'add-contact', 'open-deal'] as const
const checklist = z.object({
  dismissed: z.boolean(),
  done: z.boolean(),
  steps: z.array(z.object({ step: z.enum(steps), done: z.boolean() })),
})

/** What people set for themselves (USR-03, USR-04, USR-05), and the checklist for their first days (USR-14). */
export function preferencesEndpoints({ execute }: { execute: Execute }): Extension {
  return (_app, services) => {
    function change(body: object, principal: Principal, asked: ReturnType<typeof askedBy>) {
      const { id } = principal.actor
      const own = { ...principal, may: ['preferences.change'], keys: [keyOf.user(id)] }
      const about = { id: preferencesId(id), body: { ...body, userId: id } }
      return changeSetting(execute, preferences, { ...asked, ...about, principal: own })
    }
    return [
      endpoint({
        method: 'GET',
        path: '/me/preferences',
        summary: 'The own preferences: formats, start page, columns, saved views, notices, dashboard',
        tag,
        access: 'signed-in',
        reply: preferencesShown,
        run: ({ principal }) => preferencesOf(principal().actor.id, execute),
      }),
      endpoint({
        method: 'PATCH',
        path: '/me/preferences',
        summary: 'Change own preferences; what is named replaces what was there',
        tag,
        access: 'in-person',
        headers: 'command',
        body: preferences.commands['preferences.change'].omit({ userId: true }),
        reply: outcomeSchema,
        run: async ({ body, principal, request, reply }) =>
          answer(reply, await change(body, principal(), askedBy(request, 'preferences.change'))),
      }),
      endpoint({
        method: 'GET',
        path: '/me/dashboard',
        summary: 'The layout of the own dashboard',
        tag,
        access: 'signed-in',
        reply: preferencesShown.pick({ dashboard: true }),
        run: async ({ principal }) => {
          const { dashboard } = await preferencesOf(principal().actor.id, execute)
          return { dashboard }
        },
      }),
      endpoint({
        method: 'GET',
        path: '/me/onboarding',
        summary: 'What a new user may want to do first, as far as they have done it',
        tag,
        access: 'signed-in',
        headers: 'read',
        reply: checklist,
        async run({ principal, request }) {
          await caughtUp(services, request)
          const { id } = principal().actor
          const state = await execute.load(user, id)
          const { onboardingDismissed } = await preferencesOf(id, execute)
          const begun = await beginnings(services.readModels, principal())
          const list = [
            { step: 'complete-profile', done: state?.phone != null },
            { step: 'add-second-factor', done: state?.factorId !== undefined },
            ...begun,
          ]
          return { dismissed: onboardingDismissed, done: list.every(({ done }) => done), steps: list }
        },
      }),
      endpoint({
        method: 'POST',
        path: '/me/onboarding/dismiss',
        summary: 'Show the checklist no more',
        tag,
        access: 'in-person',
        headers: 'command',
        reply: outcomeSchema,
        run: async ({ principal, request, reply }) =>
          answer(
            reply,
            await change(
              { onboardingDismissed: true },
              principal(),
              askedBy(request, 'preferences.change', 'onboarding'),
            ),
          ),
      }),
    ]
  }
}

type Tables = TablesOf<[typeof contactTable, typeof opportunityTable]>

/** The steps this user may take at all, and whether they have. */
async function beginnings(readModels: Pick<ReadModels, 'read'>, principal: Principal) {
  const own = [
    { step: 'add-contact', model: 'contact', needs: 'contact.create' },
    { step: 'open-deal', model: 'opportunity', needs: 'opportunity.open' },
  ] as const
  const possible = own.filter(({ needs }) => allows(principal.may, needs))
  return readModels.read(principal, {}, async (db) => {
    const tables = db as never as Kysely<Tables>
    const found = []
    for (const { step, model } of possible) {
      const first = await tables
        .selectFrom(model)
        .select('id')
        .where('ownerId', '=', principal.actor.id)
        .limit(1)
        .executeTakeFirst()
      found.push({ step, done: first !== undefined })
    }
    return found
  })
}
