import type { Aggregates } from '../../commands/aggregates.ts'
import { NotFound, Truncated } from '../../commands/errors.ts'
import type { Execute } from '../../commands/execute.ts'
import { type AnyDecider, decideOne } from '../../domain/decider.ts'
import { conflict, refuse } from '../../domain/error.ts'
import { aggregateOf, type RecordedEvent, streamName } from '../../domain/event.ts'
import type { PrivacyRequestState } from '../../domain/settings/privacy-request.ts'
import { privacyOf } from '../../domain/subject.ts'
import { canonical } from '../../platform/log/canonical.ts'
import { isCaughtUp } from '../../platform/log/caught-up.ts'
import type { EventStore, StoredEvent } from '../../platform/log/event-store.ts'
import { sealOf } from '../../platform/log/sealed-store.ts'
import { signedNote } from '../../platform/log/transparency-log/note.ts'
import type { TransparencyLog } from '../../platform/log/transparency-log.ts'
import { keyOf, noMasks, type Principal, systemPrincipal } from '../../platform/people/permissions.ts'
import type { Pg } from '../../platform/pg/pg.ts'
import { scrub } from '../../platform/pg/scrub.ts'
import type { Clock } from '../../platform/process/clock.ts'
import { derivedId, newId } from '../../platform/process/ids.ts'
import type { Ledger } from '../../platform/vault/ledger.ts'
import type { PersonalFields } from '../../platform/vault/personal-fields.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { type EventIndex, followedFrom, positionsOf } from '../../projections/event-index.ts'
import type { ReadModels } from '../http/services.ts'
import { type RecordRef, type Relation, recordsOf } from './relations.ts'

type Kind = PrivacyRequestState['kind']

export interface PrivacyParts {
  pg: Pg
  /** The log as it is stored, for what is encrypted in it. */
  store: Pick<EventStore, 'readStream' | 'eventAt' | 'lastPosition'>
  /** By type as stored. */
  fields: ReadonlyMap<string, PersonalFields>
  clock: Clock
  execute: Execute
  aggregates: Aggregates
  readModels: ReadModels
  vault: Vault
  ledger: Ledger
  deciders: readonly AnyDecider[]
  relations: readonly Relation[]
  /** Removes what is kept of a person beside the log, such as what they sign in with. */
  forget?: (ref: RecordRef, state: unknown) => Promise<void>
  /** Signs receipts, and says where the events they name stand. */
  tree: Pick<TransparencyLog, 'key' | 'leaves' | 'waitFor'>
  /** Knows what came of a request. */
  eventIndex: Pick<EventIndex, 'waitFor'>
}

/** What people may ask of us by law. Each request is an event, so is its end, and both together are its receipt. */
export interface Privacy {
  /** Whether records of this kind are about people. */
  concerns(aggregate: string): boolean
  records(subject: RecordRef): Promise<RecordRef[]>
  /**
   * How a record stands. Where an operator has let go of part of it (`isCut`), the state is what the log still tells, or
   * undefined.
   */
  standing(subject: RecordRef): Promise<{ state: unknown; isCut: boolean; erased: boolean }>
  /** Does what was asked; returns the id of the request. @throws DomainError when it may not be done now. */
  request(asked: Asked, by: Asker): Promise<string>
  /** What was asked for, for whom, when, by whom, and the events that say so, each with its leaf of the tree; signed. */
  receipt(id: string): Promise<string>
  /** Makes Postgres forget on disk what erasures have changed since the last time. */
  scrub(signal?: AbortSignal): Promise<{ tables: number; segments: number; problems: readonly string[] }>
  /** Ends what a crash has left, and erases again what an older vault has brought back or an older log has lost. */
  recover(): Promise<void>
}

interface Asked {
  kind: Kind
  subject: RecordRef
  ground?: PrivacyRequestState['ground']
  /** Only this record, not all that there are about its person. */
  alone?: true
  /** Of a rectification: those that the changes led to which put the record right. */
  revisions?: readonly number[]
}

export interface Asker {
  principal: Principal
  ip?: string
  userAgent?: string
}

/** How long the read models may take to get to where the log is, in ms. */
const patience = 30_000

/** What a request does to each record; those who ask for a copy change nothing. */
const verbs: Readonly<Partial<Record<Kind, string>>> = {
  restriction: 'restrict',
  lifting: 'lift-restriction',
  erasure: 'erase',
}

