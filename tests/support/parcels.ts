import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { decider } from '../../src/domain/decider.ts'
import { creates, streamName } from '../../src/domain/event.ts'
import { eventCodec } from '../../src/platform/log/codec.ts'
import type { EventStore } from '../../src/platform/log/event-store.ts'
import { derivedId } from '../../src/platform/process/ids.ts'
import {
  bigint,
  boolean,
  date,
  double,
  instant,
  integer,
  json,
  nullable,
  projection,
  text,
  texts,
  uuid,
} from '../../src/projections/projection.ts'

/** Two small aggregates and three read models that use everything a projection can, with no CRM in them. */

const parcelFields = z.object({
  label: z.string(),
  owner: z.string().nullable(),
  depotId: z.uuid(),
  grams: z.number(),
  value: z.int(),
  due: z.iso.date(),
  tags: z.array(z.string()),
  notes: z.array(z.object({ by: z.string(), text: z.string() })),
})

export const parcel = decider<{ depotId: string; delivered: boolean }>()({
  name: 'parcel',
  events: {
    'parcel.registered': creates(parcelFields),
    'parcel.moved': z.object({ from: z.uuid(), to: z.uuid() }),
    'parcel.handed-over': z.object({ owner: z.string().nullable() }),
    'parcel.noted': z.object({ by: z.string(), text: z.string() }),
    'parcel.scanned': z.object({}),
    'parcel.lost': z.object({}),
    'parcel.found': z.object({}),
  },
  commands: {
    'parcel.register': creates(parcelFields),
    'parcel.move': z.object({ to: z.uuid() }),
    'parcel.hand-over': z.object({ owner: z.string().nullable() }),
    'parcel.note': z.object({ by: z.string(), text: z.string() }),
    'parcel.scan': z.object({}),
    'parcel.lose': z.object({}),
    'parcel.find': z.object({}),
  },
  evolve: {
    'parcel.registered': (_, { depotId }) => ({ depotId, delivered: false }),
    'parcel.moved': (state, { to }) => ({ ...state, depotId: to }),
    'parcel.handed-over': (state) => state,
    'parcel.noted': (state) => state,
    'parcel.scanned': (state) => state,
    'parcel.lost': (state) => ({ ...state, delivered: true }),
    'parcel.found': (state) => ({ ...state, delivered: false }),
  },
  decide: {
    'parcel.register': (_, data) => [{ type: 'parcel.registered', data }],
    'parcel.move': ({ depotId }, { to }) => [{ type: 'parcel.moved', data: { from: depotId, to } }],
    'parcel.hand-over': (_, data) => [{ type: 'parcel.handed-over', data }],
    'parcel.note': (_, data) => [{ type: 'parcel.noted', data }],
    'parcel.scan': () => [{ type: 'parcel.scanned', data: {} }],
    'parcel.lose': ({ delivered }) => (delivered ? [] : [{ type: 'parcel.lost', data: {} }]),
    'parcel.find': ({ delivered }) => (delivered ? [{ type: 'parcel.found', data: {} }] : []),
  },
})

export const depot = decider<{ name: string }>()({
  name: 'depot',
  events: {
    'depot.opened': creates(z.object({ name: z.string(), at: z.iso.datetime() })),
    'depot.renamed': z.object({ name: z.string() }),
    'depot.closed': z.object({}),
  },
  commands: {
    'depot.open': creates(z.object({ name: z.string(), at: z.iso.datetime() })),
    'depot.rename': z.object({ name: z.string() }),
    'depot.close': z.object({}),
  },
  evolve: {
    'depot.opened': (_, { name }) => ({ name }),
    'depot.renamed': (_, { name }) => ({ name }),
    'depot.closed': (state) => state,
  },
  decide: {
    'depot.open': (_, data) => [{ type: 'depot.opened', data }],
    'depot.rename': (_, data) => [{ type: 'depot.renamed', data }],
    'depot.close': () => [{ type: 'depot.closed', data: {} }],
  },
})

