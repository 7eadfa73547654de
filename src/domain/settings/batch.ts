import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { count } from '../values/integer.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** How many records one batch may be of: their ids are one event. */
export const mostItems = 10_000

/** One command, asked of each of these records in the same words. */
const part = z.object({
  command: line(120),
  body: z.record(line(60), z.unknown()),
  ids: z.array(uuid).min(1).max(mostItems),
  /** Where the command makes something of each: the field of its body that says of which. */
  each: line(60).optional(),
  /** The command by which what was made of each is withdrawn again; without it, that stays. */
  withdraw: line(120).optional(),
})
export type BatchPart = z.output<typeof part>

/** Whose rights count: those of now of this user, and no more than the key's, where it was asked through one. */
const asker = z.object({ userId: uuid, keyId: uuid.nullable() })
export type BatchAsker = z.output<typeof asker>

/** What came of one record. `changed-since`: it was to be taken back, and somebody has changed the same meanwhile. */
export const batchOutcome = z
  .enum(['done', 'unchanged', 'refused', 'not-seen', 'changed-since'])
  .register(vocabulary, { id: 'BatchOutcome' })
export type BatchOutcome = z.output<typeof batchOutcome>

/** With why, where it was refused: the problem's code, and the words in which it was told. */
export const batchResult = z.object({
  is: batchOutcome,
  code: line(120).optional(),
  message: prose(500).optional(),
})
export type BatchResult = z.output<typeof batchResult>

const results = z.array(batchResult).max(1_000)

const events = {
  'batch.started': creates(z.object({ parts: z.array(part).min(1).max(50), asker })),
  /** What came of the next records, in the order of the parts. */
  'batch.advanced': z.object({ results }),
  'batch.paused': z.object({}),
  'batch.resumed': z.object({}),
  'batch.cancel-requested': z.object({}),
  'batch.cancelled': z.object({}),
  'batch.completed': z.object({}),
  /** How many there are to take back. */
  'batch.revert-requested': z.object({ asker, total: count }),
  /** What came of taking back the next of those that were done, the last one first. */
  'batch.taken-back': z.object({ results }),
  'batch.reverted': z.object({}),
}

export const batchStatus = z
  .enum(['running', 'paused', 'cancelling', 'cancelled', 'done', 'reverting', 'reverted'])
  .register(vocabulary, { id: 'BatchStatus' })
export type BatchStatus = z.output<typeof batchStatus>

/** What came of so many so far, by their place: by places, so that a change of it is no longer than its news. */
export interface BatchProgress {
  settled: number
  results: Readonly<Record<string, BatchResult>>
}

export interface BatchState extends BatchProgress {
  parts: readonly BatchPart[]
  asker: BatchAsker
  askerId: string
  status: BatchStatus
  /** Of taking it back, the last one first; undefined as long as nobody wants that. */
  undo?: BatchProgress & { asker: BatchAsker }
}

/** A record of a batch, and what is asked of it. */
export interface BatchItem {
  command: string
  body: BatchPart['body']
  id: string
  each?: string
  withdraw?: string
}

/** All records of a batch, in the order in which they come. */
export function itemsOf({ parts }: Pick<BatchState, 'parts'>): BatchItem[] {
  return parts.flatMap(({ command, body, ids, each, withdraw }) =>
    ids.map((id) => ({
      command,
      body,
      id,
      ...(each !== undefined && { each }),
      ...(withdraw !== undefined && { withdraw }),
    })),
  )
}

/** What there is to take back, the last one first, by the place each has among the items. */
export function toTakeBack({ settled, results: all }: BatchProgress): number[] {
  const places = Array.from({ length: settled }, (_, place) => settled - 1 - place)
  return places.filter((place) => all[place]?.is === 'done')
}

const nothingYet: BatchProgress = { settled: 0, results: {} }

function further<P extends BatchProgress>(before: P, news: readonly BatchResult[]): P {
  const { settled } = before
  return {
    ...before,
    settled: settled + news.length,
    results: {
      ...before.results,
      ...Object.fromEntries(news.map((one, place) => [settled + place, one])),
    },
  }
}

