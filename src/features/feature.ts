import type { SqlLogins } from '../api/analytics/sql/logins.ts'
import type { Linked } from '../api/customers/merge-links.ts'
import type { Extension, Said, Services, SocketExtension, Title } from '../api/http/services.ts'
import type { IdentityService } from '../api/identity/identity.ts'
import type { Ownership, Ownerships } from '../api/identity/leaving.ts'
import type { SignIns } from '../api/identity/sign-ins.ts'
import { customTitles } from '../api/lists/custom-values.ts'
import type { Calling, Callings } from '../api/lists/names.ts'
import type { QueryDefinition } from '../api/lists/query.ts'
import type { Relation } from '../api/privacy/relations.ts'
import type { Privacy } from '../api/privacy/requests.ts'
import type { Retention } from '../api/privacy/retention.ts'
import type { SecurityChecks } from '../api/settings/security-check.ts'
import type { Command, CommandDefinition, RecordRef } from '../commands/command.ts'
import { takingCustomValues } from '../commands/custom-values.ts'
import type { Rules } from '../commands/identity/sign-in-policy.ts'
import { withRelinking } from '../commands/linking.ts'
import type { AnyDecider, StateOf } from '../domain/decider.ts'
import type { Authorities, Share } from '../domain/identity/authority.ts'
import type { Notices, Told } from '../domain/identity/notice.ts'
import type { Module } from '../domain/settings/modules.ts'
import type { Files } from '../platform/files/files.ts'
import type { WorkbookReader } from '../platform/files/workbook.ts'
import type { EventCodec } from '../platform/log/codec.ts'
import type { EventStore } from '../platform/log/event-store.ts'
import type { Standings } from '../platform/log/standings.ts'
import type { TransparencyLog } from '../platform/log/transparency-log.ts'
import type { MailStore } from '../platform/mail/mail-store.ts'
import type { MessageReader } from '../platform/mail/reader.ts'
import type { WebhookStore } from '../platform/outside/webhook-store.ts'
import type { ApiKeys } from '../platform/people/api-keys.ts'
import type { Challenges } from '../platform/people/challenges.ts'
import type { Mailer } from '../platform/people/mail.ts'
import type { Oidc } from '../platform/people/oidc.ts'
import type { Passwords } from '../platform/people/passwords.ts'
import type { SecondFactors } from '../platform/people/second-factors.ts'
import type { Sessions } from '../platform/people/sessions.ts'
import type { Signing } from '../platform/people/signing.ts'
import type { Throttle } from '../platform/people/throttle.ts'
import type { Visits } from '../platform/people/visits.ts'
import type { Pg } from '../platform/pg/pg.ts'
import type { Schedule } from '../platform/pg/turns.ts'
import type { SmsStore } from '../platform/sms/sms-store.ts'
import type { Vault } from '../platform/vault/vault.ts'
import type { AnyProjection, AnyTable, RowOf } from '../projections/projection.ts'
import type { Effect } from '../sagas/outbox.ts'
import type { AnyProcessManager } from '../sagas/process-manager.ts'

/** What all features say of themselves, together; some features are made of it. */
export interface Catalogue {
  /** What people are told of. */
  notices: Notices
  /** What records are called. */
  callings: Callings
  /** What has an owner, and how it is handed over. */
  ownerships: Ownerships
  /** What the roles from the start may do. */
  authorities: Authorities
  /** Where records are found by the ids of those that they name. */
  linked: readonly Linked[]
  /** The kinds of records that may be kept by rules. */
  retained: readonly string[]
  /** The fields of a model; undefined: there is none of that name. Known once all features are. */
  fieldsOf(model: string): ReadonlySet<string> | undefined
  /** Likewise of a command, by its type. */
  commandOf(type: string): CommandDefinition | undefined
  /** The types of events of a model; undefined: there is none of that name. */
  eventsOf(model: string): ReadonlySet<string> | undefined
}