export const parcelTable = projection(parcel)({
  name: 'parcel',
  version: 1,
  columns: {
    label: text,
    owner: nullable(text),
    depotId: uuid,
    grams: double,
    value: bigint,
    due: date,
    tags: texts,
    notes: json<{ by: string; text: string }[]>(),
    lost: boolean,
    moves: integer,
    lastMovedAt: nullable(instant),
  },
  grants: ({ owner, depotId }) => (owner === null ? ['everyone'] : [`user:${owner}`, `team:${depotId}`]),
  indexes: [['owner', 'value'], ['due']],
  on: {
    'parcel.registered': (_, { data }) => ({ ...data, lost: false, moves: 0, lastMovedAt: null }),
    'parcel.moved': (row, { data, occurredAt }) =>
      row && { ...row, depotId: data.to, moves: row.moves + 1, lastMovedAt: occurredAt },
    'parcel.handed-over': (row, { data }) => row && { ...row, owner: data.owner },
    'parcel.noted': (row, { data }) => row && { ...row, notes: row.notes.concat(data) },
    'parcel.lost': (row) => row && { ...row, lost: true },
    'parcel.found': (row) => row && { ...row, lost: false },
  },
})

/** A row of a depot's own, which parcels change too; gone when the depot is closed. */
export const depotTable = projection(
  depot,
  parcel,
)({
  name: 'depotLoad',
  version: 1,
  columns: { name: text, openedAt: nullable(instant), parcels: integer },
  grants: ({ parcels }) => [parcels % 2 === 0 ? 'queue:depot' : 'queue:odd'],
  on: {
    'depot.opened': (row, { data }) => ({ name: data.name, openedAt: data.at, parcels: row?.parcels ?? 0 }),
    'depot.renamed': (row, { data }) => row && { ...row, name: data.name },
    'depot.closed': (row) => row && null,
    'parcel.registered': {
      key: ({ data }) => data.depotId,
      fold: (row) => ({
        name: row?.name ?? '?',
        openedAt: row?.openedAt ?? null,
        parcels: (row?.parcels ?? 0) + 1,
      }),
    },
    'parcel.moved': {
      key: ({ data }) => [data.from, data.to],
      fold: (row, { data }, id) => {
        const step = (id === data.to ? 1 : 0) - (id === data.from ? 1 : 0)
        if (step === 0) return row
        return {
          name: row?.name ?? '?',
          openedAt: row?.openedAt ?? null,
          parcels: (row?.parcels ?? 0) + step,
        }
      },
    },
  },
})

/** A row for each tag, which is there only while a parcel has been registered with it and none is lost. */
export const tagTable = projection(parcel)({
  name: 'tagUse',
  version: 1,
  columns: { tag: text, uses: integer },
  grants: () => [],
  on: {
    'parcel.registered': {
      key: ({ data }) => data.tags.map((tag) => derivedId('tag', tag)),
      fold: (row, { data }, id) => ({
        tag: data.tags.find((tag) => derivedId('tag', tag) === id) ?? '',
        uses: (row?.uses ?? 0) + 1,
      }),
    },
  },
})

export const parcelDeciders = [parcel, depot]
export const parcelProjections = [parcelTable, depotTable, tagTable]
export const parcelCodec = eventCodec(parcelDeciders)

interface Meta {
  occurredAt?: string
  actor?: string
}

/** Appends events as `execute` would, without deciding or checking anything. */
export function parcelLog(store: Pick<EventStore, 'append'>) {
  const revisions = new Map<string, bigint>()
  return async (
    aggregate: string,
    id: string,
    events: readonly { type: string; data: unknown }[],
    { occurredAt = new Date().toISOString(), actor = 'tester' }: Meta = {},
  ) => {
    const stream = streamName(aggregate, id)
    const eventId = randomUUID()
    const metadata = {
      actor: { kind: 'user', id: actor, roles: [] },
      via: { kind: 'cli' },
      command: { id: eventId, type: 'test', hash: '' },
      $correlationId: eventId,
      $causationId: eventId,
      occurredAt,
      app: 'test',
    }
    const appended = await store.append(
      stream,
      events.map(({ type, data }) => ({ id: randomUUID(), type: `${type}.v1`, data, metadata })),
      revisions.get(stream) ?? 'no-stream',
    )
    revisions.set(stream, appended.revision)
    return appended
  }
}

/** A parcel's first event, with values that are hard on quoting. */
export function registered(values: Partial<z.output<typeof parcelFields>> = {}) {
  return {
    type: 'parcel.registered',
    data: {
      label: 'Tea "Earl\tGrey" \\ 2\n€ 😀',
      owner: 'ann',
      depotId: randomUUID(),
      grams: 250.5,
      value: 12_345,
      due: '2024-02-29',
      tags: ['a,b', 'c"d\\', '{}', 'null', ''],
      notes: [{ by: 'bob', text: 'line\\n \t"quoted"' }],
      ...values,
    },
  }
}
