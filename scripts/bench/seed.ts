import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { ensureAdministrator } from '../../src/api/identity/first-admin.ts'
import { aggregates } from '../../src/commands/aggregates.ts'
import { claimIdsOf } from '../../src/commands/claims.ts'
import { createExecute } from '../../src/commands/execute.ts'
import type { DomainEvent, EventsIn, Metadata } from '../../src/domain/event.ts'
import type { opportunity } from '../../src/domain/sales/opportunity.ts'
import { eventCodec } from '../../src/platform/log/codec.ts'
import { connectEventStore } from '../../src/platform/log/event-store.ts'
import { openPasswords } from '../../src/platform/people/passwords.ts'
import { systemPrincipal } from '../../src/platform/people/permissions.ts'
import { openPg } from '../../src/platform/pg/pg.ts'
import { systemClock } from '../../src/platform/process/clock.ts'
import { readConfig } from '../../src/platform/process/config.ts'
import { keyRing } from '../../src/platform/vault/key-encryption-key.ts'
import { openVault } from '../../src/platform/vault/vault.ts'
import { commands, deciders } from '../../src/registry.ts'
import { openStores } from '../../src/start/stores.ts'
import { atEnd } from './ending.ts'
import { administrator } from './product.ts'

export interface Seeded {
  deals: number
  events: number
  /** Each owns the same share of the deals. */
  repIds: readonly string[]
  stageIds: readonly string[]
  dealIds: readonly string[]
  /** When half of everything had happened. */
  middle: string
}

const reps = 50
const accounts = 1000
const eventsOfDeal = 10
/** From the first to the last deal, in ms; each deal takes four months. */
const span = 3 * 365 * 86_400_000
const life = 120 * 86_400_000
const began = Date.UTC(2023, 0, 1)

/**
 * Writes a log of so many deals with ten events each, as commands would have left it: people, a pipeline and accounts
 * through `execute`, the deals as checked events. The stores run only meanwhile.
 */
export async function seed(data: string, deals: number): Promise<Seeded> {
  const env = { HINDSIGHT_DATA: data, LOG_LEVEL: 'silent' }
  const log = pino({ level: 'silent' })
  const stores = await openStores(readConfig(env), log)
  const stop = atEnd(() => stores.stop())
  const pg = openPg({ url: stores.databaseUrl, log })
  const store = connectEventStore(stores.eventStoreUrl)
  try {
    const codec = eventCodec(deciders)
    const vault = await openVault({ pg, ring: keyRing(readConfig(env)) })
    const claimIds = await claimIdsOf(vault, store)
    await vault.close()
    const parts = { store, codec, commands, claimIds, clock: systemClock, app: 'bench' }
    const execute = createExecute({ ...parts, aggregates: aggregates(parts) })
    const principal = systemPrincipal('bench', { kind: 'cli' })
    await ensureAdministrator(
      { execute, passwords: await openPasswords(pg) },
      { ...administrator, isNew: true },
      principal,
    )
    const occurredAt = new Date(began).toISOString()
    const made = async (command: string, body: object) =>
      (await execute({ command, body, principal, occurredAt })).id

    const stages = ['Qualification', 'Discovery', 'Proposal', 'Negotiation'].map((name, index) => ({
      id: randomUUID(),
      name,
      probability: (index + 1) / 5,
      kind: 'open' as const,
    }))
    const won = { id: randomUUID(), name: 'Won', probability: 1, kind: 'won' as const }
    const lost = { id: randomUUID(), name: 'Lost', probability: 0, kind: 'lost' as const }
    const pipelineId = await made('pipeline.create', {
      name: 'New business',
      currency: 'EUR',
      isDefault: true,
      stages: [...stages, won, lost],
    })
    const repIds = await each(reps, (index) =>
      made('user.register', { name: `Rep ${index}`, email: `rep.${index}@hindsight.example`, role: 'rep' }),
    )
    const accountIds = await each(accounts, (index) => made('account.create', { name: `Account ${index}` }))

    const dealIds = Array.from({ length: deals }, () => randomUUID())
    const write = async (index: number) => {
      const id = dealIds[index]
      if (id === undefined) return
      // In fives, so that each has deals that end in each of the five ways.
      const ownerId = repIds[Math.floor(index / 5) % reps] ?? ''
      const accountId = accountIds[index % accounts] ?? ''
      const events = dealEvents(index, { ownerId, accountId, pipelineId, stages, won, lost })
      const first = began + (span * index) / deals
      await store.append(
        `opportunity-${id}`,
        events.map((event, step) => ({
          ...codec.encode(event),
          id: randomUUID(),
          metadata: metadataOf(event, ownerId, new Date(first + (life * step) / eventsOfDeal).toISOString()),
        })),
        'no-stream',
      )
    }
    await each(deals, write)
    return {
      deals,
      events: deals * eventsOfDeal,
      repIds,
      dealIds,
      stageIds: stages.map(({ id }) => id),
      middle: new Date(began + (span + life) / 2).toISOString(),
    }
  } finally {
    await store.close()
    await pg.close()
    await stop()
  }
}