/** What runs, as features may use it: the API's services, and what only some of them need. */
export interface Parts
  extends Pick<
      Services,
      | 'log'
      | 'clock'
      | 'publicUrl'
      | 'execute'
      | 'events'
      | 'history'
      | 'readModels'
      | 'eventIndex'
      | 'access'
      | 'faces'
    >,
    Pick<Catalogue, 'notices' | 'callings' | 'ownerships' | 'linked' | 'commandOf'> {
  identity: IdentityService
  rules: Rules
  sessions: Sessions
  /** Those of customers in the portal. */
  portalSessions: Sessions
  signIns: SignIns
  passwords: Passwords
  secondFactors: SecondFactors
  challenges: Challenges
  apiKeys: ApiKeys
  /** Of who reads in SQL. */
  sqlLogins: SqlLogins
  /** Where the database is that they read. */
  databaseUrl: string
  throttle: Throttle
  /** For people without an account. */
  signing: Signing
  /** Undefined: nobody signs people in beside us. */
  oidc: Oidc | undefined
  /** Undefined: mail is not set up. */
  mailer: Mailer | undefined
  tree: TransparencyLog
  store: EventStore
  /** The same with what is personal in clear, as far as its keys are there. */
  plain: EventStore
  codec: EventCodec
  vault: Vault
  pg: Pg
  privacy: Privacy
  retention: Retention
  securityChecks: SecurityChecks
  /** What files hold. */
  files: Files
  /** What is kept of mailboxes beside the log, and who reads messages. */
  mail: { mailStore: MailStore; reader: MessageReader }
  /** What is kept of texts beside the log. */
  smsStore: SmsStore
  /** How far records have read the log that go on reading it. */
  standings: Standings
  /** How often pages for strangers were fetched. */
  visits: Visits
  /** What is kept of webhooks beside the log. */
  webhooks: WebhookStore
  /** Whether webhooks may be told on one's own network. */
  privateWebhooks: boolean
  /** The registry that is asked for known weaknesses; null: none. */
  registry: string | null
  /** Reads workbooks that come in. */
  workbooks: WorkbookReader
  /** The folder for files that are made to be fetched, and for those that come in. */
  folder: string
  /** What goes with exports, to check them. */
  verifier: string
  /** When the nightly work is done: cron, UTC. */
  nightly: string
}

/** What of a feature may be made of what all features say. */
type Of<T> = T | ((catalogue: Catalogue) => T)

type Titles = Readonly<Record<string, Title>>
type Words = Readonly<Record<string, Said>>

/** What a record was made of, and the field of its first event that names it: an order of its quote, by `quoteId`. */
export interface Origin {
  field: string
  aggregate: string
}

interface Definition<D extends AnyDecider, T extends AnyTable> {
  /** The kind of record; without one, the feature is called `name`. */
  decider?: D
  name?: string
  /** The plural in its paths: `opportunities`. */
  resource?: string
  /** Who may see, and so act on, a record: grant keys (platform/permissions). The same of its state and of its row. */
  grants?: (record: StateOf<D> | RowOf<T['columns']>) => readonly string[]
  /** The records it is about, with any of which it is seen; its read model says the same (`seenWith`). */
  seenWith?: (record: StateOf<D>) => readonly RecordRef[]
  /** The read model that has a row for each record. */
  table?: T
  /** Where it is found by the ids of records that it names, unless in the columns of those fields (`withLinks`). */
  linkedIn?: Pick<Linked, 'table' | 'by' | 'columns'>
  /** What else is folded. */
  tables?: Of<readonly AnyProjection[]>
  commands?: Of<readonly Command[]>
  queries?: Of<readonly QueryDefinition[]>
  /** Its events in the words of the product. */
  titles?: Of<Titles>
  /** What people wrote in its events, that its state does not keep. */
  said?: Words
  sagas?: Of<readonly AnyProcessManager[]>
  /** What the roles from the start may do with it. */
  authority?: Share
  /** Who is told of what. */
  told?: Told
  /** Those columns of its label that may stand in a mailbox; all of them unless told. */
  inMail?: readonly (keyof T['columns'] & string)[]
  /** Where somebody it concerns reads it, whatever their role, unless that is where everybody does. */
  ownPage?: string
  /** The column that names its owner, and the command that hands it over to another. */
  ownership?: Ownership
  origin?: Origin
  /** Which records are about the same person. */
  relations?: readonly Relation[]
  /** Whether rules may say how long it is kept: by itself, or with the files that lie with it and are a part of it. */
  retained?: true | 'with-files'
  /** Operations that are neither a command nor a query. */
  endpoints?: readonly ((parts: Parts) => Extension)[]
  /** WebSockets beside the live channel. */
  sockets?: readonly ((parts: Parts) => SocketExtension)[]
  /** Calls to somebody outside, by the command that stands for them; undefined: not set up. */
  effects?: Readonly<Record<string, (parts: Parts) => Effect | undefined>>
  schedules?: (parts: Parts) => readonly Schedule[]
}

