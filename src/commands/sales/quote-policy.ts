import { role } from '../../domain/identity/role.ts'
import { type QuoteRules, quotePolicy } from '../../domain/sales/quote-policy.ts'
import { derivedId, isUuid } from '../../platform/process/ids.ts'
import { type Asking, commandsOf } from '../command.ts'
import { mustBeKnown } from '../references.ts'

/** There is one. */
export const quotePolicyId = derivedId('quotePolicy')

/** Changed as a setting, by an endpoint of its own. */
export const quotePolicyCommands = commandsOf(quotePolicy, (prepared) => ({
  'quotePolicy.create': {
    summary: 'Decide how much quotes may give away',
    permission: 'quotePolicy.change',
    internal: true,
    ...prepared(quotePolicy.commands['quotePolicy.create'].schema, withKnownRoles),
  },
  'quotePolicy.change': {
    summary: 'Change how much quotes may give away',
    internal: true,
    ...prepared(quotePolicy.commands['quotePolicy.change'], withKnownRoles),
  },
  'quotePolicy.archive': { summary: 'Archive how much quotes may give away', internal: true },
  'quotePolicy.restore': { summary: 'Restore how much quotes may give away', internal: true },
}))

/** A role that is there from the start is named by its word, one defined here by its id. */
async function withKnownRoles<B extends { discountLimits?: QuoteRules['discountLimits'] | undefined }>(
  body: B,
  asking: Pick<Asking, 'load'>,
): Promise<B> {
  for (const { role: roleId } of body.discountLimits ?? [])
    if (isUuid(roleId)) await mustBeKnown('quotePolicy', { roleId }, { roleId: role }, asking)
  return body
}