/** In order of their number, a few at a time: as many as the store's client sends at once. */
async function each<T>(count: number, one: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  let next = 0
  const worker = async () => {
    while (next < count) {
      const index = next++
      results[index] = await one(index)
    }
  }
  await Promise.all(Array.from({ length: 15 }, worker))
  return results
}

type Stage = { id: string; name: string; probability: number; kind: 'open' | 'won' | 'lost' }
interface Around {
  ownerId: string
  accountId: string
  pipelineId: string
  stages: readonly Stage[]
  won: Stage
  lost: Stage
}

/** A deal's way: four tenths are won or lost at its end, the others stay open. */
function dealEvents(
  index: number,
  { ownerId, accountId, pipelineId, stages, won, lost }: Around,
): EventsIn<typeof opportunity.events>[] {
  // A multiplier without a common divisor spreads the sums over their whole range, the same in every run.
  const sum = (step: number) => ({
    amount: 10_000 + ((index * 7919 + step * 104_729) % 5_000_000),
    currency: 'EUR',
  })
  const closeDate = (step: number) =>
    new Date(began + ((index * 31 + step * 17) % 1400) * 86_400_000).toISOString().slice(0, 10)
  const stage = (step: number) => stages[(index + step) % stages.length] ?? won
  const advance = (step: number) =>
    ({
      type: 'opportunity.stage-advanced',
      data: { stage: stage(step), probability: stage(step).probability },
    }) as const
  const amount = (step: number) =>
    ({ type: 'opportunity.amount-changed', data: { amount: sum(step) } }) as const
  const date = (step: number) =>
    ({ type: 'opportunity.close-date-changed', data: { closeDate: closeDate(step) } }) as const
  const end = { amount: sum(8), closeDate: closeDate(8) }
  const last =
    index % 5 === 0
      ? ({ type: 'opportunity.won', data: { stage: won, ...end } } as const)
      : index % 5 === 1
        ? ({ type: 'opportunity.lost', data: { stage: lost, ...end, reason: 'Price' } } as const)
        : amount(9)
  return [
    {
      type: 'opportunity.opened',
      data: {
        name: `Deal ${index}`,
        accountId,
        contactId: null,
        productId: null,
        ownerId,
        pipelineId,
        stage: stage(0),
        probability: stage(0).probability,
        probabilityOverridden: false,
        amount: sum(0),
        closeDate: closeDate(0),
        leadId: null,
      },
    },
    advance(1),
    amount(2),
    date(3),
    advance(4),
    amount(5),
    date(6),
    advance(7),
    amount(8),
    last,
  ]
}

function metadataOf({ type }: DomainEvent, ownerId: string, occurredAt: string): Metadata {
  const id = randomUUID()
  return {
    actor: { kind: 'user', id: ownerId, roles: ['rep'] },
    via: { kind: 'session', id: randomUUID() },
    command: { id, type, hash: 'LCa0a2j_xo_5m0U8HTBBNBNCLXBkg7-g-YpeiGJm564' },
    $correlationId: id,
    $causationId: id,
    occurredAt,
    ip: '127.0.0.1',
    app: 'bench',
  }
}
