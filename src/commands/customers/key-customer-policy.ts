import { keyCustomerPolicy } from '../../domain/customers/key-customer-policy.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { commandsOf } from '../command.ts'

/** There is one. */
export const keyCustomerPolicyId = derivedId('keyCustomerPolicy')

/** Changed as a setting, by an endpoint of its own. */
export const keyCustomerPolicyCommands = commandsOf(keyCustomerPolicy, () => ({
  'keyCustomerPolicy.create': {
    summary: 'Decide who is a key customer',
    permission: 'keyCustomerPolicy.change',
    internal: true,
  },
  'keyCustomerPolicy.change': { summary: 'Change who is a key customer', internal: true },
  'keyCustomerPolicy.archive': { summary: 'Archive who is a key customer', internal: true },
  'keyCustomerPolicy.restore': { summary: 'Restore who is a key customer', internal: true },
}))
