import { quotePolicyId } from '../../commands/sales/quote-policy.ts'
import { defaultQuoteRules, quotePolicy, quoteRules } from '../../domain/sales/quote-policy.ts'
import type { Extension } from '../http/services.ts'
import { settingEndpoints } from '../lists/setting.ts'

/** How much quotes may give away before somebody has to approve it (QTC-04). */
export const quotePolicyEndpoints: Extension = (_app, services) =>
  settingEndpoints(services, {
    decider: quotePolicy,
    id: quotePolicyId,
    path: '/settings/quote-policy',
    summaries: [
      'How much of the list prices quotes may give away, by role; its history is that of `id`',
      'Change how much quotes may give away; it holds from the next quote that is sent',
    ],
    fields: quoteRules,
    defaults: defaultQuoteRules,
    change: quotePolicy.commands['quotePolicy.change'],
  })
