import { z } from 'zod'
import { decider } from '../decider.ts'
import { refuse } from '../error.ts'
import { creates } from '../event.ts'
import { instant } from '../values/instant.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** Why somebody is to be followed up. */
export const followUpReason = z
  .enum(['they-wait', 'no-answer', 'quote-ends', 'deal-quiet', 'lead-quiet', 'customer-quiet'])
  .register(vocabulary, { id: 'FollowUpReason' })
export type FollowUpReason = z.output<typeof followUpReason>

export const followUpModel = z
  .enum(['conversation', 'quote', 'opportunity', 'lead', 'account'])
  .register(vocabulary, { id: 'FollowUpModel' })
export type FollowUpModel = z.output<typeof followUpModel>

const suggestion = z.object({
  reason: followUpReason,
  model: followUpModel,
  recordId: uuid,
  /** Since when there is that reason: whatever comes later is another, and is suggested again. */
  since: instant,
})
const asked = suggestion.extend({ until: instant.nullable() })
const setAside = asked.extend({ ownerId: uuid })

export interface FollowUpState extends z.output<typeof setAside> {
  broughtBack: boolean
}

/** A suggestion that somebody has set aside: until an instant, or for good. */
export const followUp = decider<FollowUpState>()({
  name: 'followUp',
  events: {
    'followUp.set-aside': creates(setAside),
    'followUp.brought-back': z.object({}),
  },
  commands: {
    'followUp.set-aside': creates(setAside),
    'followUp.bring-back': z.object({}),
  },
  evolve: {
    'followUp.set-aside': (_, data) => ({ ...data, broughtBack: false }),
    'followUp.brought-back': (state) => ({ ...state, broughtBack: true }),
  },
  decide: {
    'followUp.set-aside': (_, input, { at }) => {
      if (input.until !== null && input.until <= at)
        refuse('followUp.past', 'It is set aside until an instant to come.', { field: 'until' })
      return [{ type: 'followUp.set-aside', data: input }]
    },
    'followUp.bring-back': ({ broughtBack }) =>
      broughtBack ? [] : [{ type: 'followUp.brought-back', data: {} }],
  },
})

/** As somebody asks for it: of their own. */
export const followUpAsked = asked.extend({ until: asked.shape.until.default(null) })
