import { createKeyCustomers, keyCustomerEndpoints, keyCustomers } from '../../api/customers/key-customers.ts'
import { keyCustomerPolicyCommands } from '../../commands/customers/key-customer-policy.ts'
import { keyCustomerPolicy as decider } from '../../domain/customers/key-customer-policy.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { keyCustomerPolicyTable } from '../../projections/customers/key-customer-policy.ts'
import { feature } from '../feature.ts'

export const keyCustomerPolicy = feature({
  decider,
  resource: 'key-customer-policies',
  grants: () => [everyone],
  authority: { manager: { may: ['keyCustomer.read', 'keyCustomerPolicy.read', 'keyCustomerPolicy.change'] } },
  table: keyCustomerPolicyTable,
  commands: keyCustomerPolicyCommands,
  queries: [keyCustomers],
  endpoints: [(parts) => keyCustomerEndpoints(createKeyCustomers(parts))],
  schedules: (parts) => [
    {
      name: 'key-customers',
      at: parts.nightly,
      work: (_, signal) => createKeyCustomers(parts).judge(signal),
    },
  ],
})
