import {
  aggregateOf,
  type DomainEvent,
  type Metadata,
  parseWireType,
  type RecordedEvent,
  type Spec,
  type SpecMap,
  specOf,
  upcast,
  wireType,
} from '../../domain/event.ts'

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
  /** Wire type to reader; filled as types are met, because a log holds few types and many events. */
  const readers = new Map<string, { type: string; read: (data: unknown) => unknown } | undefined>()

  function reader(wire: string) {
    if (readers.has(wire)) return readers.get(wire)
    const parsed = parseWireType(wire)
    const spec = parsed && specs.get(parsed.type)
    const found =
      parsed && spec
        ? {
            type: parsed.type,
            read:
              parsed.version === spec.version
                ? (data: unknown) => data
                : (data: unknown) => upcast(spec, parsed.version, data),
          }
        : undefined
    readers.set(wire, found)
    return found
  }

  return {
    specs,
    encode({ type, data }) {
      const spec = specs.get(type)
      if (!spec) throw new Error(`the event ${type} is not in the registry`)
      return { type: wireType(type, spec.version), data: spec.schema.parse(data) }
    },
    decode(stored) {
      const found = reader(stored.type)
      if (!found) return undefined
      const metadata = stored.metadata as Metadata & { personal?: { sealed?: string } }
      if (metadata.personal?.sealed !== undefined)
        throw new Error('its personal data cannot be read: altered, or the key is not in the vault')
      const { aggregate, id } = aggregateOf(stored.stream)
      return {
        id: stored.id,
        type: found.type,
        data: found.read(stored.data),
        aggregate,
        aggregateId: id,
        revision: Number(stored.revision),
        position: stored.position,
        occurredAt: metadata.occurredAt,
        recordedAt: stored.created,
        metadata,
      }
    },
  }
}
