import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect } from 'vitest'
import type { RecordedEvent } from '../../src/domain/event.ts'
import { eventCodec } from '../../src/platform/log/codec.ts'
import { connectEventStore, type StoredEvent } from '../../src/platform/log/event-store.ts'
import { sealedStore } from '../../src/platform/log/sealed-store.ts'
import { openPg, type Pg } from '../../src/platform/pg/pg.ts'
import { type KeyRing, keyRing } from '../../src/platform/vault/key-encryption-key.ts'
import { openVault } from '../../src/platform/vault/vault.ts'
import { checksum } from '../../src/projections/read-models.ts'
import { deciders, projections } from '../../src/registry.ts'
import { eventually } from '../support/eventually.ts'
import { type Call, jobDone } from './installation.ts'
import type { Acknowledged, Told } from './load.ts'

/** The stores of the product that runs on this data directory, opened beside it; its log may be outside. */
export async function openBeside(data: string, outside?: string): Promise<Beside> {
  const { databaseUrl, eventStoreUrl = outside ?? '' } = JSON.parse(
    readFileSync(join(data, 'stores.json'), 'utf8'),
  ) as {
    databaseUrl: string
    eventStoreUrl?: string
  }
  return openStores({ databaseUrl, eventStoreUrl, ring: keyRing({ data, keyEncryptionKey: undefined }) })
}

export async function openStores(of: { databaseUrl: string; eventStoreUrl: string; ring: KeyRing }) {
  const pg = openPg({ url: of.databaseUrl, log: pino({ level: 'silent' }) })
  const bare = connectEventStore(of.eventStoreUrl)
  const vault = await openVault({ pg, ring: of.ring })
  const store = sealedStore({ store: bare, vault, specs: eventCodec(deciders).specs })
  return {
    pg,
    store,
    async close() {
      await bare.close()
      await vault.close()
      await pg.close()
    },
  }
}

export type Beside = Awaited<ReturnType<typeof openStores>>

/**
 * Once everything that follows has followed: what was acknowledged is in the log, once, and nothing else; what process managers
 * owe for it is there, once; and what is made of the log is what a rebuild makes of it. The server also writes by its clock (an
 * alert): where the log grew meanwhile, two sums were of two logs, and it is proved once more.
 */
export async function proveAll(beside: Beside, call: Call, of: Parameters<typeof prove>[2]): Promise<void> {
  const last = await beside.store.lastPosition()
  try {
    await prove(beside, call, of)
  } catch (error) {
    if ((await beside.store.lastPosition()) === last) throw error
    await prove(beside, call, of)
  }
}

async function prove(
  beside: Beside,
  call: Call,
  { told, acknowledged, user }: { told: Told; acknowledged: readonly Acknowledged[]; user: string },
): Promise<void> {
  await sagasSettled(beside, async () => {
    const { sagas } = await call<{ sagas: { lag: number }[] }>('GET', '/api/status')
    return sagas.map(({ lag }) => lag)
  })
  const last = await beside.store.lastPosition()
  const events = await proveLog(
    beside,
    { ...told, acknowledged: [...acknowledged, ...told.acknowledged] },
    user,
  )
  await proveNothingDead(beside)
  proveEffects(events, told)
  await eventually(() => call('GET', '/api/leads?limit=1', undefined, { 'x-min-position': String(last) }))
  await eventually(() => proveIndex(beside, events))
  for (const { id, revision } of told.acknowledged.filter((_, index) => index % 25 === 0)) {
    const of = events.find(({ aggregateId }) => aggregateId === id)?.aggregate ?? ''
    const { items } = await call<{ items: { revision: number }[] }>(
      'GET',
      `/api/${resources[of]}/${id}/history`,
    )
    expect(items.some((item) => item.revision === revision)).toBe(true)
  }
  const incremental = await checksums(beside.pg)
  const { id: job } = await call<{ id: string }>('POST', '/api/admin/projections/all/rebuild', {})
  await jobDone(call, job)
  expect(await checksums(beside.pg), 'read models differ from a rebuild').toStrictEqual(incremental)
}

const resources: Record<string, string> = {
  lead: 'leads',
  opportunity: 'opportunities',
  quote: 'quotes',
  ticket: 'tickets',
  product: 'products',
}

/** Waits until the process managers have read everything and have nothing left to do now. */
async function sagasSettled({ pg }: Beside, lags: () => Promise<readonly number[]>): Promise<void> {
  await eventually(async () => {
    const behind = (await lags()).filter((lag) => lag > 0)
    const { rows } = await pg.owner.query<{ what: string }>(
      `select 'outbox: ' || command || ' ' || status as what from pm.outbox where status in ('waiting', 'refused')
       union all select 'timer: ' || name from pm.timer where due_at <= now()`,
    )
    expect([behind, rows.slice(0, 5)]).toStrictEqual([[], []])
    // What was sent just before we looked is in the log by now, and makes somebody lag behind.
    expect((await lags()).filter((lag) => lag > 0)).toStrictEqual([])
  })
}

