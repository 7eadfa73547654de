import { z } from 'zod'
import { type AnyDecider, decider } from '../domain/decider.ts'
import { conflict } from '../domain/error.ts'
import { creates, type Metadata } from '../domain/event.ts'
import type { EventStore, StoredEvent } from '../platform/log/event-store.ts'
import { derivedId, keyedId } from '../platform/process/ids.ts'
import type { Vault } from '../platform/vault/vault.ts'
import type { Aggregate } from './aggregates.ts'
import type { Claim, Holding } from './command.ts'

const holder = z.object({ aggregate: z.string(), id: z.uuid() })
export type Holder = z.output<typeof holder>

/** Who holds a unique value: an aggregate, or nobody after it was given up. */
interface ClaimState {
  holder: Holder | undefined
}

/** How long a claim counts although its holder does not have the value (yet), in ms: longer than any command takes. */
export const graceMs = 60_000

/**
 * One stream for each unique value. EventStoreDB appends to one stream at a time, so uniqueness across aggregates is
 * a stream whose first event only one writer can append. The value itself is not kept: it may be personal, and so the
 * stream's name is one that nobody without the key can make out of a guess.
 */
export const claim = decider<ClaimState>()({
  name: 'claim',
  events: {
    'claim.taken': creates(holder),
    'claim.passed': holder,
    'claim.released': z.object({}),
  },
  commands: {
    'claim.take': creates(holder),
    'claim.pass': holder,
    'claim.release': z.object({}),
  },
  evolve: {
    'claim.taken': (_, data) => ({ holder: data }),
    'claim.passed': (_, data) => ({ holder: data }),
    'claim.released': () => ({ holder: undefined }),
  },
  decide: {
    'claim.take': (_, input) => [{ type: 'claim.taken', data: input }],
    // To who holds it, too: it is taken anew, after whatever else they did.
    'claim.pass': (_, input) => [{ type: 'claim.passed', data: input }],
    'claim.release': (state) => (state.holder ? [{ type: 'claim.released', data: {} }] : []),
  },
})

/** The ids of claims. */
export interface ClaimIds {
  of(claim: Claim): string
  /** Where it was taken before there was a key; undefined where the log is younger than its key. */
  before(claim: Claim): string | undefined
}

/** `older`: whether the log has claims from before there was a key. */
export function claimIds(key: Uint8Array, { older }: { older: boolean }): ClaimIds {
  return {
    of: ({ kind, value }) => keyedId(key, 'claim', kind, value),
    before: ({ kind, value }) => (older ? derivedId('claim', kind, value) : undefined),
  }
}

/** Under what ids a claim may be. */
export function idsOf(ids: ClaimIds, claim: Claim): string[] {
  const before = ids.before(claim)
  return before === undefined ? [ids.of(claim)] : [ids.of(claim), before]
}

/** By a key of the vault that lasts as long as it does, whatever else in it is destroyed or wrapped anew. */
export async function claimIdsOf(
  vault: Pick<Vault, 'named'>,
  store: Pick<EventStore, 'lastPosition'>,
): Promise<ClaimIds> {
  const { secret, since } = await vault.named('claims', await store.lastPosition())
  return claimIds(secret, { older: since !== null })
}

export function holderIn(found: Aggregate | undefined): Holder | undefined {
  return (found?.state as ClaimState | undefined)?.holder
}

/** What an event of a claim says of it, as the store has it: whose it is from then on, and since when. */
export function takenIn({ stream, data, metadata, created }: StoredEvent) {
  if (!stream.startsWith('claim-')) return undefined
  const { occurredAt = created } = (metadata ?? {}) as Partial<Metadata>
  return { id: stream.slice('claim-'.length), holder: holder.safeParse(data).data, at: occurredAt }
}

/** The claims that a record has given up with an event, as the store has it. */
export function givenUpIn({ metadata }: StoredEvent): readonly string[] {
  return (metadata as Partial<Metadata> | null)?.gaveUp ?? []
}

/** `slug` of the claim `landing-page-slug` of a `landingPage`: the field that the record calls so. */
function fieldOf({ kind }: Claim, aggregate: string): string {
  const dashed = aggregate.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return kind.startsWith(`${dashed}-`) ? kind.slice(dashed.length + 1) : kind.slice(kind.indexOf('-') + 1)
}

/** Names the holder that there is; one that is being made may never be. */
export function refuseTaken(of: Claim, aggregate: string, held: Exclude<Holding, { is: 'free' }>): never {
  const field = fieldOf(of, aggregate)
  const one = `Another ${aggregate.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`
  const code = `${aggregate}.${field}-taken`
  if (held.is === 'held') conflict(code, `${one} has this ${field}.`, { field, id: held.id })
  conflict(code, `${one} with this ${field} may be being made; try again in a minute.`, {
    field,
  })
}

/** Claims in `a` that are not in `b`. */
export function without(a: readonly Claim[], b: readonly Claim[]): Claim[] {
  return a.filter((one) => !b.some((other) => isSame(one, other)))
}

export function isSame(a: Claim, b: Claim): boolean {
  return a.kind === b.kind && a.value === b.value
}

export const claimDecider: AnyDecider = claim
