import { lead } from '../../domain/sales/lead.ts'
import { processManager } from '../process-manager.ts'

/** Has somebody asked by e-mail whether it was them who sent a form; what a program sent is no reason to write to anybody. */
export const leadConfirmation = processManager()(lead)({
  name: 'lead-confirmation',
  version: 1,
  effect: 'lead.ask-confirmation',
  on: {
    'lead.captured': {
      key: ({ aggregateId, data: { submission } }) =>
        submission?.confirm && submission.signs.proven && !submission.signs.trapped ? aggregateId : undefined,
      react: (_, { aggregateId }) => ({
        send: [{ command: 'lead.ask-confirmation', id: aggregateId, body: {} }],
      }),
    },
  },
})