/** Something that is done to many records, and can be taken back whole. */
export const batch = decider<BatchState>()({
  name: 'batch',
  events,
  commands: {
    'batch.start': creates(events['batch.started'].schema),
    /** The results from that place on, of what is under way. */
    'batch.advance': z.object({ from: count, results }),
    'batch.pause': z.object({}),
    'batch.resume': z.object({}),
    'batch.cancel': z.object({}),
    'batch.revert': z.object({ asker }),
  },
  evolve: {
    'batch.started': (_, data) => ({
      ...data,
      askerId: data.asker.userId,
      status: 'running',
      ...nothingYet,
    }),
    'batch.advanced': (state, data) => further(state, data.results),
    'batch.paused': (state) => ({ ...state, status: 'paused' }),
    'batch.resumed': (state) => ({ ...state, status: 'running' }),
    'batch.cancel-requested': (state) => ({ ...state, status: 'cancelling' }),
    'batch.cancelled': (state) => ({ ...state, status: 'cancelled' }),
    'batch.completed': (state) => ({ ...state, status: 'done' }),
    'batch.revert-requested': (state, data) => ({
      ...state,
      status: 'reverting',
      undo: { asker: data.asker, ...nothingYet },
    }),
    'batch.taken-back': ({ undo, ...state }, data) => ({
      ...state,
      ...(undo && { undo: further(undo, data.results) }),
    }),
    'batch.reverted': (state) => ({ ...state, status: 'reverted' }),
  },
  decide: {
    'batch.start': (_, input) => {
      if (itemsOf(input).length > mostItems)
        refuse('batch.too-many', `A batch is of ${mostItems} records at most.`, { field: 'parts' })
      return [{ type: 'batch.started', data: input }]
    },
    'batch.advance': (state, { from, results: news }) => {
      const { status, settled, undo } = state
      if (status === 'reverting') {
        if (from !== undo?.settled) return []
        const left = toTakeBack(state).length - from - news.length
        mustFit(left)
        const taken = news.length > 0 ? [{ type: 'batch.taken-back', data: { results: news } } as const] : []
        return [...taken, ...(left === 0 ? [{ type: 'batch.reverted', data: {} } as const] : [])]
      }
      // What was under way when it was paused is told, too.
      if (!['running', 'paused', 'cancelling'].includes(status) || from !== settled) return []
      const left = itemsOf(state).length - from - news.length
      mustFit(left)
      const advanced = news.length > 0 ? [{ type: 'batch.advanced', data: { results: news } } as const] : []
      if (left === 0) return [...advanced, { type: 'batch.completed', data: {} }]
      // What was under way is told first: it is done.
      return status === 'cancelling' ? [...advanced, { type: 'batch.cancelled', data: {} }] : advanced
    },
    'batch.pause': ({ status }) => (status === 'running' ? [{ type: 'batch.paused', data: {} }] : []),
    'batch.resume': ({ status }) => (status === 'paused' ? [{ type: 'batch.resumed', data: {} }] : []),
    'batch.cancel': ({ status }) => {
      if (status === 'cancelling' || status === 'cancelled') return []
      if (status !== 'running' && status !== 'paused')
        conflict('batch.not-running', 'This batch does not run any more.')
      return [{ type: 'batch.cancel-requested', data: {} }]
    },
    'batch.revert': (state, { asker: by }) => {
      if (state.status === 'reverting' || state.status === 'reverted') return []
      if (state.status !== 'done' && state.status !== 'cancelled')
        conflict('batch.running', 'This batch is still running; cancel it, or wait for its end.')
      const total = toTakeBack(state).length
      if (total === 0) conflict('batch.nothing-done', 'This batch has changed nothing that could be undone.')
      return [{ type: 'batch.revert-requested', data: { asker: by, total } }]
    },
  },
})

function mustFit(left: number): void {
  if (left < 0) conflict('batch.too-many-results', 'There are more results than records.')
}