const recovering = systemPrincipal('privacy', { kind: 'cli' })

export function createPrivacy(parts: PrivacyParts): Privacy {
  const { pg, store, execute, aggregates, readModels, vault, ledger, deciders, relations } = parts
  const byName = new Map(deciders.map((decider) => [decider.name, decider]))
  const requests = byName.get('privacyRequest')
  if (!requests) throw new Error('there is no aggregate for requests')
  const concerns = (aggregate: string) => byName.get(aggregate)?.commands[`${aggregate}.erase`] !== undefined

  async function stateOf(ref: RecordRef): Promise<unknown> {
    const of = byName.get(ref.aggregate)
    const state = of && (await aggregates.refresh(of, ref.id))?.state
    if (state === undefined) throw new NotFound(`${ref.aggregate} ${ref.id}`)
    return state
  }

  /**
   * What an erasure goes by. Nobody's right to be erased depends on what an operator has left of a record: where it is `cut`, the
   * state is what the log still tells of it, or undefined.
   */
  async function erasable(ref: RecordRef): Promise<{ state: unknown; isCut: boolean }> {
    // Not what this process remembers, which may be of before the cut.
    aggregates.forget(ref.aggregate, ref.id)
    return told(ref)
  }

  async function told(ref: RecordRef): Promise<{ state: unknown; isCut: boolean }> {
    try {
      return { state: await stateOf(ref), isCut: false }
    } catch (error) {
      if (!(error instanceof Truncated)) throw error
      return { state: (await rest(ref)).state, isCut: true }
    }
  }

  /** What the log still has of a record, and where it had what is gone. */
  async function rest(ref: RecordRef) {
    const of = byName.get(ref.aggregate)
    if (!of) return { events: [], state: undefined, gone: [] }
    const positions = await positionsOf(pg, ref.aggregate, ref.id)
    const { events, state } = await aggregates.rest(of, ref.id, positions)
    const there = new Set(events.map(({ position }) => position))
    return { events, state, gone: positions.filter((position) => !there.has(position)) }
  }

  /** All or nothing: what one record does not allow is done to none. */
  async function check(kind: Kind, records: readonly RecordRef[], { principal }: Asker): Promise<void> {
    const verb = verbs[kind]
    for (const ref of records) {
      const state = kind === 'erasure' ? (await erasable(ref)).state : await stateOf(ref)
      if (state === undefined) continue
      const of = byName.get(ref.aggregate)
      if (privacyOf(state).erased && kind !== 'erasure')
        conflict(`${ref.aggregate}.erased`, `The person of this ${ref.aggregate} was erased already.`)
      if (!of || verb === undefined) continue
      const context = { id: ref.id, at: parts.clock(), actor: principal.actor }
      decideOne(of, `${ref.aggregate}.${verb}`, state, { requestId: newId() }, context)
    }
  }

  /** The events of the changes that led to these revisions: they are in the log before anybody says what they were for. */
  async function changesOf(subject: RecordRef, revisions: readonly number[]): Promise<string[]> {
    const [, ...events] = await eventsOf(subject)
    const commands = revisions.map((revision, index) => {
      const event = events.find((one) => one.revision === revision)
      if (!event)
        refuse('privacy.no-such-change', 'No change of this record led to this revision.', {
          field: `revisions.${index}`,
        })
      return event.metadata.command.id
    })
    return events.filter(({ metadata }) => commands.includes(metadata.command.id)).map(({ id }) => id)
  }

  async function eventsOf({ aggregate, id }: RecordRef) {
    const of = byName.get(aggregate)
    return of ? aggregates.events(of, id) : []
  }

  /** These events as a receipt names them: where they stand in the log, and the hash of the leaf that they are in the tree. */
  async function shown(events: readonly Pick<RecordedEvent, 'id' | 'type' | 'recordedAt'>[]) {
    const leaves = await parts.tree.leaves(events.map(({ id }) => id))
    return events
      .map(({ id, type, recordedAt }) => {
        const leaf = leaves.get(id)
        if (!leaf) throw new Error(`the tree has no leaf of the event ${id}`)
        const { position, index, hash } = leaf
        return { id, type, recordedAt, position: String(position), index, leafHash: hash.toString('base64') }
      })
      .sort((a, b) => a.index - b.index)
  }

  async function carryOut(id: string, { kind, records }: PrivacyRequestState, by: Asker): Promise<void> {
    const asked = { ...by, principal: forAll(by.principal), causationId: id, correlationId: id }
    const verb = verbs[kind]
    const each = async (some = records) => {
      for (const { aggregate, id: of } of some) {
        const command = `${aggregate}.${verb}`
        const commandId = derivedId(id, command, of)
        await execute({ ...asked, command, commandId, id: of, body: { requestId: id } })
      }
    }
    let done = { keys: [] as string[], unsealed: 0 }
    if (kind === 'erasure') {
      done = await keysOf(records)
      const streams = records.map(({ aggregate, id: of }) => streamName(aggregate, of))
      ledger.add({ at: parts.clock(), requestId: id, streams, keys: done.keys })
      // While the values can still be read, so that unique ones are given up.
      const found = await Promise.all(records.map(async (ref) => ({ ref, ...(await erasable(ref)) })))
      // A record that is cut cannot be written to: that it was erased stands in the request.
      await each(found.filter(({ isCut }) => !isCut).map(({ ref }) => ref))
      for (const { ref, state } of found) if (state !== undefined) await parts.forget?.(ref, state)
      await destroy(done.keys, records)
    } else if (verb !== undefined) await each()
    const command = 'privacyRequest.complete'
    await execute({ ...asked, command, commandId: derivedId(id, command), id, body: done })
  }

  /** The keys of everything these streams hold, and how many events hold personal data in the open. */
  async function keysOf(records: readonly RecordRef[]): Promise<{ keys: string[]; unsealed: number }> {
    const keys = new Set<string>()
    let unsealed = 0
    for (const ref of records)
      for (const { type, data, metadata } of await storedOf(ref)) {
        const key = sealOf(metadata)?.key
        // What a file holds is under a key of its own.
        const ofContent = (data as { content?: { key?: string } }).content?.key
        if (ofContent !== undefined) keys.add(ofContent)
        if (key !== undefined) keys.add(key)
        else if ((parts.fields.get(type)?.find(data) ?? []).length > 0) unsealed++
      }
    return { keys: [...keys], unsealed }
  }

  /** As stored: the stream, and of one that is cut what the log has of it elsewhere. */
  async function storedOf({ aggregate, id }: RecordRef): Promise<StoredEvent[]> {
    const stored = await store.readStream(streamName(aggregate, id))
    if (stored[0]?.revision === 0n) return stored
    const known = new Set(stored.map(({ position }) => position))
    const hidden = (await positionsOf(pg, aggregate, id)).filter((position) => !known.has(position))
    for (const position of hidden) stored.push(...[(await store.eventAt(position)) ?? []].flat())
    return stored
  }

  async function destroy(keys: readonly string[], records: readonly RecordRef[]): Promise<void> {
    await vault.destroy(keys)
    await clean(records)
  }

  /** Nothing that was made of the values before they were erased stays, here or in the read models. */
  async function clean(records: readonly RecordRef[]): Promise<void> {
    for (const { aggregate, id } of records) aggregates.forget(aggregate, id)
    await caughtUp()
    const rests = await Promise.all(records.map(rest))
    const tables = await readModels.refold(
      rests.flatMap(({ events }) => events),
      rests.flatMap(({ gone }) => gone),
    )
    await pg.owner.query(
      `insert into vault.unscrubbed (name) select distinct unnest($1::text[])
         on conflict (name) do update set name = excluded.name`,
      [['vault.key', ...tables.map((table) => `rm.${table}`)]],
    )
  }

  /** A restored backup may be older than an erasure, and have the keys, the rows and the claims of before. */
  async function eraseAgain(): Promise<void> {
    const back = await vault.eraseAgain()
    if (back.size === 0) return
    const again = ledger.all().filter(({ keys }) => keys.some((key) => back.has(key)))
    for (const { requestId, streams } of again) {
      const records = streams.map(aggregateOf)
      const there: RecordRef[] = []
      for (const ref of records) {
        const found = await erasable(ref).catch((error: unknown) => {
          if (!(error instanceof NotFound)) throw error
        })
        if (!found) continue
        there.push(ref)
        if (found.state !== undefined) await parts.forget?.(ref, found.state)
        if (found.isCut) continue
        const command = `${ref.aggregate}.erase`
        const commandId = derivedId(requestId, command, ref.id)
        await execute({ principal: recovering, command, commandId, id: ref.id, body: { requestId } })
      }
      await clean(there)
    }
    await vault.erasedAgain(back)
  }

  /** Who is who is looked for in the read models. */
  async function records(subject: RecordRef): Promise<RecordRef[]> {
    await caughtUp()
    return recordsOf(readModels, relations, subject)
  }

  async function caughtUp(): Promise<void> {
    if (!(await isCaughtUp(store, readModels, patience)))
      throw new Error('the read models do not get to the end of the log')
  }

  /** What receipts name is in the tree, and known by what it came from. */
  async function receiptable(): Promise<void> {
    for (const follower of [parts.tree, parts.eventIndex])
      if (!(await isCaughtUp(store, follower, patience)))
        throw new Error('the tree or the index does not get to the end of the log')
  }

  return {
    concerns,
    records,
    async standing(subject) {
      const { state, isCut } = await told(subject)
      if (!isCut) return { state, isCut, erased: privacyOf(state).erased }
      // Nothing was written to it when it was erased: the request alone says so.
      await caughtUp()
      const { rows } = await pg.owner.query<{ erased: boolean }>(
        `select exists (
           select from rm.privacy_request p, jsonb_array_elements(p.records) r
             where p.kind = 'erasure' and p.completed_at is not null and r->>'id' = $1) as erased`,
        [subject.id],
      )
      return { state, isCut, erased: rows[0]?.erased ?? false }
    },
    async request({ kind, subject, ground = 'person', alone, revisions }, by) {
      await (kind === 'erasure' ? erasable(subject) : stateOf(subject))
      const all = alone || revisions ? [subject] : await records(subject)
      await check(kind, all, by)
      const changes = revisions && (await changesOf(subject, revisions))
      const body = { kind, subject, records: all, ground, ...(changes && { changes }) }
      const { id } = await execute({
        ...by,
        command: 'privacyRequest.make',
        body,
        principal: forAll(by.principal),
      })
      await carryOut(id, { ...body, done: null }, by)
      return id
    },
    async receipt(id) {
      const [made, completed] = await aggregates.events(requests, id)
      if (!made || !completed) throw new NotFound(`receipt of the request ${id}`)
      await receiptable()
      const { kind, subject, records, ground, changes = [] } = made.data as PrivacyRequestState
      const rights = (await Promise.all(changes.length > 0 ? records.map(eventsOf) : [])).flat()
      const events = [
        made,
        ...rights.filter((event) => changes.includes(event.id)),
        ...(await followedFrom(pg, id)),
        completed,
      ]
      const body = {
        requestId: id,
        kind,
        ground,
        subject,
        records,
        requestedAt: made.recordedAt,
        requestedBy: made.metadata.actor.id,
        completedAt: completed.recordedAt,
        ...(completed.data as object),
        events: await shown([...new Map(events.map((event) => [event.id, event])).values()]),
      }
      return signedNote(`hindsight privacy receipt\n${canonical(body)}\n`, parts.tree.key())
    },
    async scrub(signal) {
      const { rows } = await pg.owner.query<{ name: string; row: string }>(
        'select name, xmin::text as row from vault.unscrubbed order by name',
      )
      if (rows.length === 0) return { tables: 0, segments: 0, problems: [] }
      const names = rows.map(({ name }) => name)
      const { done, segments, problems } = await scrub(pg, names, signal)
      // What was named again meanwhile has a newer row, and stays.
      await pg.owner.query(
        `delete from vault.unscrubbed u using unnest($1::text[], $2::text[]) as had (name, row)
           where u.name = had.name and u.xmin::text = had.row and u.name = any($3)`,
        [names, rows.map(({ row }) => row), done],
      )
      return { tables: done.length, segments, problems }
    },
    async recover() {
      await eraseAgain()
      const { rows } = await pg.owner.query<{ id: string }>(
        'select id from rm.privacy_request where completed_at is null order by created_at',
      )
      for (const { id } of rows) {
        const found = (await aggregates.refresh(requests, id))?.state as PrivacyRequestState | undefined
        if (found && !found.done) await carryOut(id, found, { principal: recovering })
      }
    },
  }
}

/** The rights of this actor reach all records of a person, also those they do not see. */
function forAll(principal: Principal): Principal {
  return { ...principal, keys: [keyOf.all('*')], may: ['privacy.*', 'privacyRequest.*'], masks: noMasks }
}
