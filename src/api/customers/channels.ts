import type { Kysely } from 'kysely'
import { z } from 'zod'
import {
  type Channel,
  channel,
  channels,
  channelUse,
  channelWords,
  type Forbidden,
  forbidden,
  type Suppression,
  suppression,
} from '../../domain/customers/channels.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { contactTable } from '../../projections/customers/contact.ts'
import type { leadTable } from '../../projections/sales/lead.ts'
import { type QueryDefinition, query, type TablesOf } from '../lists/query.ts'

export const channelReply = {
  preferredChannel: channel.nullable(),
  doNotContact: z.array(forbidden),
  forbiddenChannels: z.array(z.string()),
  suppressions: z.array(suppression).describe('What keeps them out of what is sent to many.'),
}

/** What lists of people can be narrowed to. */
export const channelFilters = { preferredChannel: channel }

const uses = z
  .object({
    items: z.array(
      z
        .object({
          channel,
          use: z.enum(['free', 'not-preferred', 'forbidden']).register(vocabulary, { id: 'ChannelUse' }),
          preferred: channel.nullable().describe('What they would rather have.'),
          reason: z.string().nullable().describe('Why it is forbidden, where somebody said so.'),
        })
        .register(vocabulary, { id: 'ChannelAnswer' }),
    ),
  })
  .register(vocabulary, { id: 'ChannelAnswers' })

/** Whether each channel may be used: what whatever sends is refused by (409), told before it is tried. */
export function channelQuery(
  table: typeof contactTable | typeof leadTable,
  resource: string,
): QueryDefinition {
  return query(table)({
    name: `${table.name}Channels`,
    path: `/${resource}/:id/channels`,
    summary: 'By which channels somebody may be reached, and by which they would rather be',
    permission: `${table.name}.read`,
    parameters: z.object({ id: uuid }),
    reply: uses,
    async run({ db, parameters: { id } }) {
      const row = await (db as Kysely<TablesOf<[typeof contactTable]>>)
        .selectFrom(table.name as 'contact')
        .select(['preferredChannel', 'doNotContact'])
        .where('id', '=', id)
        .executeTakeFirst()
      if (!row) return undefined
      // Hidden from the reader, it is not known to be there.
      const { preferredChannel, doNotContact } = row
      return {
        items: channels.map((one) => {
          const found = channelUse({ preferredChannel, doNotContact: doNotContact ?? [] }, one)
          return {
            channel: one,
            use: found.use,
            preferred: found.use === 'not-preferred' ? found.preferred : null,
            reason: found.use === 'forbidden' ? found.reason : null,
          }
        }),
      }
    },
  })
}

const said = {
  'channel-preferred': ({ data: { preferredChannel } }: { data: { preferredChannel: Channel | null } }) =>
    preferredChannel ? `Prefers ${channelWords[preferredChannel]}` : 'Prefers no channel',
  'do-not-contact-set': ({ data: { doNotContact } }: { data: { doNotContact: readonly Forbidden[] } }) => {
    const words = doNotContact.map((one) =>
      one.channel === 'any' ? 'any channel' : channelWords[one.channel],
    )
    return words.length === 0 ? 'May be contacted again' : `Not to be contacted by ${words.join(', ')}`
  },
  'mail-suppressed': ({ data: { cause, purpose } }: { data: Pick<Suppression, 'cause' | 'purpose'> }) =>
    cause === 'unsubscribe' && purpose ? `Unsubscribed from ${purpose}` : suppressionWords[cause],
  'mail-allowed': ({ data: { purpose } }: { data: Pick<Suppression, 'cause' | 'purpose'> }) =>
    purpose ? `Gets ${purpose} again` : 'Gets again what is sent to many',
}

const suppressionWords: Readonly<Record<Suppression['cause'], string>> = {
  bounce: 'Mail came back for good: gets nothing that is sent to many',
  complaint: 'Called our mail unwanted: gets nothing that is sent to many',
  unsubscribe: 'Unsubscribed from all that is sent to many',
}

/** The events of it in words. */
export function channelTitles<const N extends string>(name: N) {
  return Object.fromEntries(Object.entries(said).map(([verb, title]) => [`${name}.${verb}`, title])) as {
    [K in keyof typeof said as `${N}.${K}`]: (typeof said)[K]
  }
}
