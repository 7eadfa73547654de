import { z } from 'zod'
import { conflict } from '../error.ts'
import { type Named, named } from '../named.ts'
import { personal } from '../personal.ts'
import { changed } from '../record.ts'
import { email } from '../values/email.ts'
import { instant } from '../values/instant.ts'
import { line } from '../values/text.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** The ways in which somebody can be reached. */
export const channels = ['email', 'phone', 'sms', 'post', 'chat', 'social'] as const
export const channel = z.enum(channels).register(vocabulary, { id: 'Channel' })
export type Channel = z.output<typeof channel>

/** By which way somebody is not to be contacted, and why. */
export const forbidden = z
  .object({
    channel: z.enum(['any', ...channels]).register(vocabulary, { id: 'ForbiddenChannel' }),
    reason: line(200).nullable().default(null),
  })
  .register(vocabulary, { id: 'DoNotContact' })
export type Forbidden = z.output<typeof forbidden>

/** Why somebody is left out of what is sent to many: it came back for good, they called it unwanted, or have unsubscribed. */
export const suppressionCause = z
  .enum(['bounce', 'complaint', 'unsubscribe'])
  .register(vocabulary, { id: 'SuppressionCause' })
export const noted = z
  .object({
    cause: suppressionCause,
    /** What they have unsubscribed from; null: from all that is sent to many. */
    purpose: line(80).nullable().default(null),
    /** The address at which it came back; null: it is about them, whatever the address. */
    address: personal(email).nullable().default(null),
  })
  .register(vocabulary, { id: 'SuppressMail' })
export const suppression = noted.extend({ since: instant }).register(vocabulary, { id: 'Suppression' })
export type Suppression = z.output<typeof suppression>

/** The state of a record of somebody who is reached; absent as long as nothing was said. */
export interface Reachable {
  preferredChannel?: Channel | null
  doNotContact?: readonly Forbidden[]
  suppressions?: readonly Suppression[]
}

/** How a channel may be used: at will, though they would rather have another, or not at all. */
export type ChannelUse =
  | { use: 'free' }
  | { use: 'not-preferred'; preferred: Channel }
  | { use: 'forbidden'; reason: string | null }

/** The one place that says whether somebody may be reached in a way. Whatever sends asks it, or `mustBeFree`. */
export function channelUse({ preferredChannel, doNotContact = [] }: Reachable, by: Channel): ChannelUse {
  const no = doNotContact.find((one) => one.channel === 'any' || one.channel === by)
  if (no) return { use: 'forbidden', reason: no.reason }
  if (preferredChannel && preferredChannel !== by)
    return { use: 'not-preferred', preferred: preferredChannel }
  return { use: 'free' }
}

export const channelWords: Readonly<Record<Channel, string>> = {
  email: 'e-mail',
  phone: 'telephone',
  sms: 'text message',
  post: 'post',
  chat: 'chat',
  social: 'social media',
}

/** Refuses what somebody does not want. @throws DomainError `contact.do-not-contact` */
export function mustBeFree(name: string, of: Reachable, by: Channel): void {
  const found = channelUse(of, by)
  if (found.use !== 'forbidden') return
  const why = found.reason ? `: ${found.reason}` : ''
  conflict(`${name}.do-not-contact`, `This ${name} is not to be contacted by ${channelWords[by]}${why}.`, {
    channel: by,
  })
}

export const preferredOrNone = channel.nullable()
export const forbiddenChannels = personal(z.array(forbidden).max(10))

const preferred = z
  .object({ preferredChannel: preferredOrNone })
  .register(vocabulary, { id: 'PreferredChannel' })
const refused = z
  .object({ doNotContact: forbiddenChannels })
  .register(vocabulary, { id: 'ForbiddenChannels' })

const oneChannel = z.object({ channel }).register(vocabulary, { id: 'AllowedChannel' })

const allowed = noted.omit({ address: true }).register(vocabulary, { id: 'AllowMail' })

