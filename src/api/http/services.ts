import type { FastifyInstance } from 'fastify'
import type { History } from '../../commands/aggregates.ts'
import type { CommandDefinition } from '../../commands/command.ts'
import type { Execute } from '../../commands/execute.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import type { RecordedEvent } from '../../domain/event.ts'
import type { Authorities } from '../../domain/identity/authority.ts'
import type { AccessLog } from '../../platform/log/access-log.ts'
import type { EventStore } from '../../platform/log/event-store.ts'
import type { Clock } from '../../platform/process/clock.ts'
import type { Clocks } from '../../platform/process/clocks.ts'
import type { Log } from '../../platform/process/log.ts'
import type { Metrics } from '../../platform/process/metrics.ts'
import type { EventIndex } from '../../projections/event-index.ts'
import type { AnyProjection } from '../../projections/projection.ts'
import type { ReadModels as ProjectionsReadModels } from '../../projections/read-models.ts'
import type { RunningSagas } from '../../sagas/run.ts'
import type { Criteria } from '../lists/criteria.ts'
import type { QueryDefinition } from '../lists/query.ts'
import type { Presence } from '../live/presence.ts'
import type { Jobs } from '../operate/jobs.ts'
import type { Endpoint } from './endpoint.ts'
import type { Identity } from './known.ts'

/** An event in the words of the product; `before` is the state it happened to. */
export type Title = (event: { type: string; data: never; before: never }) => string

/**
 * The field of an event that has what somebody wrote, where no state keeps it; and the read model in which that stands as
 * a row of its own, whose grants and masks then hold for it.
 */
export interface Said {
  field: string
  row?: AnyProjection
}

/** The parts of the registry that have a face in the API. */
export interface Faces {
  deciders: readonly AnyDecider[]
  commands: readonly CommandDefinition[]
  commandOf(type: string): CommandDefinition | undefined
  queries: readonly QueryDefinition[]
  /** What is found wherever one searches. */
  searched: readonly AnyProjection[]
  /** The names of the read models, which are the topics of the live channel. */
  models: readonly string[]
  /** Those of them whose rows are everybody's own matter: to follow them takes no permission. */
  privateModels: ReadonlySet<string>
  /** Those whose rows are seen, too, by who sees a record that they are linked to. */
  seenWithOthers: readonly string[]
  titles: Readonly<Record<string, Title>>
  /** By type of event. */
  said: Readonly<Record<string, Said | undefined>>
  /** What the roles from the start give. */
  authorities: Authorities
  /** By aggregate: what it is made of, and the field of its first event that names that. */
  origins: Readonly<Record<string, { field: string; aggregate: string } | undefined>>
  /** The fields of each model that a role may hide. */
  fields: ReadonlyMap<string, ReadonlySet<string>>
  /** What criteria can be asked of each model with lists. */
  criteria: Criteria
}

/** The read side, as far as the API goes. */
export type ReadModels = Omit<ProjectionsReadModels, 'start' | 'stop'>

/** The process managers, as far as the API goes. */
export type Sagas = Pick<RunningSagas, 'status' | 'instances' | 'deadLetters' | 'resume' | 'timers'>

/** What the API machine is given; it makes nothing itself but HTTP. */
export interface Services {
  log: Log
  clock: Clock
  /** Those of the stores, against ours. */
  clocks: Pick<Clocks, 'look' | 'current'>
  /** Shown in the API document. */
  version: string
  /** Where browsers reach it, when that is not the address they name in Host. */
  publicUrl: string | undefined
  /** The folder of the built web app; undefined: only the API is served. */
  webRoot: string | undefined
  faces: Faces
  execute: Execute
  /** The events of one aggregate, oldest first. */
  events(of: AnyDecider, id: string): Promise<readonly RecordedEvent[]>
  /** What is left of them, with those that a newer version of this program wrote. */
  history(of: AnyDecider, id: string): Promise<History>
  readModels: ReadModels
  eventIndex: Pick<
    EventIndex,
    'causes' | 'effects' | 'timeline' | 'search' | 'next' | 'newer' | 'waitFor' | 'strangers'
  >
  sagas: Sagas
  identity: Identity
  jobs: Jobs
  /** Who read what. */
  access: Pick<
    AccessLog,
    'note' | 'flush' | 'search' | 'viewers' | 'touched' | 'conduct' | 'usual' | 'seal' | 'verify' | 'prune'
  >
  metrics: Metrics
  /** Whether the event store and the database answer; throws or hangs when not. */
  checks: Readonly<Record<string, () => Promise<unknown>>>
  /** Open streams on each connection to the event store. */
  streams: () => ReadonlyMap<string, number>
  /** Where the log ends. */
  lastPosition: EventStore['lastPosition']
  /** Whether the event store has a place to write to, as of the last that was to be written. */
  canWrite: () => boolean
  /** Operations that are neither a command nor a query, such as signing in. */
  extensions: readonly Extension[]
  /** WebSockets beside the live channel. */
  sockets: readonly SocketExtension[]
}

export type Extension = (app: FastifyInstance, services: Services) => readonly Endpoint[]

/** Adds the routes of sockets where there can be any. */
export type SocketExtension = (scope: FastifyInstance, services: Services, presence: Presence) => void
