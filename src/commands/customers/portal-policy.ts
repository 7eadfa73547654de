import { defaultPortalRules, type PortalRules, portalPolicy } from '../../domain/customers/portal-policy.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Asking, commandsOf } from '../command.ts'

/** There is one. */
export const portalPolicyId = derivedId('portalPolicy')

/** Changed as a setting, by an endpoint of its own. */
export const portalPolicyCommands = commandsOf(portalPolicy, () => ({
  'portalPolicy.create': {
    summary: 'Decide whether customers have a portal, and what they may do there',
    permission: 'portalPolicy.change',
    internal: true,
  },
  'portalPolicy.change': { summary: 'Change what customers may do in the portal', internal: true },
  'portalPolicy.archive': { summary: 'Archive what customers may do in the portal', internal: true },
  'portalPolicy.restore': { summary: 'Restore what customers may do in the portal', internal: true },
}))

/** The rules that hold. */
export async function portalRulesNow({ load }: Pick<Asking, 'load'>): Promise<PortalRules> {
  const { archived: _, ...decided } = (await load(portalPolicy, portalPolicyId)) ?? { archived: false }
  return { ...defaultPortalRules, ...decided }
}