const events = {
  'channel-preferred': preferred,
  'do-not-contact-set': refused,
  'mail-suppressed': noted,
  /** They get again what is sent to many. */
  'mail-allowed': allowed,
}
const commands = {
  'prefer-channel': preferred,
  'set-do-not-contact': refused,
  /** One channel more, and one less: whatever else they forbid stays as it is. */
  'forbid-channel': forbidden,
  'allow-channel': oneChannel,
  'suppress-mail': noted,
  'allow-mail': allowed,
}

type Evolve = {
  [K in keyof typeof events]: <S extends Reachable>(
    state: S,
    data: z.output<(typeof events)[K]>,
    context: { at: string },
  ) => S
}
type Decided<N extends string> = {
  [K in keyof typeof events]: { type: `${N}.${K}`; data: z.output<(typeof events)[K]> }
}[keyof typeof events]
type Decide<N extends string> = {
  [K in keyof typeof commands]: (
    state: Reachable,
    input: z.output<(typeof commands)[K]>,
  ) => readonly Decided<N>[]
}

export interface Reaching<N extends string> {
  events: Named<N, typeof events>
  commands: Named<N, typeof commands>
  evolve: Named<N, Evolve>
  decide: Named<N, Decide<N>>
}

const evolve: Evolve = {
  'channel-preferred': (state, data) => ({ ...state, ...data }),
  'do-not-contact-set': (state, data) => ({ ...state, ...data }),
  'mail-suppressed': (state, data, { at }) => ({
    ...state,
    suppressions: suppressionsAfter.suppressed(state.suppressions, data, at),
  }),
  'mail-allowed': (state, data) => ({
    ...state,
    suppressions: suppressionsAfter.allowed(state.suppressions, data),
  }),
}

type Same = Pick<Suppression, 'cause' | 'purpose'>
const isSame = (one: Same, other: Same) => one.cause === other.cause && one.purpose === other.purpose

/** All that keeps somebody out of what is sent to many, after one more was noted or one is no more. */
export const suppressionsAfter = {
  suppressed: (all: readonly Suppression[] = [], data: z.output<typeof noted>, at: string): Suppression[] => [
    ...all.filter((one) => !isSame(one, data)),
    { ...data, since: at },
  ],
  allowed: (all: readonly Suppression[] = [], data: Same): Suppression[] =>
    all.filter((one) => !isSame(one, data)),
  /** Of somebody who turns out to be two: whatever keeps either out keeps both. */
  both: (one: readonly Suppression[] = [], other: readonly Suppression[] = []): Suppression[] => [
    ...one,
    ...other.filter((each) => !one.some((mine) => isSame(mine, each) && mine.address === each.address)),
  ],
}

/** What a record of somebody who is reached has beside its own events and commands. Spread the parts into its decider. */
export function reaching<const N extends string>(name: N): Reaching<N> {
  const decide: Decide<N> = {
    'prefer-channel': ({ preferredChannel = null }, input) =>
      input.preferredChannel === preferredChannel ? [] : [{ type: `${name}.channel-preferred`, data: input }],
    'set-do-not-contact': ({ doNotContact = [] }, input) =>
      Object.keys(changed({ doNotContact }, input)).length === 0
        ? []
        : [{ type: `${name}.do-not-contact-set`, data: input }],
    'forbid-channel': ({ doNotContact = [] }, input) =>
      doNotContact.some((one) => one.channel === input.channel)
        ? []
        : [{ type: `${name}.do-not-contact-set`, data: { doNotContact: [...doNotContact, input] } }],
    'allow-channel': ({ doNotContact = [] }, input) => {
      const left = doNotContact.filter((one) => one.channel !== input.channel)
      return left.length === doNotContact.length
        ? []
        : [{ type: `${name}.do-not-contact-set`, data: { doNotContact: left } }]
    },
    'suppress-mail': ({ suppressions = [] }, input) =>
      suppressions.some((one) => isSame(one, input) && one.address === input.address)
        ? []
        : [{ type: `${name}.mail-suppressed`, data: input }],
    'allow-mail': ({ suppressions = [] }, input) =>
      suppressions.some((one) => isSame(one, input)) ? [{ type: `${name}.mail-allowed`, data: input }] : [],
  }
  return {
    events: named(name, events),
    commands: named(name, commands),
    evolve: named(name, evolve),
    decide: named(name, decide),
  }
}
