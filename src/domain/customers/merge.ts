import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict } from '../error.ts'
import { creates } from '../event.ts'
import { count } from '../values/integer.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { mergedModel } from './merging.ts'

/** A record that named the absorbed one. */
const named = z.object({ model: line(60), id: uuid })
export type Naming = z.output<typeof named>

/** What could not be taken back, because somebody has changed the same since. */
const left = named.extend({ fields: z.array(line(80)).max(200) })
export type LeftAsItIs = z.output<typeof left>

const mostInOneStep = 500
const some = z.array(named).max(mostInOneStep)

const started = z.object({
  model: mergedModel,
  survivorId: uuid,
  absorbedId: uuid,
  /** Those of which the survivor takes the absorbed one's value. */
  fields: z.array(line(80)).max(200),
  askerId: uuid,
})
const refusal = z.object({ code: line(120), message: prose(500) })
const nothing = z.object({})

const events = {
  'merge.started': creates(started),
  /** Records that name the survivor from then on. */
  'merge.moved': z.object({ records: some, left: z.array(left).max(mostInOneStep) }),
  'merge.completed': nothing,
  'merge.failed': refusal,
  'merge.revert-requested': z.object({ askerId: uuid }),
  /** The two are two again; of the survivor's fields some may have been left. */
  'merge.parted': z.object({ left: z.array(left).max(1) }),
  /** Records that name the absorbed one again, but for those that are left. */
  'merge.moved-back': z.object({ records: some.min(1), left: z.array(left).max(mostInOneStep) }),
  'merge.reverted': nothing,
  'merge.revert-failed': refusal,
}

export const mergeStatus = z
  .enum(['running', 'done', 'failed', 'reverting', 'reverted'])
  .register(vocabulary, { id: 'MergeStatus' })
export type MergeStatus = z.output<typeof mergeStatus>

export interface MergeState extends z.output<typeof started> {
  status: MergeStatus
  /** How many events there are: so many steps are settled. */
  steps: number
  records: readonly Naming[]
  /** Of taking it back: how often that was begun, whether the two are two again, and how many of the records have been dealt with. */
  attempt: number
  parted: boolean
  movedBack: number
  left: readonly LeftAsItIs[]
  /** Why it failed, or could not be taken back. */
  refusal: z.output<typeof refusal> | null
}

/** One step from a number of steps on: what came of it, and whether it was the last. */
const step = z.object({
  from: count,
  records: some.default([]),
  left: z.array(left).max(mostInOneStep).default([]),
  parted: z.boolean().default(false),
  end: z.boolean().default(false),
  refusal: refusal.nullable().default(null),
})

const further = (state: MergeState, more: Partial<MergeState>): MergeState => ({
  ...state,
  ...more,
  steps: state.steps + 1,
})

/** Two records that turn out to be one; it can be taken back whole. */
export const merge = decider<MergeState>()({
  name: 'merge',
  events,
  commands: {
    'merge.start': creates(started),
    'merge.advance': step,
    'merge.revert': z.object({ askerId: uuid }),
  },
  evolve: {
    'merge.started': (_, data) => ({
      ...data,
      status: 'running',
      steps: 1,
      records: [],
      attempt: 0,
      parted: false,
      movedBack: 0,
      left: [],
      refusal: null,
    }),
    'merge.moved': (state, { records, left: more }) =>
      further(state, { records: [...state.records, ...records], left: [...state.left, ...more] }),
    'merge.completed': (state) => further(state, { status: 'done' }),
    'merge.failed': (state, why) => further(state, { status: 'failed', refusal: why }),
    'merge.revert-requested': (state) =>
      further(state, { status: 'reverting', attempt: state.attempt + 1, refusal: null }),
    'merge.parted': (state, { left: more }) => further(state, { parted: true, left: more }),
    'merge.moved-back': (state, { records, left: more }) =>
      further(state, {
        movedBack: state.movedBack + records.length,
        left: [...state.left, ...more],
      }),
    'merge.reverted': (state) => further(state, { status: 'reverted' }),
    'merge.revert-failed': (state, why) => further(state, { status: 'done', refusal: why }),
  },
  decide: {
    'merge.start': (_, input) => {
      if (input.survivorId === input.absorbedId)
        conflict('merge.same', 'A record cannot be merged with itself.', { field: 'absorbedId' })
      return [{ type: 'merge.started', data: input }]
    },
    'merge.advance': (state, { from, records, left: stays, parted, end, refusal: why }) => {
      if (from !== state.steps) return []
      if (state.status === 'running') {
        if (why) return [{ type: 'merge.failed', data: why }]
        const some = records.length + stays.length > 0
        const moved = some ? [{ type: 'merge.moved', data: { records, left: stays } } as const] : []
        return end ? [...moved, { type: 'merge.completed', data: {} }] : moved
      }
      if (state.status !== 'reverting') return []
      if (why) return [{ type: 'merge.revert-failed', data: why }]
      const apart = parted ? [{ type: 'merge.parted', data: { left: stays } } as const] : []
      const back =
        records.length > 0 ? [{ type: 'merge.moved-back', data: { records, left: stays } } as const] : []
      return [...apart, ...back, ...(end ? [{ type: 'merge.reverted', data: {} } as const] : [])]
    },
    'merge.revert': ({ status }, input) => {
      if (status === 'reverting' || status === 'reverted') return []
      if (status !== 'done') conflict('merge.not-done', 'This merge has not come to its end.')
      return [{ type: 'merge.revert-requested', data: input }]
    },
  },
})
