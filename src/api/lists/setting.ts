import { z } from 'zod'
import { PreconditionRequired } from '../../commands/errors.ts'
import { changeSetting } from '../../commands/setting.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { headersOf, timeParameters } from '../http/asking.ts'
import { type Endpoint, endpoint } from '../http/endpoint.ts'
import { answer, askedBy, outcomeSchema } from '../http/routes.ts'
import type { Services } from '../http/services.ts'
import { stepsOf, upTo } from '../log/history.ts'

/** What every record has, also one there is only one of; null where nobody has decided anything yet. */
export const settingColumns = z.object({
  id: uuid,
  revision: z.int().nullable(),
  createdAt: instant.nullable(),
  updatedAt: instant.nullable(),
})

/** The steps of a record there is one of, up to an instant, and what is kept of it beside its fields. */
export async function settingAt(
  { events }: Pick<Services, 'events'>,
  of: AnyDecider,
  id: string,
  at: z.output<typeof timeParameters>,
) {
  const steps = upTo(stepsOf(of, await events(of, id)), at)
  const last = steps.at(-1)?.event
  return {
    steps,
    columns: {
      id,
      revision: last?.revision ?? null,
      createdAt: steps[0]?.event.occurredAt ?? null,
      updatedAt: last?.occurredAt ?? null,
    },
  }
}

/**
 * Reading and changing a setting each field of which has a value that holds until somebody decides: read by who may
 * change or audit it, and every change an event.
 */
export function settingEndpoints(
  services: Pick<Services, 'events' | 'execute'>,
  of: {
    decider: AnyDecider
    id: string
    path: string
    /** Of reading and of changing it. */
    summaries: readonly [string, string]
    fields: z.ZodObject
    defaults: object
    change: z.ZodType
    /** Before a change is answered. */
    changed?: () => Promise<unknown>
  },
): Endpoint[] {
  const { decider, id, path, defaults } = of
  const change = `${decider.name}.change`
  return [
    endpoint({
      method: 'GET',
      path,
      summary: of.summaries[0],
      tag: 'settings',
      access: { permission: `${decider.name}.read` },
      parameters: timeParameters,
      setting: { decider, id, defaults },
      reply: of.fields.extend(settingColumns.shape),
      async run({ parameters }) {
        const { steps, columns } = await settingAt(services, decider, id, parameters)
        return { ...defaults, ...(steps.at(-1)?.after as object | undefined), ...columns }
      },
    }),
    endpoint({
      method: 'PATCH',
      path,
      summary: of.summaries[1],
      tag: 'settings',
      access: { permission: change },
      headers: 'command',
      problems: ['precondition-required'],
      body: of.change,
      bodyPassedOn: true,
      reply: outcomeSchema,
      async run({ body, request, reply }) {
        // Before anybody has decided anything there is no revision to name.
        if (
          headersOf(request).ifMatch === undefined &&
          (await services.execute.load(decider, id)) !== undefined
        )
          throw new PreconditionRequired()
        const outcome = await changeSetting(services.execute, decider, {
          ...askedBy(request, change),
          id,
          body,
        })
        await of.changed?.()
        return answer(reply, outcome)
      },
    }),
  ]
}
