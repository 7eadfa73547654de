import type { Channel, Forbidden } from '../../domain/customers/channels.ts'
import { type Column, json, nullable, text, texts } from '../projection.ts'

const channelText: Column<Channel | null> = nullable(text) as never

export const channelColumns = {
  preferredChannel: channelText,
  doNotContact: json<Forbidden[]>(),
  /** The channels alone, to be asked for. */
  forbiddenChannels: texts,
}

export const noChannels = { preferredChannel: null, doNotContact: [], forbiddenChannels: [] }

export const channelFields = ['doNotContact', 'forbiddenChannels'] as const

interface Row {
  preferredChannel: Channel | null
  doNotContact: Forbidden[]
  forbiddenChannels: string[]
}

const folds = {
  'channel-preferred': <R extends Row>(
    row: R | undefined,
    { data }: { data: { preferredChannel: Channel | null } },
  ) => row && { ...row, ...data },
  'do-not-contact-set': <R extends Row>(
    row: R | undefined,
    { data: { doNotContact } }: { data: { doNotContact: Forbidden[] } },
  ) => row && { ...row, doNotContact, forbiddenChannels: doNotContact.map((one) => one.channel) },
}

/** What becomes of a row when it is said how somebody is reached; it begins with `noChannels`. */
export function channelFolds<const N extends string>(name: N) {
  return Object.fromEntries(Object.entries(folds).map(([verb, fold]) => [`${name}.${verb}`, fold])) as {
    [K in keyof typeof folds as `${N}.${K}`]: (typeof folds)[K]
  }
}
