import type { Spec } from '../../domain/event.ts'
import { BoundedMap } from '../process/bounded-map.ts'
import { decrypt, encrypt } from '../vault/cipher.ts'
import type { DataKey } from '../vault/key-encryption.ts'
import {
  erasedValue,
  getAt,
  type PersonalFields,
  personalFields,
  sealedText,
  setAt,
} from '../vault/personal-fields.ts'
import type { Secret, Vault } from '../vault/vault.ts'
import {
  type Batch,
  type EventStore,
  type EventToAppend,
  type ExpectedRevision,
  type StoredEvent,
  WrongExpectedRevision,
} from './event-store.ts'

/**
 * In an event's metadata in the log: which values were taken out of the event (JSON pointers into `{ data, metadata }`)
 * and are held, in this order, as a JSON array in `sealed` (base64: nonce, tag, AES-256-GCM ciphertext under `key`,
 * bound to stream, event, type and pointers). In their places stands what the event's schema allows there. Once the
 * event is read, `sealed` and `fields` are gone from it; `erased` tells that the key is no more, `missing` that this vault
 * does not have it: then the stand-ins are all there is, until the key is back.
 */
export interface Seal {
  key: string
  fields?: readonly string[]
  sealed?: string
  erased?: true
  missing?: true
}

/** Streams whose key is remembered. */
const rememberedStreams = 20_000

type Sealing = Pick<EventStore, 'append' | 'readStream' | 'readAll' | 'eventAt' | 'subscribe'>

/**
 * The event store for all who work with what events say: personal values are ciphertext in the log and plain on this
 * side of it, or plainly erased. Who proves what the log holds uses the store below.
 */
export function sealedStore<Store extends Sealing>(parts: {
  store: Store
  vault: Vault
  specs: ReadonlyMap<string, Spec>
}): Store {
  const { store, vault } = parts
  const fields = personalFields(parts.specs)
  /** Aggregates, as stored, with a personal field in any event: there the reasons that people give are about a person too. */
  const aboutPeople = new Set([...fields.keys()].map((type) => type.slice(0, type.indexOf('.'))))
  const keyOfStream = new BoundedMap<string, string>(rememberedStreams)
  /** Several followers are handed the same events. */
  const opened = new WeakMap<StoredEvent, StoredEvent>()

  /** A stream keeps the key of its first personal value, so that destroying one key erases all of it. */
  async function keyFor(stream: string, expected: ExpectedRevision): Promise<DataKey> {
    if (!keyOfStream.has(stream) && expected !== 'no-stream') {
      const first = (await store.readStream(stream)).find(({ metadata }) => sealOf(metadata))
      const seal = first && sealOf(first.metadata)
      if (seal) keyOfStream.set(stream, seal.key)
    }
    const id = keyOfStream.get(stream)
    const secret = id === undefined ? undefined : (await vault.secrets(new Set([id]))).get(id)
    if (id !== undefined && secret instanceof Buffer) return { id, secret }
    const fresh = await vault.take()
    keyOfStream.set(stream, fresh.id)
    return fresh
  }

  return {
    ...store,
    async append(stream, events, expected) {
      const found = events.map((event) => toSeal(event, stream, fields, aboutPeople))
      if (!found.some(({ length }) => length > 0)) return store.append(stream, events, expected)
      const key = await keyFor(stream, expected)
      const sealed = events.map((event, index) => seal(event, stream, key, found[index] ?? []))
      try {
        return await store.append(stream, sealed, expected)
      } catch (error) {
        // Whoever was first has chosen the stream's key.
        if (error instanceof WrongExpectedRevision) keyOfStream.delete(stream)
        throw error
      }
    },
    async readStream(stream, options) {
      const events = await openAll(await store.readStream(stream, options))
      const key = events.map(({ metadata }) => sealOf(metadata)).find(Boolean)?.key
      if (key !== undefined) keyOfStream.set(stream, key)
      return events
    },
    async eventAt(position) {
      const event = await store.eventAt(position)
      return event && (await openAll([event]))[0]
    },
    async *readAll(options) {
      for await (const page of store.readAll(options)) yield await openAll(page)
    },
    async *subscribe(options): AsyncGenerator<Batch> {
      for await (const batch of store.subscribe(options))
        yield { ...batch, events: await openAll(batch.events) }
    },
  }

  async function openAll(events: StoredEvent[]): Promise<StoredEvent[]> {
    const keys = new Set<string>()
    for (const event of events) {
      const seal = sealOf(event.metadata)
      if (seal?.sealed !== undefined && !opened.has(event)) keys.add(seal.key)
    }
    const secrets = keys.size > 0 ? await vault.secrets(keys) : undefined
    return events.map((event) => {
      const seal = sealOf(event.metadata)
      if (seal?.sealed === undefined) return event
      let plain = opened.get(event)
      if (!plain) {
        plain = open(event, seal, secrets?.get(seal.key) ?? 'unknown')
        if (!sealOf(plain.metadata)?.missing) opened.set(event, plain)
      }
      return plain
    })
  }
}

