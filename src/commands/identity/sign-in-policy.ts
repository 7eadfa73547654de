import { defaultRules, type SignInRules, signInPolicy } from '../../domain/identity/sign-in-policy.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { commandsOf } from '../command.ts'
import type { Execute } from '../execute.ts'

/** There is one. */
export const signInPolicyId = derivedId('signInPolicy')

/** Changed as a setting, by an endpoint of its own. */
export const signInPolicyCommands = commandsOf(signInPolicy, () => ({
  'signInPolicy.create': {
    summary: 'Decide on the rules of signing in',
    permission: 'signInPolicy.change',
    internal: true,
  },
  'signInPolicy.change': { summary: 'Change the rules of signing in', internal: true },
  'signInPolicy.archive': { summary: 'Archive the rules of signing in', internal: true },
  'signInPolicy.restore': { summary: 'Restore the rules of signing in', internal: true },
}))

/** The rules that hold now. */
export async function rulesNow({ load }: Pick<Execute, 'load'>): Promise<SignInRules> {
  return { ...defaultRules, ...(await load(signInPolicy, signInPolicyId)) }
}

/** The rules as a value at hand, for what is asked with every request. */
export interface Rules {
  current(): SignInRules
  /** Reads them anew. */
  refresh(): Promise<SignInRules>
}

export async function openRules(execute: Pick<Execute, 'load'>): Promise<Rules> {
  let rules = await rulesNow(execute)
  return {
    current: () => rules,
    async refresh() {
      rules = await rulesNow(execute)
      return rules
    },
  }
}

/** In ms, as sessions count. */
export function sessionLimits({ sessionIdleMinutes, sessionLifetimeHours }: SignInRules) {
  return { idle: sessionIdleMinutes * 60_000, lifetime: sessionLifetimeHours * 3_600_000 }
}
