/**
 * A sequential model of the store's streams, and the check that a concurrent history agrees with it. Writes tell
 * their place in the one order by their position; what refused and read must fit somewhere between its beginning and
 * its end.
 */

export type Expected = 'any' | 'no_stream' | 'stream_exists' | number

export type Operation =
  | { kind: 'append'; stream: string; ids: readonly string[]; expected: Expected }
  | { kind: 'delete'; stream: string }
  | { kind: 'read'; stream: string }

export type Result =
  | { kind: 'written'; revision: number | undefined; position: bigint }
  | { kind: 'wrong'; actual: number | undefined }
  | { kind: 'deleted' }
  | { kind: 'read'; ids: readonly string[] }
  | { kind: 'missing' }
  /** No answer: it may have happened or not, at any time from its beginning on. */
  | { kind: 'unknown' }

export interface Entry {
  operation: Operation
  began: number
  ended: number
  result: Result
}

/** A stream: all ids ever written, and how many of the first ones are hidden. */
interface State {
  ids: readonly string[]
  from: number
  deleted: boolean
}

const empty: State = { ids: [], from: 0, deleted: false }

interface Step {
  at: bigint
  entry: Entry | undefined
  state: State
}

/** What is wrong with the history; nothing when it is linearizable. `log` is $all at the end: id and position. */
export function faults(
  history: readonly Entry[],
  log: readonly { id: string; position: bigint }[],
): string[] {
  const positions = new Map(log.map(({ id, position }) => [id, position]))
  const found: string[] = []
  for (const stream of new Set(history.map(({ operation }) => operation.stream))) {
    const own = history.filter(({ operation }) => operation.stream === stream)
    // A deletion without an answer leaves no mark in the log: from then on nobody can say whether the stream is there.
    const doubtful = Math.min(
      ...own
        .filter(({ operation, result }) => operation.kind === 'delete' && result.kind === 'unknown')
        .map(({ began }) => began),
    )
    const writes = own
      .flatMap((entry) => {
        const at = positionOf(entry, positions)
        return at === undefined ? [] : [{ at, entry }]
      })
      .sort((a, b) => (a.at < b.at ? -1 : 1))
    const steps: Step[] = [{ at: -1n, entry: undefined, state: empty }]
    for (const { at, entry } of writes) {
      const before = steps.at(-1)?.state ?? empty
      const state = apply(before, entry, entry.ended < doubtful, found)
      steps.push({ at, entry, state })
    }
    found.push(...timeFaults(writes.map(({ entry }) => entry)))
    for (const entry of own) {
      if (entry.ended < doubtful && !fits(entry, steps))
        found.push(`${describe(entry)} fits no state of its time`)
    }
  }
  return found
}

/** Undefined: it did not happen, or its repeat is known only by the first one. */
function positionOf(
  { operation, result }: Entry,
  positions: ReadonlyMap<string, bigint>,
): bigint | undefined {
  if (operation.kind === 'append') {
    if (result.kind !== 'written' && result.kind !== 'unknown') return undefined
    return positions.get(operation.ids.at(-1) ?? '')
  }
  return operation.kind === 'delete' && result.kind === 'written' ? result.position : undefined
}

function apply(state: State, { operation, result }: Entry, isSure: boolean, found: string[]): State {
  if (operation.kind === 'delete') return { ...state, from: state.ids.length, deleted: true }
  if (operation.kind !== 'append') return state
  const next: State = { ids: [...state.ids, ...operation.ids], from: state.from, deleted: false }
  if ((isSure || typeof operation.expected === 'number') && !allows(state, operation.expected))
    found.push(`${operation.ids[0]} was written against ${operation.expected}`)
  if (result.kind === 'written' && result.revision !== next.ids.length - 1) {
    found.push(`${operation.ids[0]} was told revision ${result.revision}, not ${next.ids.length - 1}`)
  }
  return next
}

function allows({ ids, deleted }: State, expected: Expected): boolean {
  if (expected === 'any') return true
  if (expected === 'no_stream') return ids.length === 0 || deleted
  if (expected === 'stream_exists') return ids.length > 0 && !deleted
  return expected === ids.length - 1
}

/** A write that ended before another one began must come first. */
function timeFaults(writes: readonly Entry[]): string[] {
  const found: string[] = []
  let latestBegin = Number.NEGATIVE_INFINITY
  for (const entry of writes) {
    if (entry.result.kind !== 'unknown' && entry.ended < latestBegin)
      found.push(`${describe(entry)} comes too late in the order`)
    latestBegin = Math.max(latestBegin, entry.began)
  }
  return found
}

/** Whether what was answered was true at some moment between the beginning and the end of the operation. */
function fits({ operation, result, began, ended }: Entry, steps: readonly Step[]): boolean {
  if (result.kind === 'written' || result.kind === 'unknown') return true
  return steps.some(({ entry, state }, index) => {
    const next = steps.slice(index + 1).find((step) => step.entry?.result.kind !== 'unknown')
    // The state held at the latest from the end of its write, at the earliest from its beginning, until the next one.
    const possiblyFrom = entry?.began ?? Number.NEGATIVE_INFINITY
    const possiblyUntil = next?.entry?.ended ?? Number.POSITIVE_INFINITY
    return possiblyFrom <= ended && possiblyUntil >= began && agrees(operation, result, state)
  })
}

function agrees(operation: Operation, result: Result, state: State): boolean {
  const missing = state.ids.length === 0 || state.deleted
  if (result.kind === 'missing') return missing
  if (result.kind === 'read') return !missing && state.ids.slice(state.from).join() === result.ids.join()
  if (operation.kind === 'delete') return result.kind === 'wrong' && state.ids.length === 0
  if (operation.kind !== 'append') return false
  if (result.kind === 'deleted') return operation.expected === 'stream_exists' && state.deleted
  const last = state.ids.length === 0 ? undefined : state.ids.length - 1
  return result.kind === 'wrong' && result.actual === last && !allows(state, operation.expected)
}

const describe = ({ operation, result }: Entry): string => `${JSON.stringify(operation)} -> ${result.kind}`