interface ToSeal {
  pointer: string
  value: unknown
  standIn: unknown
}

/** Everything in an event that is personal. The hash of the request goes along: by it a guess could be confirmed. */
function toSeal(
  { type, data, metadata }: EventToAppend,
  stream: string,
  fields: ReadonlyMap<string, PersonalFields>,
  aboutPeople: ReadonlySet<string>,
): ToSeal[] {
  if (!aboutPeople.has(stream.slice(0, stream.indexOf('-')))) return []
  const found = fields.get(type)?.find(data) ?? []
  const inData = found.map((one) => ({ ...one, pointer: `/data${one.pointer}` }))
  const reason = getAt(metadata, '/reason/text')
  const said =
    typeof reason === 'string'
      ? [{ pointer: '/metadata/reason/text', value: reason, standIn: sealedText }]
      : []
  if (inData.length + said.length === 0) return []
  const hash = {
    pointer: '/metadata/command/hash',
    value: getAt(metadata, '/command/hash'),
    standIn: sealedText,
  }
  return [...inData, ...said, ...(hash.value === undefined ? [] : [hash])]
}

function seal(event: EventToAppend, stream: string, key: DataKey, found: readonly ToSeal[]): EventToAppend {
  if (found.length === 0) return event
  const parts = found.reduce<unknown>((inner, { pointer, standIn }) => setAt(inner, pointer, standIn), {
    data: event.data,
    metadata: event.metadata,
  }) as { data: unknown; metadata: object }
  const pointers = found.map(({ pointer }) => pointer)
  const values = Buffer.from(JSON.stringify(found.map(({ value }) => value)))
  const sealed = encrypt(key.secret, values, boundTo({ ...event, stream }, key.id, pointers)).toString(
    'base64',
  )
  const personal: Seal = { key: key.id, fields: pointers, sealed }
  return { ...event, data: parts.data, metadata: { ...parts.metadata, personal } }
}

/** An event that was altered stays sealed, which whoever decodes it refuses: one bad event stops no page. */
function open(event: StoredEvent, { key, fields = [], sealed = '' }: Seal, secret: Secret): StoredEvent {
  const { personal: _, ...metadata } = event.metadata as { personal: Seal }
  // What stands in the place of what is not known here stays, and says so.
  if (secret === 'unknown')
    return { ...event, metadata: { ...metadata, personal: { key, missing: true } satisfies Seal } }
  const parts = { data: event.data, metadata: { ...metadata, personal: { key } satisfies Seal } }
  if (secret === 'destroyed') {
    const erased = fields.reduce<unknown>(
      (inner, pointer) => setAt(inner, pointer, erasedValue(getAt(inner, pointer))),
      { ...parts, metadata: { ...metadata, personal: { key, erased: true } satisfies Seal } },
    ) as typeof parts
    return { ...event, ...erased }
  }
  let values: unknown[]
  try {
    const bound = boundTo(event, key, fields)
    values = JSON.parse(decrypt(secret, Buffer.from(sealed, 'base64'), bound).toString()) as unknown[]
  } catch {
    return event
  }
  const plain = fields.reduce<unknown>((inner, pointer, index) => setAt(inner, pointer, values[index]), parts)
  return { ...event, ...(plain as typeof parts) }
}

/** A ciphertext opens only where it was made: not in another event, stream or field. */
function boundTo(
  { stream, id, type }: Pick<StoredEvent, 'stream' | 'id' | 'type'>,
  key: string,
  pointers: readonly string[],
): string {
  return JSON.stringify([stream, id, type, key, ...pointers])
}

export function sealOf(metadata: unknown): Seal | undefined {
  return (metadata as { personal?: Seal } | null | undefined)?.personal
}
