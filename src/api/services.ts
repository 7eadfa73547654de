import type { FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import type { CommandDefinition } from '../commands/command.ts'
import type { Execute } from '../commands/execute.ts'
import type { AnyDecider } from '../domain/decider.ts'
import type { RecordedEvent } from '../domain/event.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Principal } from '../platform/permissions.ts'
import type { Endpoint } from './endpoint.ts'
import type { QueryDefinition } from './query.ts'

/** An event in the words of the product; `before` is the state it happened to. */
export type Title = (event: { type: string; data: never; before: never }) => string

/** The parts of the registry that have a face in the API. */
export interface Faces {
  deciders: readonly AnyDecider[]
  commands: readonly CommandDefinition[]
  queries: readonly QueryDefinition[]
  titles: Readonly<Record<string, Title>>
}

/** Who a credential stands for, right now. */
export interface Known {
  principal: Principal
  /** What the session is called in the log. */
  sessionId: string
}

export interface Identity {
  /** Undefined: this credential is worth nothing (any more). Cheap enough for every request and every push. */
  authenticate(token: string): Promise<Known | undefined>
  /** Called whenever somebody's rights may have changed or a session may have ended. Returns how to stop. */
  onChange(listener: () => void): () => void
  /** What actors are called; those it does not know are left out. */
  names(ids: readonly string[]): Promise<ReadonlyMap<string, string>>
}

/** One change of one row, as the feed has it. */
export interface Change {
  position: bigint
  model: string
  id: string
  op: 'upsert' | 'remove'
  row: Record<string, unknown> | null
  grants: readonly string[]
  event: { id: string; type: string; actorId: string; at: string }
}

export interface ProjectionStatus {
  name: string
  position: bigint
  lag: number
  state: string
  error?: string | undefined
}

export interface ReadModels {
  /** False when the position was not reached within `ms`. */
  waitFor(position: bigint, ms: number): Promise<boolean>
  /** After each commit; `models` are those whose rows changed. Returns how to stop. */
  onCommitted(listener: (committed: { position: bigint; models: ReadonlySet<string> }) => void): () => void
  status(): Promise<readonly ProjectionStatus[]>
  rebuild(name: string, onProgress: (done: number, total: number) => void): Promise<void>
  resume(name: string): Promise<void>
  read<T>(
    principal: Principal,
    at: { asOf?: string | undefined; basis?: 'occurred' | 'recorded' | undefined },
    run: (db: Kysely<never>) => Promise<T>,
  ): Promise<T>
  changesAfter(position: bigint, limit: number): Promise<readonly Change[]>
}

export interface DeadLetter {
  id: string
  saga: string
  key: string
  command: string
  code: string
  message: string
  attempts: number
  at: string
}

export interface Sagas {
  status(): Promise<readonly { name: string; position: bigint; lag: number; state: string }[]>
  deadLetters: {
    list(): Promise<readonly DeadLetter[]>
    retry(id: string): Promise<boolean>
    dismiss(id: string): Promise<boolean>
  }
}

/** What the API machine is given; it makes nothing itself but HTTP. */
export interface Services {
  log: Log
  clock: Clock
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
  readModels: ReadModels
  sagas: Sagas
  identity: Identity
  metrics: Metrics
  /** Whether the event store and the database answer; throws or hangs when not. */
  checks: Readonly<Record<string, () => Promise<unknown>>>
  /** Operations that are neither a command nor a query, such as signing in. */
  extensions: readonly Extension[]
}

export type Extension = (app: FastifyInstance, services: Services) => readonly Endpoint[]
