import type { FastifyInstance } from 'fastify'
import type { Services } from '../api/http/services.ts'
import type { Privacy } from '../api/privacy/requests.ts'
import type { Retention } from '../api/privacy/retention.ts'
import type { Execute } from '../commands/execute.ts'
import type { Files, FilesOptions } from '../platform/files/files.ts'
import type { EventCodec } from '../platform/log/codec.ts'
import type { EventStore } from '../platform/log/event-store.ts'
import type { TransparencyLog } from '../platform/log/transparency-log.ts'
import type { MailConfig } from '../platform/people/mail.ts'
import type { OidcConfig } from '../platform/people/oidc.ts'
import type { Passwords } from '../platform/people/passwords.ts'
import type { Sessions } from '../platform/people/sessions.ts'
import type { Pg } from '../platform/pg/pg.ts'
import type { Clock } from '../platform/process/clock.ts'
import type { Advisories } from '../platform/process/config.ts'
import type { Log } from '../platform/process/log.ts'
import type { KeyRing } from '../platform/vault/key-encryption-key.ts'
import type { Ledger } from '../platform/vault/ledger.ts'
import type { ReadModels } from '../projections/read-models.ts'
import type { Progress } from '../projections/rebuild.ts'
import type { Stop } from './room.ts'

export interface ComposeOptions {
  databaseUrl: string
  eventStoreUrl: string
  log: Log
  clock?: Clock
  version?: string
  publicUrl?: string | undefined
  /** Who signs people in beside us. */
  oidc?: OidcConfig | undefined
  webRoot?: string | undefined
  /** What checkpoints of the log are signed with; a key that dies with the process unless told. */
  signingSeed?: Uint8Array
  /** What opens the vault of personal data; a key that dies with the process unless told. */
  keys?: KeyRing
  /** How long the access log is kept; 730 days unless told. */
  accessLogDays?: number
  /** When the nightly work is done, cron in UTC; 02:23 unless told. */
  nightly?: string | undefined
  /** What was erased, to be erased again after a restore; forgotten with the process unless told. */
  ledger?: Ledger
  /** The registry that is asked for known weaknesses; none unless told. */
  advisories?: Advisories | undefined
  /** By whom mails are sent; none are unless told. */
  mail?: MailConfig | undefined
  /** Whether webhooks may be told on one's own network, and on this machine; not unless told. */
  privateWebhooks?: boolean | undefined
  /** Where files lie, and what looks them through; a folder among the exports unless told. */
  files?: FilesOptions | undefined
  /** The folder for exports, and for files on their way in. */
  exports?: string
  /** Told while read models are rebuilt before anything is served. */
  onProgress?: (progress: Progress) => void
  /** Runs when all is ready, before anything follows the log: from then on this server is the one that does. */
  beforeFollowing?: (() => Promise<void>) | undefined
  /** Told when another worker follows the log in our place. */
  onTakenOver?: () => void
  /** Runs on an open write path before sagas react to anything, as history that is loaded must be whole by then. */
  beforeSagas?: (parts: Writing) => Promise<void>
  /** Breaks off what takes long on the way up. */
  signal?: AbortSignal
  /** Other parts in the place of some, for tests. */
  change?: (services: Services) => Services
}

/** What it takes to write. */
export interface Writing {
  execute: Execute
  passwords: Passwords
  readModels: ReadModels
  store: EventStore
  codec: EventCodec
}

/** Everything on one pair of stores, running: the log is followed, sagas react, and the app answers injected requests. */
export interface Hindsight extends Writing {
  app: FastifyInstance
  services: Services
  sessions: Sessions
  tree: TransparencyLog
  privacy: Privacy
  retention: Retention
  pg: Pg
  files: Files
  /** Requests under way are answered, those that take longer than `patience` ms are cut. */
  stop: Stop
}