/** A kind of record, or another part of the product, with all that belongs to it. */
export interface Feature {
  name: string
  /** The module it is a part of; undefined: it is always there. */
  module: Module | undefined
  decider: AnyDecider | undefined
  commands(catalogue: Catalogue): readonly CommandDefinition[]
  tables(catalogue: Catalogue): readonly AnyProjection[]
  queries(catalogue: Catalogue): readonly QueryDefinition[]
  titles(catalogue: Catalogue): Titles
  said: Words
  sagas(catalogue: Catalogue): readonly AnyProcessManager[]
  authority: Share
  told: Told
  calling: Calling | undefined
  ownership: Ownership | undefined
  linked: Linked | undefined
  origin: Origin | undefined
  relations: readonly Relation[]
  retained: boolean
  /** Whether what lies with it goes with it. */
  withFiles: boolean
  endpoints: readonly ((parts: Parts) => Extension)[]
  sockets: readonly ((parts: Parts) => SocketExtension)[]
  effects: Readonly<Record<string, (parts: Parts) => Effect | undefined>>
  schedules(parts: Parts): readonly Schedule[]
}

/**
 * A feature as one value: it imports its parts from all layers, and says once what they have in common. A plain record
 * says `{ decider, resource, grants, table, commands, queries, titles }`.
 * @throws Error when it has no name, or a record of it no path or nobody who would see it.
 */
export function feature<D extends AnyDecider = never, T extends AnyTable = never>(
  of: Definition<D, T>,
): Feature {
  const name = of.decider?.name ?? of.name
  const { resource, table } = of
  const grants = of.grants as CommandDefinition['grants'] | undefined
  if (name === undefined) throw new Error('a feature has a decider or a name')
  if (of.decider && (!resource || !grants)) throw new Error(`${name} says no path, or not who sees it`)
  const seenWith = of.seenWith as CommandDefinition['seenWith'] | undefined
  if ((seenWith !== undefined) !== (table?.seenWith !== undefined))
    throw new Error(`${name} and its table do not say the same of what it is seen with`)
  const whole = {
    resource: resource ?? name,
    grants: grants ?? (() => []),
    seenWith: seenWith ?? (() => []),
  }
  const label = table?.label ?? []
  const moved = of.decider?.links ? { [`${name}.relinked`]: () => 'Went along with a merge' } : {}
  const customised = of.decider?.takesCustomValues ? customTitles(of.decider.name) : {}
  return {
    name,
    module: undefined,
    decider: of.decider,
    commands: (all) =>
      withRelinking(made(of.commands, all, [])).map((command) => ({
        ...takingCustomValues(command),
        ...whole,
      })),
    tables: (all) => [
      ...(table === undefined
        ? []
        : [
            {
              ...(table as AnyTable),
              grants: whole.grants,
              search: searchOf(table, made(of.queries, all, [])),
            },
          ]),
      ...made(of.tables, all, []),
    ],
    queries: (all) => made(of.queries, all, []),
    titles: (all) => ({ ...customised, ...moved, ...made(of.titles, all, {}) }),
    said: of.said ?? {},
    sagas: (all) => made(of.sagas, all, []),
    authority: of.authority ?? {},
    told: of.told ?? { titles: {}, of: {} },
    calling:
      label.length === 0
        ? undefined
        : { name, label, resource: whole.resource, inMail: of.inMail ?? label, ownPage: of.ownPage },
    ownership: of.ownership,
    linked: linkedOf(of.decider, of.table, of.linkedIn),
    origin: of.origin,
    relations: of.relations ?? [],
    retained: of.retained !== undefined,
    withFiles: of.retained === 'with-files',
    endpoints: of.endpoints ?? [],
    sockets: of.sockets ?? [],
    effects: of.effects ?? {},
    schedules: of.schedules ?? (() => []),
  }
}

/** Features as parts of a module that can be switched off: all that they have in the API says so. */
export function partOf(module: Module, features: readonly Feature[]): readonly Feature[] {
  return features.map((one) => ({
    ...one,
    module,
    commands: (all) => one.commands(all).map((command) => ({ ...command, module })),
    queries: (all) => one.queries(all).map((query) => ({ ...query, module })),
    endpoints: one.endpoints.map(
      (of) => (parts) => (app, services) => of(parts)(app, services).map((each) => ({ ...each, module })),
    ),
  }))
}

function linkedOf(
  decider: AnyDecider | undefined,
  table: AnyTable | undefined,
  linkedIn: Definition<AnyDecider, AnyTable>['linkedIn'],
): Linked | undefined {
  if (!decider?.links || !table) return undefined
  return { decider, table, by: 'id', columns: decider.links, ...linkedIn }
}

/** What its list is searched by is what a record is found by everywhere, and so is what its own fields hold. */
function searchOf(table: AnyTable, queries: readonly QueryDefinition[]): readonly string[] {
  if (table.private) return []
  const listed = queries.find(({ lists }) => lists?.table.name === table.name)?.lists?.search ?? []
  return listed.length > 0 && 'custom' in table.columns ? [...listed, 'custom'] : listed
}

function made<T extends object>(of: Of<T> | undefined, catalogue: Catalogue, none: T): T {
  return typeof of === 'function' ? of(catalogue) : (of ?? none)
}
