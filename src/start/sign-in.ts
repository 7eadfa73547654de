import { createIdentity } from '../api/identity/identity.ts'
import { createSignIns } from '../api/identity/sign-ins.ts'
import { openRules, sessionLimits } from '../commands/identity/sign-in-policy.ts'
import type { ContactState } from '../domain/customers/contact.ts'
import type { UserState } from '../domain/identity/user.ts'
import { openApiKeys } from '../platform/people/api-keys.ts'
import { openChallenges } from '../platform/people/challenges.ts'
import { createOidc, type OidcConfig } from '../platform/people/oidc.ts'
import { openPasswords } from '../platform/people/passwords.ts'
import { openSecondFactors } from '../platform/people/second-factors.ts'
import { openSessions } from '../platform/people/sessions.ts'
import { createThrottle } from '../platform/people/throttle.ts'
import type { Clock } from '../platform/process/clock.ts'
import { catalogue, modelsOf, sameFields } from '../registry.ts'
import type { OpenLog } from './log.ts'
import type { ReadSide } from './read-side.ts'

/** Who somebody is: what they sign in by, and what follows for what they may do. */
export async function openSignIn(
  { pg, vault, execute, readModels }: OpenLog & ReadSide,
  options: { clock: Clock; oidc: OidcConfig | undefined },
) {
  const { clock } = options
  const rules = await openRules(execute)
  const sessions = await openSessions(pg, clock, () => sessionLimits(rules.current()))
  const portalSessions = await openSessions(pg, clock, () => sessionLimits(rules.current()), 'customer')
  const passwords = await openPasswords(pg)
  const apiKeys = await openApiKeys(pg, clock)
  const secondFactors = await openSecondFactors(pg, { clock, vault, issuer: 'Hindsight' })
  const challenges = await openChallenges(pg, clock)
  const throttle = createThrottle(clock)
  const identity = createIdentity({
    sessions,
    apiKeys,
    execute,
    readModels,
    clock,
    sameFields,
    authorities: catalogue.authorities,
    modelsOf: (module) => modelsOf.get(module) ?? [],
  })
  const ended = identity.changed
  const credentials = { sessions, passwords, secondFactors, challenges, throttle, rules }
  const signIns = createSignIns({ ...credentials, execute, clock, ended })
  const oidc = options.oidc && createOidc(options.oidc, clock)

  /** What a contact who is erased could enter the portal by, and where from they did. */
  async function forgetCustomer(id: string, { portal }: ContactState): Promise<void> {
    for (const each of [portal?.credentialId, portal?.spentId])
      if (each !== undefined) await passwords.forget(each)
    await portalSessions.closeAll(id)
  }

  /** What somebody who is erased could sign in by. */
  async function forget({ credentialId, factorId, recoveryId }: UserState): Promise<void> {
    if (credentialId !== undefined) await passwords.forget(credentialId)
    if (factorId !== undefined) await secondFactors.forget(factorId)
    if (recoveryId !== undefined) await secondFactors.forgetCodes(recoveryId)
  }
  return { ...credentials, portalSessions, apiKeys, identity, signIns, oidc, forget, forgetCustomer }
}

export type SignIn = Awaited<ReturnType<typeof openSignIn>>
