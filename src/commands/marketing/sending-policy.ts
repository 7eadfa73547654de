import { sendingPolicy } from '../../domain/marketing/sending-policy.ts'
import { defaultSendingRules, type SendingRules } from '../../domain/marketing/sending-rules.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Asking, commandsOf } from '../command.ts'

/** There is one. */
export const sendingPolicyId = derivedId('sendingPolicy')

/** Changed as a setting, by an endpoint of its own. */
export const sendingPolicyCommands = commandsOf(sendingPolicy, () => ({
  'sendingPolicy.create': {
    summary: 'Decide what holds of all that is sent to many',
    permission: 'sendingPolicy.change',
    internal: true,
  },
  'sendingPolicy.change': { summary: 'Change what holds of all that is sent to many', internal: true },
  'sendingPolicy.archive': { summary: 'Archive what holds of all that is sent to many', internal: true },
  'sendingPolicy.restore': { summary: 'Restore what holds of all that is sent to many', internal: true },
}))

/** The rules that hold. */
export async function sendingRulesNow({ load }: Pick<Asking, 'load'>): Promise<SendingRules> {
  return { ...defaultSendingRules, ...(await load(sendingPolicy, sendingPolicyId)) }
}
