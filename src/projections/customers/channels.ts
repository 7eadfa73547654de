import {
  type Channel,
  type Forbidden,
  type Suppression,
  suppressionsAfter,
} from '../../domain/customers/channels.ts'
import { type Column, json, nullable, text, texts } from '../projection.ts'

const channelText: Column<Channel | null> = nullable(text) as never

export const channelColumns = {
  preferredChannel: channelText,
  doNotContact: json<Forbidden[]>(),
  /** The channels alone, to be asked for. */
  forbiddenChannels: texts,
  /** What keeps them out of what is sent to many. */
  suppressions: json<Suppression[]>(),
}

export const noChannels = {
  preferredChannel: null,
  doNotContact: [],
  forbiddenChannels: [],
  suppressions: [],
}

export const channelFields = ['doNotContact', 'forbiddenChannels'] as const
export const suppressionFields = ['suppressions', 'cause', 'address'] as const

interface Row {
  preferredChannel: Channel | null
  doNotContact: Forbidden[]
  forbiddenChannels: string[]
  suppressions: Suppression[]
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
  'mail-suppressed': <R extends Row>(
    row: R | undefined,
    { data, occurredAt }: { data: Omit<Suppression, 'since'>; occurredAt: string },
  ) => row && { ...row, suppressions: suppressionsAfter.suppressed(row.suppressions, data, occurredAt) },
  'mail-allowed': <R extends Row>(
    row: R | undefined,
    { data }: { data: Pick<Suppression, 'cause' | 'purpose'> },
  ) => row && { ...row, suppressions: suppressionsAfter.allowed(row.suppressions, data) },
}

/** What becomes of a row when it is said how somebody is reached; it begins with `noChannels`. */
export function channelFolds<const N extends string>(name: N) {
  return Object.fromEntries(Object.entries(folds).map(([verb, fold]) => [`${name}.${verb}`, fold])) as {
    [K in keyof typeof folds as `${N}.${K}`]: (typeof folds)[K]
  }
}
