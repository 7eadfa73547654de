import { z } from 'zod'
import { instant } from '../../../domain/values/instant.ts'
import { money } from '../../../domain/values/money.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import { endpoint } from '../../http/endpoint.ts'
import { caughtUp } from '../../http/routes.ts'
import type { Extension } from '../../http/services.ts'
import type { ChannelParts, Line } from './channel.ts'
import { channels } from './list.ts'

/** What was paid is summed over so many days. */
const costDays = 30

const state = z
  .enum(['not-set-up', 'well', 'waiting', 'failing'])
  .register(vocabulary, { id: 'ChannelState' })

const line = z
  .object({
    direction: z.enum(['in', 'out']).register(vocabulary, { id: 'ChannelDirection' }),
    name: z.string(),
    record: z
      .object({ model: z.string(), id: uuid })
      .register(vocabulary, { id: 'ChannelRecord' })
      .nullable()
      .describe('What sets it up; null: the configuration of the server does, or nothing has to.'),
    state: state.describe('`waiting`: it is set up, and nothing has come or gone yet.'),
    lastSuccessAt: instant.nullable(),
    lastTroubleAt: instant.nullable(),
    trouble: z
      .string()
      .nullable()
      .describe('What went wrong last; null: nothing, or it has gone well since.'),
    queued: z.int(),
    retrying: z.int(),
    doubtful: z.int().describe('Of which nobody can know whether it has gone.'),
    nextTryAt: instant.nullable(),
    cost: z.array(money).describe(`What it has cost in the last ${costDays} days, as far as it is known.`),
  })
  .register(vocabulary, { id: 'ChannelLine' })

const health = z
  .object({
    channels: z.array(
      z
        .object({
          channel: z.string(),
          label: z.string(),
          state,
          deadLetters: z
            .int()
            .describe('What was refused for good and waits for a person, on the status page.'),
          lines: z.array(line),
        })
        .register(vocabulary, { id: 'ChannelHealth' }),
    ),
  })
  .register(vocabulary, { id: 'ChannelsHealth' })

const stateOf = ({ setUp, trouble, lastSuccessAt }: Line): z.output<typeof state> => {
  if (trouble !== null) return 'failing'
  if (!setUp) return 'not-set-up'
  return lastSuccessAt === null ? 'waiting' : 'well'
}

const worst = ['failing', 'waiting', 'well', 'not-set-up'] as const

/** How each channel stands: set up or not, what went well and wrong last, what waits, and what it costs (INT-04). */
export const channelHealth =
  (parts: ChannelParts): Extension =>
  (_app, services) => [
    endpoint({
      name: 'getChannelHealth',
      method: 'GET',
      path: '/channels',
      summary:
        'How each channel stands: set up or not, last success, last trouble, what waits, dead letters, cost',
      tag: 'channels',
      access: { permission: 'saga.read' },
      headers: 'read',
      parameters: z.object({}),
      reply: health,
      async run({ principal, request }) {
        await caughtUp(services, request)
        const since = new Date(Date.parse(parts.clock()) - costDays * 86_400_000).toISOString()
        const sagas = await services.sagas.status()
        const found = await services.readModels.read(principal(), {}, async (db) => {
          const all = []
          // One connection, one question after the other.
          for (const { lines, ...channel } of channels)
            all.push({ ...channel, lines: await lines({ db: db as never, parts, since }) })
          return all
        })
        return {
          channels: found.map(({ channel, label, sagas: carried, lines }) => {
            const shown = lines.map(({ setUp, ...one }) => ({ ...one, state: stateOf({ setUp, ...one }) }))
            return {
              channel,
              label,
              state: worst.find((each) => shown.some((one) => one.state === each)) ?? ('not-set-up' as const),
              deadLetters: sagas
                .filter(({ name }) => carried.includes(name))
                .reduce((sum, one) => sum + one.deadLetters, 0),
              lines: shown,
            }
          }),
        }
      },
    }),
  ]
