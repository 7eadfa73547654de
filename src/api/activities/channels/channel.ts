import type { Kysely } from 'kysely'
import type { Money } from '../../../domain/values/money.ts'
import type { Standings } from '../../../platform/log/standings.ts'
import type { MailStore } from '../../../platform/mail/mail-store.ts'
import type { WebhookStore } from '../../../platform/outside/webhook-store.ts'
import type { Mailer } from '../../../platform/people/mail.ts'
import type { Clock } from '../../../platform/process/clock.ts'

/** What channels keep of how they stand, beside the log. */
export interface ChannelParts {
  mail: { mailStore: Pick<MailStore, 'standing'> }
  standings: Pick<Standings, 'of'>
  webhooks: Pick<WebhookStore, 'deliveries'>
  mailer: Mailer | undefined
  publicUrl: string | undefined
  clock: Clock
}

/** What of a channel is looked at, with the rights of who looks. */
export interface Looking {
  /** Bound to who looks: rows that they do not see are not counted. */
  db: Kysely<never>
  parts: ChannelParts
  /** Since when what was paid is summed. */
  since: string
}

/** One way in or out: a mailbox that is fetched, a number that sends. */
export interface Line {
  direction: 'in' | 'out'
  name: string
  /** The record that sets it up; null: the server's own configuration does. */
  record: { model: string; id: string } | null
  setUp: boolean
  lastSuccessAt: string | null
  lastTroubleAt: string | null
  /** What went wrong last, in the words of the other side; null: nothing, or it has gone well since. */
  trouble: string | null
  /** What waits to go, and of that, what has been tried before. */
  queued: number
  retrying: number
  /** What nobody can know of whether it has gone. */
  doubtful: number
  /** When it is tried again. */
  nextTryAt: string | null
  /** What it has cost in the last thirty days, as far as that is known. */
  cost: Money[]
}

/** A way to speak with customers or with other systems. */
export interface Channel {
  channel: string
  label: string
  /** The process managers that carry it: their dead letters are its. */
  sagas: readonly string[]
  lines: (looking: Looking) => Promise<Line[]>
}

/** Of a line, what most have not. */
export const quiet = {
  lastSuccessAt: null,
  lastTroubleAt: null,
  trouble: null,
  queued: 0,
  retrying: 0,
  doubtful: 0,
  nextTryAt: null,
} as const