/** The log is whole in itself, and holds what was acknowledged, once, and nothing that was not. */
async function proveLog({ store }: Beside, told: Told, user: string): Promise<RecordedEvent[]> {
  const stored: StoredEvent[] = []
  for await (const page of store.readAll()) stored.push(...page)
  const codec = eventCodec(deciders)
  const events = stored.flatMap((event) => codec.decode(event) ?? [])
  expect(events.length).toBeGreaterThanOrEqual(stored.length - 1)

  expect(duplicates(stored.map(({ id }) => id)), 'event ids written twice').toStrictEqual([])
  const streams = groupBy(stored, ({ stream }) => stream)
  for (const [stream, its] of streams) {
    const gap = its.findIndex(({ revision }, index) => Number(revision) !== index)
    expect(gap, `${stream} has a gap or a double in its revisions`).toBe(-1)
  }
  const falling = stored.findIndex(({ position }, index) => position <= (stored[index - 1]?.position ?? -1n))
  expect(falling, 'positions that do not rise').toBe(-1)

  const commands = groupBy(
    events.filter(({ metadata }) => metadata.command.type.split('.')[0] !== 'claim'),
    ({ metadata }) => metadata.command.id,
  )
  for (const [id, its] of commands) {
    const [first] = its
    const consecutive = its.every(
      ({ aggregateId, revision }, index) =>
        aggregateId === first?.aggregateId && revision === (first?.revision ?? 0) + index,
    )
    expect(consecutive, `the command ${id} has written twice`).toBe(true)
  }
  const at = new Map(events.map((event) => [`${event.aggregateId}@${event.revision}`, event]))
  const answered = new Set<string>()
  for (const { key, id, revision, position, events: types } of told.acknowledged) {
    const last = at.get(`${id}@${revision}`)
    const its = commands.get(last?.metadata.command.id ?? '') ?? []
    expect({ key, types: its.map(({ type }) => type) }, 'an acknowledged command').toStrictEqual({
      key,
      types,
    })
    expect(String(its.at(-1)?.position), `the position of ${key}`).toBe(position)
    expect(its.at(-1)?.revision, `the revision of ${key}`).toBe(revision)
    answered.add(last?.metadata.command.id ?? '')
  }
  expect(answered.size, 'two keys for one command').toBe(told.acknowledged.length)
  // Every request was sent until it was answered: what a user did and nobody was told of must not be there.
  const untold = [...commands]
    .filter(([id, its]) => its[0]?.metadata.actor.id === user && !answered.has(id))
    .map(([, its]) => `${its[0]?.type} of ${its[0]?.aggregateId}`)
    .filter((what) => !what.startsWith('session.'))
  expect(untold, 'written and never acknowledged').toStrictEqual([])
  return events
}

/** What process managers owe is there, once each. */
function proveEffects(events: readonly RecordedEvent[], told: Told): void {
  const idsOf = (type: string, key: (event: RecordedEvent) => string) =>
    events.filter((event) => event.type === type).map(key)
  const own = ({ aggregateId }: RecordedEvent) => aggregateId
  const data = (name: string) => (event: RecordedEvent) =>
    String((event.data as Record<string, unknown>)[name])

  const quotes = told.accepted.map(({ quote }) => quote)
  same(idsOf('quote.accepted', own), quotes, 'quotes accepted')
  same(idsOf('order.placed', data('quoteId')), quotes, 'orders placed')
  const deals = told.accepted.map(({ deal }) => deal)
  same(idsOf('opportunity.won', own), deals, 'deals won')

  const failed = events.filter(({ type }) => type === 'lead.conversion-failed')
  expect(
    failed.map((event) => event.data),
    'conversions that gave up',
  ).toStrictEqual([])
  same(idsOf('lead.converted', own), told.converting, 'leads converted')
  const ofLeads = (type: string) => idsOf(type, data('leadId')).filter((id) => id !== 'null')
  same(ofLeads('opportunity.opened'), told.converting, 'deals opened from leads')
  same(ofLeads('contact.created'), told.converting, 'contacts made from leads')
  const undone = events.filter(({ type }) => type === 'lead.conversion-reverted')
  same(undone.map(own), told.undone, 'conversions undone')
  const withdrawn = undone.flatMap((event) => (event.data as { withdrawn: { id: string }[] }).withdrawn)
  same(
    ['opportunity', 'contact', 'account'].flatMap((model) => idsOf(`${model}.withdrawn`, own)),
    withdrawn.map(({ id }) => id),
    'records withdrawn',
  )
  expect(withdrawn, 'each with all that it had made').toHaveLength(3 * undone.length)
  const accounts = idsOf('account.created', data('name'))
  expect(duplicates(accounts), 'accounts made twice').toStrictEqual([])

  const twice = told.overdue.flatMap((id) => [`${id} response`, `${id} resolution`])
  same(
    idsOf('ticket.sla-breached', (event) => `${event.aggregateId} ${data('clock')(event)}`),
    twice,
    'breaches recorded',
  )
  same(
    idsOf('ticket.escalated', (event) => `${event.aggregateId} ${data('cause')(event).split('-')[0]}`),
    twice,
    'escalations',
  )
  same(idsOf('product.created', data('code')), told.contested, 'products of contested codes')
}

function same(actual: readonly string[], expected: readonly string[], what: string): void {
  expect(actual.toSorted(), what).toStrictEqual(expected.toSorted())
}

function duplicates(values: readonly string[]): string[] {
  const seen = new Set<string>()
  return values.filter((value) => seen.size === seen.add(value).size)
}

/** A sum over every read model with its history. */
async function checksums(pg: Pg): Promise<Record<string, string>> {
  const sums = await Promise.all(projections.map(async (one) => [one.name, await checksum(pg, one)] as const))
  return Object.fromEntries(sums)
}

/** Nothing that a process manager has sent was refused for good. */
async function proveNothingDead({ pg }: Beside): Promise<void> {
  const dead = await pg.owner.query(
    `select command, key, attempts, error from pm.outbox where status in ('dead', 'dismissed')`,
  )
  expect(dead.rows, 'commands of process managers that nobody took').toStrictEqual([])
}

/** What is kept beside the read models agrees with the log as well. */
async function proveIndex({ pg }: Beside, events: readonly RecordedEvent[]): Promise<void> {
  const { rows } = await pg.owner.query<{ id: string }>('select id from log.event order by position')
  expect(rows.map(({ id }) => id)).toStrictEqual(events.map(({ id }) => id))
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return groups
}
