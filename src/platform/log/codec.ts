import { z } from 'zod'
import {
  aggregateOf,
  type DomainEvent,
  type Metadata,
  parseWireType,
  type RecordedEvent,
  type Spec,
  type SpecMap,
  specOf,
  streamName,
  upcast,
  wireType,
} from '../../domain/event.ts'
import { isUuid } from '../process/ids.ts'

/** What the log holds of one event, as the store's client gives it. */
interface Stored {
  id: string
  type: string
  stream: string
  revision: bigint
  position: bigint
  created: string
  data: unknown
  metadata: unknown
}

export interface EventCodec {
  /** The stored form; the schema has the last word on what is written. @throws ZodError when data do not satisfy it. */
  encode(event: DomainEvent): { type: string; data: unknown }
  /** The newest shape of a stored event; undefined for events that are not ours. @throws when it cannot be read. */
  decode(stored: Stored): RecordedEvent | undefined
  /**
   * Why an event is none of ours, whatever it is called: others write to the same log, and what they write must neither
   * be taken for ours nor stop anybody. Undefined for an event of ours.
   */
  strangeness(stored: Stored): string | undefined
  /** An event of ours that this version of the program cannot know, without what it says; undefined for all others. */
  newer(stored: Stored): RecordedEvent | undefined
  specs: ReadonlyMap<string, Spec>
}

/** The store boundary: versions and upcasts are known here and nowhere else. */
export function eventCodec(deciders: readonly { name: string; events: SpecMap }[]): EventCodec {
  const specs = new Map<string, Spec>()
  for (const { name, events } of deciders) {
    for (const [type, of] of Object.entries(events)) {
      if (specs.has(type)) throw new Error(`the event ${type} is defined twice`)
      if (!type.startsWith(`${name}.`))
        throw new Error(`the event ${type} is not named after its aggregate ${name}`)
      specs.set(type, specOf(of))
    }
  }
  /** By wire type; filled as types are met, because a log holds few types and many events. */
  const readers = new Map<string, Reader | undefined>()

  function readerOf(wire: string): Reader | undefined {
    if (readers.has(wire)) return readers.get(wire)
    const parsed = parseWireType(wire)
    const spec = parsed && specs.get(parsed.type)
    const found = parsed && spec && reader(parsed.type, parsed.version, spec)
    readers.set(wire, found)
    return found
  }

  const isKnown = ({ type, version }: { type: string; version: number }) =>
    version <= (specs.get(type)?.version ?? 0)

  function strangeness(stored: Stored): string | undefined {
    const { type, stream, revision, metadata, data } = stored
    const parsed = parseWireType(type)
    if (!parsed) return 'its type has not the form of ours'
    const aggregate = parsed.type.slice(0, parsed.type.indexOf('.'))
    const { id } = aggregateOf(stream)
    if (stream !== streamName(aggregate, id) || !isUuid(id))
      return `its stream is not that of one ${aggregate}`
    if (!isMetadata(metadata)) return 'its metadata do not say who did what when'
    const found = isKnown(parsed) ? readerOf(type) : undefined
    // What a newer version of this program has written is ours, whatever it says.
    if (!found) return undefined
    const { creates, required } = found
    if (creates !== (revision === 0n))
      return creates ? 'it begins what has begun already' : 'it goes on with what never began'
    const missing = isPlain(data) ? required.find((name) => data[name] === undefined) : ''
    return missing === undefined ? undefined : `its data lack ${missing || 'the form of an object'}`
  }

  return {
    specs,
    encode({ type, data }) {
      const spec = specs.get(type)
      if (!spec) throw new Error(`the event ${type} is not in the registry`)
      return { type: wireType(type, spec.version), data: spec.schema.parse(data) }
    },
    strangeness,
    decode(stored) {
      const found = readerOf(stored.type)
      if (!found || strangeness(stored) !== undefined) return undefined
      const metadata = stored.metadata as Metadata & { personal?: { sealed?: string } }
      if (metadata.personal?.sealed !== undefined)
        throw new Error('its personal data cannot be read: they were altered')
      return recorded(stored, found.type, found.read(stored.data))
    },
    newer(stored) {
      const parsed = parseWireType(stored.type)
      if (!parsed || isKnown(parsed) || strangeness(stored) !== undefined) return undefined
      return { ...recorded(stored, parsed.type, {}), newer: true }
    },
  }
}

/** An event whose stream and metadata are as ours are. */
function recorded(stored: Stored, type: string, data: unknown): RecordedEvent {
  const { aggregate, id } = aggregateOf(stored.stream)
  const metadata = stored.metadata as Metadata
  return {
    id: stored.id,
    type,
    data,
    aggregate,
    aggregateId: id,
    revision: Number(stored.revision),
    position: stored.position,
    occurredAt: metadata.occurredAt,
    recordedAt: stored.created,
    metadata,
  }
}

interface Reader {
  type: string
  creates: boolean
  /** What is never left out of the data of this version; of an older one it is not known any more. */
  required: readonly string[]
  read: (data: unknown) => unknown
}

function reader(type: string, version: number, spec: Spec): Reader {
  return {
    type,
    creates: spec.creates,
    required: version === spec.version ? requiredOf(spec.schema) : [],
    read: version === spec.version ? (data) => data : (data) => upcast(spec, version, data),
  }
}

/** The fields that a value of this schema always has. */
function requiredOf(schema: z.ZodType): string[] {
  if (schema instanceof z.ZodUnion) {
    const [first = [], ...others] = (schema.options as z.ZodType[]).map(requiredOf)
    return first.filter((name) => others.every((names) => names.includes(name)))
  }
  if (!(schema instanceof z.ZodObject)) return []
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>)
  return fields.filter(([, field]) => !field.safeParse(undefined).success).map(([name]) => name)
}

function isMetadata(metadata: unknown): boolean {
  if (!isPlain(metadata)) return false
  const { actor, via, command, occurredAt } = metadata
  return (
    isPlain(actor) &&
    typeof actor.kind === 'string' &&
    typeof actor.id === 'string' &&
    isPlain(via) &&
    typeof via.kind === 'string' &&
    isPlain(command) &&
    typeof command.id === 'string' &&
    typeof command.type === 'string' &&
    typeof command.hash === 'string' &&
    typeof occurredAt === 'string' &&
    !Number.isNaN(Date.parse(occurredAt))
  )
}

function isPlain(value: unknown): value is Record<string, unknown> {
  // What the store holds as binary comes as bytes.
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
