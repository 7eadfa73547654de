import { z } from 'zod'
import type { AnyDecider } from '../domain/decider.ts'
import type { timeParameters } from './asking.ts'
import { stepsOf, upTo } from './history.ts'
import type { Services } from './services.ts'

/** What every record has, also one there is only one of; null where nobody has decided anything yet. */
export const settingColumns = z.object({
  id: z.uuid(),
  revision: z.int().nullable(),
  createdAt: z.string().nullable(),
  updatedAt: z.string().nullable(),
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
