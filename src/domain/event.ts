import { z } from 'zod'
import { nameOfStored, storedName } from './stored-names.ts'

/**
 * Who acted: a person of the house, an API key, the system itself (sagas, timers, first start), a visitor with a link or a form,
 * whom nobody here knows, or a customer who signed in to the portal, by the id under which they are known.
 */
export interface Actor {
  kind: 'user' | 'api-key' | 'system' | 'visitor' | 'customer'
  id: string
  /** The roles held at that moment; kept in the event, so that a later change of roles explains nothing away. */
  roles: readonly string[]
  onBehalfOf?: string
}

/** Who makes what a log begins with. */
export const firstStart = 'first-start'

/** Whether the system did it at its first start, rather than anybody who chose to. */
export const isFirstStart = ({ kind, id }: Actor): boolean => kind === 'system' && id === firstStart

/** The person who acted; nobody, where that was a program or the system. */
export const personIn = ({ kind, id }: Actor): string | null => (kind === 'user' ? id : null)

/** By which way the command came in. `id` is the session (in the app or the portal), key, batch, saga instance, form, chat widget or number of the link; `rule` names rule and version. */
export interface Via {
  kind:
    | 'session'
    | 'api-key'
    | 'saga'
    | 'timer'
    | 'batch'
    | 'import'
    | 'cli'
    | 'link'
    | 'form'
    | 'portal'
    | 'chat'
  id?: string
  rule?: string
}

export interface Reason {
  code?: string
  text?: string
}

/** The record of another system that an event was taken over from, and who did it there, as that system calls them. */
export interface Source {
  system: string
  id: string
  by?: string
}

/** What every event carries beside its data; attached in one place, `execute`. Times are ISO-8601 UTC. */
export interface Metadata {
  actor: Actor
  via: Via
  /** `hash` is of the request as asked, so that a repeated key with another body is told from a repeat. */
  command: { id: string; type: string; hash: string }
  $correlationId: string
  $causationId: string
  occurredAt: string
  reason?: Reason
  source?: Source
  ip?: string
  userAgent?: string
  app: string
  /** Ids of the claims on unique values that the record gave up with this event, so that none is forgotten. */
  gaveUp?: readonly string[]
  /**
   * The key that the event's personal values are encrypted under in the log; `erased` once it is no more, `missing` where
   * the vault lacks it.
   */
  personal?: { key: string; erased?: true; missing?: true }
}

export interface DomainEvent<Type extends string = string, Data = unknown> {
  type: Type
  data: Data
}

/** An event as the log holds it, in its newest shape. */
export interface RecordedEvent<Type extends string = string, Data = unknown> extends DomainEvent<Type, Data> {
  id: string
  aggregate: string
  aggregateId: string
  revision: number
  position: bigint
  occurredAt: string
  recordedAt: string
  metadata: Metadata
  /** A newer version of this program wrote it: what it says cannot be read here. */
  newer?: true
}

type Upcast = (data: Record<string, unknown>) => Record<string, unknown>

/** A schema with what the machine must know of it: whether it begins an aggregate, and its version on the wire. */
export interface Spec<S extends z.ZodType = z.ZodType, Creates extends boolean = boolean> {
  schema: S
  creates: Creates
  version: number
  /** From version n to n + 1; the newest shape is what `schema` describes. */
  upcasts: Readonly<Record<number, Upcast>>
}

export type SpecMap = Readonly<Record<string, z.ZodType | Spec>>
export type SchemaOf<X> = X extends Spec<infer S, boolean> ? S : X extends z.ZodType ? X : never
export type DataOf<X> = z.output<SchemaOf<X>>
export type EventsIn<E extends SpecMap> = { [K in keyof E & string]: DomainEvent<K, DataOf<E[K]>> }[keyof E &
  string]
export type RecordedIn<E extends SpecMap, K extends keyof E & string = keyof E & string> = {
  [T in K]: RecordedEvent<T, DataOf<E[T]>>
}[K]

/** Marks an event that begins an aggregate, or a command that makes one. */
export function creates<S extends z.ZodType>(schema: S): Spec<S, true> {
  return { schema, creates: true, version: 1, upcasts: {} }
}

/** An event whose shape has changed since version 1: one upcast for each older version. */
export function versioned<X extends z.ZodType | Spec>(
  of: X,
  version: number,
  upcasts: Readonly<Record<number, Upcast>>,
): Spec<SchemaOf<X>, X extends Spec<z.ZodType, infer C> ? C : false> {
  for (let older = 1; older < version; older++) {
    if (!upcasts[older]) throw new Error(`no upcast from version ${older}`)
  }
  // The conditional types above cannot be followed by inference inside the function.
  return { ...specOf(of), version, upcasts } as ReturnType<typeof versioned<X>>
}

export function specOf(of: z.ZodType | Spec): Spec {
  return of instanceof z.ZodType ? { schema: of, creates: false, version: 1, upcasts: {} } : of
}

/** `quote.accepted` version 1 is stored as `quote.accepted.v1`. */
export function wireType(type: string, version: number): string {
  const dot = type.indexOf('.')
  return `${storedName(type.slice(0, dot))}${type.slice(dot)}.v${version}`
}

/** Reads a wire type back; undefined for what is not ours, such as a name that is stored under another. */
export function parseWireType(wire: string): { type: string; version: number } | undefined {
  const [, stored, verb, version] = /^([a-z][a-zA-Z0-9]*)\.([a-z0-9-]+)\.v([1-9][0-9]*)$/.exec(wire) ?? []
  if (!stored || !verb || !version) return undefined
  const name = nameOfStored(stored)
  return storedName(name) === stored ? { type: `${name}.${verb}`, version: Number(version) } : undefined
}

/** A newer version of this program wrote it, and somebody went back to this one. */
export class NewerEvent extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'NewerEvent'
  }
}

/** Brings stored data to its newest shape. @throws NewerEvent when the version is newer than this program knows. */
export function upcast(spec: Spec, version: number, data: unknown): unknown {
  if (version > spec.version)
    throw new NewerEvent(`version ${version} is newer than ${spec.version}, the newest known here`)
  let shape = data
  for (let from = version; from < spec.version; from++) {
    const step = spec.upcasts[from]
    if (!step) throw new Error(`no upcast from version ${from}`)
    shape = step(shape as Record<string, unknown>)
  }
  return shape
}

/** EventStoreDB's category ends at the first `-`, so aggregate names have none. */
export function streamName(aggregate: string, id: string): string {
  return `${storedName(aggregate)}-${id}`
}

/** Of which aggregate a stream is. */
export function aggregateOf(stream: string): { aggregate: string; id: string } {
  const dash = stream.indexOf('-')
  return { aggregate: nameOfStored(stream.slice(0, dash)), id: stream.slice(dash + 1) }
}
