import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates, isFirstStart } from '../event.ts'
import { changed, merged } from '../record.ts'
import { count } from '../values/integer.ts'
import { currency } from '../values/money.ts'
import { line, sameName } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { exitCriterion, type PipelineStage, type Stage, stage, stagesAfter } from './stage.ts'

const fields = z.object({ name: line(80), currency })
/** Deals that name no pipeline are opened in the default one: at most one is. */
const changeable = fields.extend({ isDefault: z.boolean() })
const stageFields = stage.pick({ name: true, probability: true })
/** Where in the row of stages, from 0; left out: before the closing ones. */
const index = count
const nothing = z.object({})

const events = {
  'pipeline.created': creates(fields.extend({ isDefault: z.boolean(), stages: z.array(stage) })),
  'pipeline.changed': z.object({ changes: changeable.partial() }),
  'pipeline.stage-added': z.object({ stage, index }),
  'pipeline.stage-changed': z.object({ stageId: uuid, changes: stageFields.partial() }),
  'pipeline.stage-moved': z.object({ stageId: uuid, index }),
  'pipeline.stage-removed': z.object({ stageId: uuid }),
  'pipeline.exit-criteria-set': z.object({ stageId: uuid, exit: z.array(exitCriterion) }),
  'pipeline.archived': nothing,
  'pipeline.restored': nothing,
}

export interface PipelineState {
  name: string
  currency: string
  isDefault: boolean
  stages: readonly PipelineStage[]
  archived: boolean
  /** Made at the first start: as the default it gives way to any that somebody chooses. */
  furnished: boolean
}

const exampleStages: Stage[] = (
  [
    ['Qualification', 0.2, 'open'],
    ['Proposal', 0.5, 'open'],
    ['Won', 1, 'won'],
    ['Lost', 0, 'lost'],
  ] as const
).map(([name, probability, kind], n) => ({
  id: `00000000-0000-4000-8000-00000000000${n}`,
  name,
  probability,
  kind,
}))

/** Of one stage. */
export const mostCriteria = 20

const commands = {
  'pipeline.create': creates(
    fields.extend({
      isDefault: z.boolean().default(false),
      stages: z
        .array(stage)
        .min(3)
        .max(30)
        .meta({ examples: [exampleStages] }),
    }),
  ),
  'pipeline.change': changeable.partial(),
  'pipeline.add-stage': z.object({ stage: stage.omit({ kind: true }), index: index.optional() }),
  'pipeline.change-stage': stageFields.partial().extend({ stageId: uuid }),
  'pipeline.move-stage': z.object({ stageId: uuid, index }),
  'pipeline.remove-stage': z.object({ stageId: uuid }),
  'pipeline.set-exit-criteria': z.object({ stageId: uuid, exit: z.array(exitCriterion).max(mostCriteria) }),
  'pipeline.archive': nothing,
  'pipeline.restore': nothing,
}

/**
 * The stages deals pass, and how likely a deal in each is to be won. Open stages come first, then exactly one that is
 * won and one that is lost. A change here touches no deal: each keeps the stage and probability it was given.
 */
