import { quotePolicyEndpoints } from '../../api/sales/quote-policy.ts'
import { quotePolicyCommands } from '../../commands/sales/quote-policy.ts'
import { quotePolicy as decider } from '../../domain/sales/quote-policy.ts'
import { feature } from '../feature.ts'

export const quotePolicy = feature({
  decider,
  resource: 'quote-policies',
  grants: () => [],
  commands: quotePolicyCommands,
  endpoints: [() => quotePolicyEndpoints],
})
