import type { Visibility } from '../../commands/command.ts'
import { Forbidden, StepRefused } from '../../commands/errors.ts'
import type { Execute, HistoryRequest } from '../../commands/execute.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import { privacyOf } from '../../domain/subject.ts'
import { cutTo, sameName } from '../../domain/values/text.ts'
import { allows, type Principal } from '../../platform/people/permissions.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type ImportReport, type Notice, refusalsOf } from '../import.ts'
import { bodyOf, bodyOfState, type StageFact, stepsTo } from './body.ts'
import { createFinding, deciders, type Found } from './finding.ts'
import { type Body, kindOf } from './kinds.ts'
import { pointsOf } from './life.ts'
import type { Mapping } from './mapping.ts'
import { NoticeBook } from './notices.ts'
import type { Change } from './past.ts'
import type { Sheet } from './sheet.ts'
import { type Surroundings, type Translated, translator } from './translate.ts'

/** Enough to keep the store's group commit full, and fewer than would hold up who works beside it. */
const concurrency = 32

export interface TableReport extends ImportReport {
  /** Nothing was written: what would come of it. */
  dry: boolean
  created: number
  updated: number
  refused: number
  /** Accounts that were made because a row names them. */
  accounts: number
  counts: NoticeBook['counts']
}

export interface TableOptions {
  file: string
  sheet: Sheet
  mapping: Mapping
  /** What happened to the records before, by their keys. */
  past: ReadonlyMap<string, readonly Change[]>
  around: Surroundings
  execute: Execute
  /** When the last thing happened to a record. */
  lastOf(of: AnyDecider, id: string): Promise<string | undefined>
  principal: Principal
  /** Who sees records of the kind. */
  visibility: Visibility
  /** Of the import, by which what it does is known again. */
  id: string
  dry: boolean
  now: string
  signal: AbortSignal
  progress: (done: number) => void
}

type Told = Omit<Notice, 'file'>
type Became = 'created' | 'updated' | 'unchanged'

/**
 * Brings a table in, row by row, each whole or not at all: by the command that makes a record, or by those that bring one to what the
 * row says. Whatever is refused is told, and passed by. A dry run decides on all of it and writes nothing.
 */
