import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { InvalidInput } from '../../commands/errors.ts'
import { organisationAt } from '../../commands/settings/organisation.ts'
import {
  type BackTestAsked,
  backTest,
  backTestAsked,
  cadence,
  forecastMethod,
  forecastSpan,
  mostCutOffs,
  mostErring,
} from '../../domain/analytics/back-test.ts'
import { cutOffs, backTest as worked } from '../../domain/analytics/back-testing.ts'
import { methodNames } from '../../domain/analytics/methods.ts'
import { instant } from '../../domain/values/instant.ts'
import { position } from '../../domain/values/position.ts'
import { uuid } from '../../domain/values/uuid.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { backTestTable } from '../../projections/analytics/back-test.ts'
import { userTable } from '../../projections/identity/user.ts'
import { endpoint } from '../http/endpoint.ts'
import { refuseHidden } from '../http/masks.ts'
import { askedBy, caughtUp } from '../http/routes.ts'
import type { Extension, Services } from '../http/services.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { jobSchema } from '../operate/admin.ts'
import type { Working } from '../operate/jobs.ts'
import { dealLives, forecastFields, forecastSetting } from './deal-lives.ts'
import { rounded } from './forecast-methods.ts'
import { stageNames } from './stage-names.ts'

const { shape } = backTest.events['backTest.made'].schema

export const backTestQueries = recordQueries(backTestTable)({
  resource: 'back-tests',
  summary: 'Forecasts as they would have been made, against what happened',
  row: z.object({ ...shape, seed: z.int() }),
  shown: ({ methods, open, ...row }) =>
    ({ ...row, methods: [...methods] as never, open: [...open] }) as never,
  references: { askerId: userTable },
  filters: { askerId: uuid, span: forecastSpan, cadence },
  ranges: { createdAt: instant },
  sorts: ['-createdAt', 'updatedAt'],
})

export const backTestTitles = titlesOf(backTest, {
  'backTest.made': ({ data: { forecasts, methods, from, to } }) =>
    `Back-test of ${methods.length === 1 ? '1 method' : `${methods.length} methods`} from ${from} to ${to}, ` +
    `${forecasts.length} forecasts`,
})

const asked = backTestAsked.extend({
  cadence: cadence.default('month'),
  span: forecastSpan
    .default('quarter')
    .describe('The fiscal period that is forecast: the one that goes on after a cut-off.'),
  methods: z
    .array(forecastMethod)
    .min(1)
    .max(methodNames.length)
    .default([...methodNames]),
  basis: backTestAsked.shape.basis
    .default('recorded')
    .describe(
      'What was known then: by what was recorded, or, of a past that was taken over, by what had happened.',
    ),
  seed: backTestAsked.shape.seed.default(1),
  upTo: position.optional().describe('Later events are not looked at; left out, all there are.'),
  until: instant
    .optional()
    .describe('By what is known at this instant it is told what happened; left out, now.'),
})

/**
 * `POST /back-tests`: as a job, which reads as who asks, yields to others after each forecast, and keeps what came of it as a
 * record with all that it takes to run it again.
 */
export function backTestEndpoints(): Extension {
  return (_app, services) => [
    endpoint({
      method: 'POST',
      path: '/back-tests',
      summary:
        'Make past forecasts again by what was known then, and compare them with what happened, as a job; its result says where it is kept',
      tag: 'back-tests',
      access: { permission: 'backTest.make' },
      headers: 'read',
      body: asked,
      reply: jobSchema,
      status: 202,
      async run({ body, principal, request }) {
        const asking = principal()
        refuseHidden(asking, forecastFields)
        const { upTo = String(services.readModels.position() ?? 0), until = services.clock(), ...of } = body
        if (of.from > of.to)
          throw new InvalidInput([{ field: 'from', rule: 'order', message: `is after ${of.to}` }])
        // Nobody counts the days of a thousand years.
        const days = Date.parse(of.to) - Date.parse(of.from) > 3_700 * 86_400_000 ? [] : cutOffs(of)
        if (days.length === 0 || days.length > mostCutOffs)
          throw new InvalidInput([
            {
              field: 'to',
              rule: 'cut-offs',
              message: `1 to ${mostCutOffs} ends of a ${of.cadence} must lie between`,
            },
          ])
        await caughtUp(services, request)
        // Its own event is written when the request is over.
        const asker = { ...askedBy(request, 'backTest.make'), command: 'backTest.make' }
        return services.jobs.start('back-test', asking.actor.id, async (working) => {
          const result = await made(services, asking, { ...of, days, upTo, until }, working)
          working.signal.throwIfAborted()
          const { id } = await services.execute({ ...asker, body: result })
          return { id, path: `/api/back-tests/${id}` }
        })
      },
    }),
  ]
}

async function made(
  { readModels, execute }: Pick<Services, 'readModels' | 'execute'>,
  principal: Principal,
  of: BackTestAsked & { days: readonly string[]; upTo: string; until: string },
  { progress, signal }: Working,
) {
  const { days, upTo, until, ...about } = of
  progress(0, days.length)
  const { lives, setting, names } = await readModels.read(principal, {}, async (db) => ({
    lives: await dealLives(db as never, { basis: of.basis, until, position: upTo }, () =>
      signal.throwIfAborted(),
    ),
    setting: await forecastSetting(db as never, {
      organisation: await organisationAt(execute.load, until),
      ...about,
    }),
    names: await stageNames(db as never),
  }))
  const told = await worked(lives, setting, {
    days,
    wanted: of.methods,
    until: Date.parse(until),
    async rest() {
      await setImmediate()
      signal.throwIfAborted()
    },
    async done(count) {
      progress(count, days.length)
      await setImmediate()
      signal.throwIfAborted()
    },
  })
  const whole = <Of extends { absolute: number; bias: number; actual: number }>(group: Of): Of => ({
    ...group,
    absolute: Math.round(group.absolute),
    bias: Math.round(group.bias),
    actual: Math.round(group.actual),
  })
  return {
    ...about,
    askerId: principal.actor.id,
    upTo,
    until,
    zone: setting.zone,
    fiscalYearStart: setting.yearStart,
    currency: setting.currency,
    deals: lives.length,
    forecasts: told.made.map((one) => ({ ...rounded(one), actual: Math.round(one.actual) })),
    errors: told.methods.map(whole),
    horizons: told.horizons.map(whole),
    owners: mostErring(told.owners).map(whole),
    stages: mostErring(told.stages).map((group) => ({ ...whole(group), stageName: names(group.stageId) })),
    open: told.open,
  }
}
