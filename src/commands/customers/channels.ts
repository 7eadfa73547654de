import type { z } from 'zod'
import { type Channel, mustBeFree, noted, type Reachable } from '../../domain/customers/channels.ts'
import { contact } from '../../domain/customers/contact.ts'
import { lead } from '../../domain/sales/lead.ts'
import type { Asking, RecordRef } from '../command.ts'
import { asBefore } from '../inverse.ts'

/** The commands that every record has of somebody who is reached. */
export function reachingCommands<const N extends string>(name: N) {
  const definitions = {
    [`${name}.prefer-channel`]: {
      summary: 'Note by which channel somebody would rather be reached',
      inverse: asBefore(`${name}.prefer-channel`),
    },
    [`${name}.set-do-not-contact`]: {
      summary: 'Note by which channels somebody is not to be contacted, and why',
    },
    [`${name}.forbid-channel`]: { summary: 'Note one more channel by which somebody is not to be contacted' },
    [`${name}.allow-channel`]: { summary: 'Note that somebody may be contacted by a channel again' },
    [`${name}.suppress-mail`]: {
      summary: 'Note why somebody is left out of what is sent to many',
      body: noted,
      // Another address of theirs may be right.
      prepare: (
        body: z.output<typeof noted>,
        { state }: { state: { email?: string | null } },
      ): z.output<typeof noted> => ({
        ...body,
        address: body.cause === 'bounce' ? (body.address ?? state.email ?? null) : body.address,
      }),
    },
    [`${name}.allow-mail`]: { summary: 'Let somebody get again what is sent to many' },
  }
  return definitions as {
    [K in `${N}.prefer-channel`]: { summary: string; inverse: ReturnType<typeof asBefore> }
  } & {
    [K in `${N}.set-do-not-contact` | `${N}.forbid-channel` | `${N}.allow-channel` | `${N}.allow-mail`]: {
      summary: string
    }
  } & {
    [K in `${N}.suppress-mail`]: {
      summary: string
      body: typeof noted
      prepare: (body: never, asking: { state: { email: string | null } }) => z.output<typeof noted>
    }
  }
}

const deciders = { contact, lead } as const

/** Refuses to reach any of these people by a channel that they have forbidden; what is no person passes. */
export async function mustBeReachable(
  refs: readonly RecordRef[],
  by: Channel,
  { load }: Pick<Asking, 'load'>,
): Promise<void> {
  for (const { model, id } of refs) {
    const of = deciders[model as keyof typeof deciders]
    const state = of && ((await load(of as typeof contact, id)) as Reachable | undefined)
    if (state) mustBeFree(model, state, by)
  }
}
