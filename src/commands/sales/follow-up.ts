import { refuse } from '../../domain/error.ts'
import { followUp, followUpAsked } from '../../domain/sales/follow-up.ts'
import { commandsOf } from '../command.ts'

export const followUpCommands = commandsOf(followUp, (prepared) => ({
  'followUp.set-aside': {
    summary: 'Be reminded of a follow-up no more, or not before an instant',
    ...prepared(followUpAsked, async (body, { principal: { actor }, access }) => {
      if ((await access(body.model, body.recordId)) === undefined)
        refuse('followUp.record-unknown', 'There is no such record.', { field: 'recordId' })
      return { ...body, ownerId: actor.id }
    }),
  },
  'followUp.bring-back': {
    summary: 'Be reminded again of a follow-up that was set aside',
  },
}))
