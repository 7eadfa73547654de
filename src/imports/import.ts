import {
  Contention,
  FieldsForbidden,
  Forbidden,
  InFlight,
  InvalidInput,
  KeyReused,
  NotFound,
} from '../commands/errors.ts'
import type { Execute, Request } from '../commands/execute.ts'
import type { AnyDecider, StateOf } from '../domain/decider.ts'
import { DomainError } from '../domain/error.ts'
import type { Principal } from '../platform/people/permissions.ts'

/** A request without a principal is made by whoever runs the import. */
export type RowRequest = Omit<Request, 'principal'> & { principal?: Principal }

/** One line of a file as the commands it becomes, in order. */
export interface Row {
  file: string
  /** As an editor counts: the header is line 1. */
  line: number
  requests: readonly RowRequest[]
  /** The record that an earlier import of the line may have made, and what then brings it to what the line says now. */
  known?: Known
}

export interface Known {
  of: AnyDecider
  id: string
  changes: (state: unknown) => readonly RowRequest[]
}

/** Known by its source's key, which is in its id. */
export const known = <D extends AnyDecider>(
  of: D,
  id: string,
  changes: (state: StateOf<D>) => readonly RowRequest[],
): Known => ({ of, id, changes: changes as Known['changes'] })

/** Rows of one phase do not depend on each other; a phase starts when the one before has ended. */
export interface Phase {
  name: string
  /** In memory, or made when it is their turn. */
  rows: readonly Row[] | (AsyncIterable<Row> & { readonly length: number })
}

/** One whose rows are there already. */
export interface PhaseInMemory extends Phase {
  rows: readonly Row[]
}

/** What happened to a line, where it is not simply "imported as it stands". */
export interface Notice {
  file: string
  line: number
  /** `mapped`: a value was changed by a stated rule; `incomplete`: imported with a gap; `refused`: not (wholly) imported. */
  kind: 'mapped' | 'incomplete' | 'refused'
  field: string
  message: string
}

export interface Plan {
  phases: readonly Phase[]
  notices: readonly Notice[]
}

export interface Progress {
  phase: string
  done: number
  total: number
  events: number
}

export interface ImportReport {
  rows: number
  /** Rows that wrote nothing, because an earlier run had written them. */
  unchanged: number
  events: number
  seconds: number
  eventsPerSecond: number
  cancelled: boolean
  notices: readonly Notice[]
  /** The log position after which every event of this import is readable. */
  position: bigint
}

/** Enough to keep the store's group commit full; more only adds memory. */
const concurrency = 64

/** Carries out a plan through `execute`, like everything else that writes. A refused row is reported and passed by. */
export async function runImport(options: {
  plan: Plan
  execute: Execute
  principal: Principal
  onProgress?: (progress: Progress) => void
  signal?: AbortSignal
}): Promise<ImportReport> {
  const { plan, execute, principal, onProgress, signal } = options
  const total = plan.phases.reduce((sum, phase) => sum + phase.rows.length, 0)
  const notices = [...plan.notices]
  const started = performance.now()
  let done = 0
  let events = 0
  let unchanged = 0
  let position = 0n

  async function importRow(row: Row) {
    let written = 0
    const carryOut = async (request: RowRequest) => {
      const outcome = await execute({ principal, ...request })
      if (!outcome.repeated) written += outcome.events.length
      if (outcome.position > position) position = outcome.position
      return outcome
    }
    try {
      const [first, ...rest] = row.requests
      const made = first && (await carryOut(first).catch(ignoreReused(row)))
      const isThere = !made || made.repeated
      const state = row.known && isThere ? await execute.load(row.known.of, row.known.id) : undefined
      for (const request of state === undefined ? rest : (row.known?.changes(state) ?? []))
        await carryOut(request)
    } catch (error) {
      const refusals = refusalsOf(row, error)
      if (!refusals) throw error
      notices.push(...refusals)
    }
    if (written === 0) unchanged++
    events += written
    done++
  }

  for (const phase of plan.phases) {
    const rows = each(phase.rows)
    const worker = async () => {
      for await (const row of { [Symbol.asyncIterator]: () => rows }) {
        if (signal?.aborted) return
        await importRow(row)
        if (done % 50 === 0) onProgress?.({ phase: phase.name, done, total, events })
      }
    }
    await Promise.all(Array.from({ length: concurrency }, worker))
    onProgress?.({ phase: phase.name, done, total, events })
  }
  const seconds = (performance.now() - started) / 1000
  return {
    rows: done,
    unchanged,
    events,
    seconds,
    eventsPerSecond: events / seconds,
    cancelled: signal?.aborted ?? false,
    notices: notices.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line),
    position,
  }
}

async function* each<T>(rows: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T> {
  yield* rows
}

/** What was made of other values before is brought to what they are now, where it is known how. */
function ignoreReused({ known: of }: Row) {
  return (error: unknown): undefined => {
    if (!of || !(error instanceof KeyReused)) throw error
  }
}

type Refused =
  | DomainError
  | InvalidInput
  | NotFound
  | Forbidden
  | FieldsForbidden
  | KeyReused
  | InFlight
  | Contention

/** What is wrong with this row, against what is wrong with the machine: the latter stops the import. */
function isRefusal(error: unknown): error is Refused {
  return [
    DomainError,
    InvalidInput,
    NotFound,
    Forbidden,
    FieldsForbidden,
    KeyReused,
    InFlight,
    Contention,
  ].some((kind) => error instanceof kind)
}

/** What is to be said of a line that was refused; undefined: it is not the line that is wrong. */
export function refusalsOf({ file, line }: Pick<Row, 'file' | 'line'>, error: unknown): Notice[] | undefined {
  if (!isRefusal(error)) return undefined
  if (error instanceof InvalidInput) {
    return error.issues.map(({ field, message }) => ({ file, line, kind: 'refused', field, message }))
  }
  const message =
    error instanceof KeyReused ? 'This line was imported before with other values.' : error.message
  return [
    { file, line, kind: 'refused', field: error instanceof DomainError ? (error.field ?? '') : '', message },
  ]
}