export async function importTable(options: TableOptions): Promise<TableReport> {
  const {
    file,
    sheet,
    mapping,
    past,
    around,
    execute,
    lastOf,
    principal,
    visibility,
    dry,
    now,
    signal,
    progress,
  } = options
  const kind = kindOf(mapping.kind)
  const decider = deciders[mapping.kind]
  const reads = translator({ columns: sheet.columns, mapping, kind }, around)
  const book = new NoticeBook()
  const started = performance.now()
  const report = { rows: 0, created: 0, updated: 0, unchanged: 0, refused: 0, events: 0 }
  let position = 0n
  const wrote = ({ events, position: at }: { events: readonly string[]; position: bigint }) => {
    report.events += events.length
    if (at > position) position = at
  }
  const finding = createFinding({
    system: mapping.system,
    execute,
    principal,
    importId: options.id,
    dry,
    wrote,
  })
  /** Which line of the file said something of a record first. */
  const said = new Map<string, number>()
  const underWay = new Map<string, Promise<unknown>>()
  const mayBackdate = allows(principal.may, 'import.backdate')

  function identityOf({ key, facts }: Translated): string | undefined {
    if (key !== undefined) return key
    const parts = kind.identity.flatMap((name) =>
      [...facts].flatMap(([field, value]) => (field.split('.')[0] === name ? [sameName(String(value))] : [])),
    )
    // Kept nowhere but in the id that is made of it: it may be somebody's name.
    return parts.length > 0 ? derivedId('row', ...parts) : undefined
  }

  /** When a deal ended, as far as the table tells it. */
  function endedAt(body: Body): string | undefined {
    const stage = body.stage as StageFact | undefined
    if (!mayBackdate || !stage || stage.kind === 'open' || typeof body.closeDate !== 'string')
      return undefined
    const noon = `${body.closeDate}T12:00:00.000Z`
    return noon < now ? noon : undefined
  }

  /** All that is to be done, so that a record becomes what its row says, by way of what it was. */
  async function requestsOf(
    row: Translated,
    key: string,
    found: Found,
    tell: (notice: Told) => void,
  ): Promise<HistoryRequest[]> {
    const changes = past.get(key) ?? []
    const since = found.state && changes.length > 0 ? await lastOf(decider, found.id) : undefined
    const { points, notices } = pointsOf(row, changes, reads, since)
    notices.forEach(tell)
    const requests: HistoryRequest[] = []
    const told = row.facts.get('lostReason')
    const lostReason = typeof told === 'string' ? told : `Not told by ${mapping.system}`
    const created = row.facts.get('createdAt') as string | undefined
    const source = { system: mapping.system, id: key }
    let before = found.state && bodyOfState(kind, found.state)
    for (const { at, by, facts } of points) {
      const { facts: resolved, gaps } = await finding.referring(kind, facts)
      const { body, gaps: others } = bodyOf(resolved, before)
      if (at === undefined)
        for (const gap of [...gaps, ...others]) tell({ line: row.line, kind: 'incomplete', ...gap })
      const steps = stepsTo(kind, before, body, { lostReason, onlyGaps: mapping.existing === 'fill' })
      const ended = changes.length === 0 ? endedAt(body) : undefined
      for (const { command, body: asked } of steps) {
        const isCreation = command === kind.create
        const began = isCreation && at === undefined ? earliest(created, ended) : undefined
        const occurredAt = at ?? began ?? (isEnd(command) ? ended : undefined)
        requests.push({
          command,
          ...(!isCreation && { id: found.id }),
          commandId: isCreation
            ? found.commandId
            : derivedId('import', at ?? options.id, row.line, command, found.id, requests.length),
          body: asked,
          principal,
          correlationId: options.id,
          source: { ...source, ...(by !== undefined && { by: cutTo(by, 200) }) },
          ...(occurredAt !== undefined && {
            occurredAt,
            ...(at === undefined && { clampOccurredAt: true as const }),
          }),
        })
      }
      before = after(before, body)
    }
    if (!mayBackdate && requests.some(({ occurredAt }) => occurredAt !== undefined))
      throw new Forbidden('import.backdate')
    return requests
  }

  async function carryOut(row: Translated, key: string, tell: (notice: Told) => void): Promise<Became> {
    const { facts } = await finding.referring(
      kind,
      new Map([...row.facts].filter(([field]) => field === 'email' || field === 'name' || field === 'code')),
    )
    const found = await finding.find(kind, key, bodyOf(facts).body)
    const { state } = found
    // Whoever does not see it is not to learn from a file what it says.
    if (state && !(await execute.sees(principal, visibility, found.id, state)))
      throw new Refusal('It is here already, and not among the records that you see.')
    if (state && privacyOf(state).erased)
      throw new Refusal('Who this is about was erased here, and is not brought back by a file.')
    if (state && mapping.existing === 'skip') return 'unchanged'
    const requests = await requestsOf(row, key, found, tell)
    if (requests.length === 0) return 'unchanged'
    if (dry) return rehearsed(requests, state !== undefined)
    const outcome = await execute.history(requests, { isNew: !state })
    wrote(outcome)
    if (outcome.events.length === 0) return 'unchanged'
    return outcome.created ? 'created' : 'updated'
  }

  async function rehearsed(requests: readonly HistoryRequest[], isHere: boolean): Promise<Became> {
    let events = 0
    // What would be done after it is made cannot be tried on what is not there.
    for (const { clampOccurredAt: _, ...request } of isHere ? requests : requests.slice(0, 1))
      events += (await execute.rehearse(request)).length
    report.events += events
    if (!isHere) return 'created'
    return events > 0 ? 'updated' : 'unchanged'
  }

  /** Why a row is not even looked for. */
  async function flawOf(row: Translated, key: string | undefined): Promise<string | undefined> {
    if (key === undefined) return 'Nothing in this row says which record it is: map the key, or its name.'
    const names = ['name.last', 'name.full', 'name.first']
    const lacksName =
      kind.fields.some((field) => field.key === 'name.last') && !names.some((name) => row.facts.has(name))
    const missing = kind.fields
      .filter((field) => field.required && !row.facts.has(field.key))
      .map(({ label }) => label.toLowerCase())
    const all = [...(lacksName ? ['name'] : []), ...missing]
    if (all.length === 0 || (await finding.byKey(kind.model, key)).state) return undefined
    return `It has no ${all.join(' and no ')}.`
  }

  async function take(row: Translated): Promise<void> {
    const notices: Told[] = [...row.notices]
    const tell = (notice: Told) => void notices.push(notice)
    const say = (as: Notice['kind'], message: string) =>
      tell({ line: row.line, kind: as, field: '', message })
    const key = identityOf(row)
    if (row.deleted) say('mapped', 'It is deleted in the source, and was passed by.')
    else if (!notices.some((one) => one.kind === 'refused')) {
      const flaw = await flawOf(row, key)
      if (flaw !== undefined || key === undefined) say('refused', flaw ?? '')
      else {
        const before = said.get(key)
        if (before === undefined) said.set(key, row.line)
        else say('mapped', `Line ${before} is of the same record: this line has the last word.`)
        try {
          const became = await carryOut(row, key, tell)
          report[dry && before !== undefined && became === 'created' ? 'updated' : became]++
        } catch (error) {
          const refusals = refusalsIn(file, row.line, error)
          if (!refusals) throw error
          notices.push(...refusals)
        }
      }
    }
    if (notices.some((one) => one.kind === 'refused')) report.refused++
    book.note(notices.map((notice) => ({ file, ...notice })))
    if (++report.rows % 20 === 0) progress(report.rows)
  }

  const rows = sheet.rows[Symbol.asyncIterator]()
  async function worker(): Promise<void> {
    for (;;) {
      if (signal.aborted) return
      const { value, done } = await rows.next()
      if (done) return
      const row = reads.row(value)
      // Of one record, one line after the other.
      const key = identityOf(row) ?? `line ${row.line}`
      const work = (underWay.get(key) ?? Promise.resolve()).then(() => take(row))
      underWay.set(key, work)
      await work.finally(() => {
        if (underWay.get(key) === work) underWay.delete(key)
      })
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: concurrency }, worker))
  for (const one of ended) if (one.status === 'rejected') throw one.reason
  progress(report.rows)
  const seconds = (performance.now() - started) / 1000
  return {
    ...report,
    accounts: finding.accounts(),
    dry,
    seconds,
    eventsPerSecond: report.events / seconds,
    cancelled: signal.aborted,
    notices: book.all(),
    counts: book.counts,
    position,
  }
}

const isEnd = (command: string) => command === 'opportunity.win' || command === 'opportunity.lose'

/** What a record is once its steps are done. A deal that says no stage stands in the first one. */
function after(before: Body | undefined, body: Body): Body {
  const custom = { ...((before?.custom ?? {}) as Body), ...((body.custom ?? {}) as Body) }
  return { stage: { id: '', kind: 'open' }, ...before, ...body, custom }
}

/** Why a row is not taken, where that is no command's refusal. */
class Refusal extends Error {}

function refusalsIn(file: string, line: number, error: unknown): Notice[] | undefined {
  if (error instanceof Refusal) return [{ file, line, kind: 'refused', field: '', message: error.message }]
  return refusalsOf({ file, line }, error instanceof StepRefused ? error.cause : error)
}

function earliest(...instants: readonly (string | undefined)[]): string | undefined {
  return instants.reduce((first, one) => (one && (!first || one < first) ? one : first), undefined)
}