export const pipeline = decider<PipelineState>()({
  name: 'pipeline',
  events,
  commands,
  evolve: {
    'pipeline.created': (_, data, { actor }) => ({
      ...data,
      stages: stagesAfter.created(data.stages),
      archived: false,
      furnished: isFirstStart(actor),
    }),
    'pipeline.changed': (state, { changes }) => merged(state, changes),
    'pipeline.stage-added': (state, data) => ({ ...state, stages: stagesAfter.added(state.stages, data) }),
    'pipeline.stage-changed': (state, data) => ({
      ...state,
      stages: stagesAfter.changed(state.stages, data),
    }),
    'pipeline.stage-moved': (state, data) => ({ ...state, stages: stagesAfter.moved(state.stages, data) }),
    'pipeline.stage-removed': (state, data) => ({
      ...state,
      stages: stagesAfter.removed(state.stages, data),
    }),
    'pipeline.exit-criteria-set': (state, { stageId, exit }) => ({
      ...state,
      stages: stagesAfter.changed(state.stages, { stageId, changes: { exit } }),
    }),
    // No deal is opened in it any more, so that another one can be the default.
    'pipeline.archived': (state) => ({ ...state, archived: true, isDefault: false }),
    'pipeline.restored': (state) => ({ ...state, archived: false }),
  },
  decide: {
    'pipeline.create': (_, input) => {
      checkStages(input.stages)
      return [{ type: 'pipeline.created', data: input }]
    },
    'pipeline.change': (state, input) => {
      checkActive(state)
      const changes = changed<Partial<PipelineState>>(state, input)
      return Object.keys(changes).length > 0 ? [{ type: 'pipeline.changed', data: { changes } }] : []
    },
    'pipeline.add-stage': (state, input) => {
      checkActive(state)
      const added: Stage = { ...input.stage, kind: 'open' }
      const at = input.index ?? state.stages.findIndex(({ kind }) => kind !== 'open')
      const data = { stage: added, index: at }
      checkStages(stagesAfter.added(state.stages, data))
      return [{ type: 'pipeline.stage-added', data }]
    },
    'pipeline.change-stage': (state, { stageId, ...input }) => {
      checkActive(state)
      const before = stageOf(state, stageId)
      const changes = changed<Partial<Stage>>(before, input)
      if (Object.keys(changes).length === 0) return []
      const data = { stageId, changes }
      checkStages(stagesAfter.changed(state.stages, data))
      return [{ type: 'pipeline.stage-changed', data }]
    },
    'pipeline.move-stage': (state, input) => {
      checkActive(state)
      stageOf(state, input.stageId)
      const stages = stagesAfter.moved(state.stages, input)
      if (stages.every(({ id }, place) => id === state.stages[place]?.id)) return []
      checkStages(stages)
      return [{ type: 'pipeline.stage-moved', data: input }]
    },
    'pipeline.remove-stage': (state, input) => {
      checkActive(state)
      stageOf(state, input.stageId)
      checkStages(stagesAfter.removed(state.stages, input))
      return [{ type: 'pipeline.stage-removed', data: input }]
    },
    'pipeline.set-exit-criteria': (state, { stageId, exit }) => {
      checkActive(state)
      const before = stageOf(state, stageId)
      if (before.kind !== 'open')
        refuse('pipeline.stage-closes', 'A closed deal leaves its stage by being reopened.', {
          field: 'stageId',
        })
      for (const part of ['name', 'id'] as const) {
        const said = exit.map((one) => sameName(one[part]))
        const twice = said.findIndex((one, place) => said.indexOf(one) < place)
        if (twice >= 0)
          refuse('pipeline.criterion-twice', `Two criteria of a stage cannot have the same ${part}.`, {
            field: `exit.${twice}.${part}`,
          })
      }
      const isNew = Object.keys(changed<{ exit: unknown }>(before, { exit })).length > 0
      return isNew ? [{ type: 'pipeline.exit-criteria-set', data: { stageId, exit } }] : []
    },
    'pipeline.archive': (state) => (state.archived ? [] : [{ type: 'pipeline.archived', data: {} }]),
    'pipeline.restore': (state) => (state.archived ? [{ type: 'pipeline.restored', data: {} }] : []),
  },
})

function checkActive({ archived }: PipelineState): void {
  if (archived) conflict('pipeline.archived', 'This pipeline is archived; restore it first.')
}

function stageOf({ stages }: PipelineState, stageId: string): PipelineStage {
  return (
    stages.find(({ id }) => id === stageId) ??
    refuse('pipeline.stage-unknown', 'This pipeline has no such stage.', { field: 'stageId' })
  )
}

function checkStages(stages: readonly Stage[]): void {
  const field = 'stages'
  if (!/^(open )+won lost$/.test(stages.map(({ kind }) => kind).join(' '))) {
    refuse('pipeline.stage-order', 'A pipeline has open stages first, then one won and one lost.', { field })
  }
  if (
    stages.some(
      ({ kind, probability: share }) => (kind === 'won' && share !== 1) || (kind === 'lost' && share !== 0),
    )
  ) {
    refuse('pipeline.closing-probability', 'A won stage has probability 1, a lost stage 0.', { field })
  }
  if (new Set(stages.map(({ name }) => sameName(name))).size < stages.length) {
    refuse('pipeline.stage-name-taken', 'Two stages of a pipeline cannot have the same name.', { field })
  }
  if (new Set(stages.map(({ id }) => id)).size < stages.length) {
    refuse('pipeline.stage-id-taken', 'Two stages of a pipeline cannot have the same id.', { field })
  }
}
