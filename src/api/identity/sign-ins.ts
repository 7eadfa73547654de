import type { Execute } from '../../commands/execute.ts'
import { setPassword } from '../../commands/identity/password.ts'
import type { Rules } from '../../commands/identity/sign-in-policy.ts'
import { emailClaim } from '../../commands/identity/user.ts'
import { conflict, refuse } from '../../domain/error.ts'
import type { Factor } from '../../domain/identity/session.ts'
import { ownCredential, type UserState, user } from '../../domain/identity/user.ts'
import type { Challenges, OpenChallenge } from '../../platform/people/challenges.ts'
import type { Passwords } from '../../platform/people/passwords.ts'
import { keyOf, noMasks, type Principal } from '../../platform/people/permissions.ts'
import type { Offered, SecondFactors } from '../../platform/people/second-factors.ts'
import type { Session, Sessions } from '../../platform/people/sessions.ts'
import type { Patience, Throttle } from '../../platform/people/throttle.ts'
import type { Clock } from '../../platform/process/clock.ts'
import { derivedId, newId } from '../../platform/process/ids.ts'
import { mustWait, Unauthorized } from '../http/problem.ts'

/** What signing in needs. */
export interface SignInParts {
  sessions: Sessions
  passwords: Passwords
  secondFactors: SecondFactors
  challenges: Challenges
  throttle: Throttle
  rules: Rules
  execute: Execute
  clock: Clock
  /** Told when a session has ended. */
  ended(): void
}

/** Where a request came from. */
export interface Origin {
  ip: string
  userAgent?: string
}

export interface Opened {
  token: string
  session: Session
}

/**
 * Either a session, or what is asked next: a code of the second factor, to set one up, or a password of one's own in
 * the place of the initial one.
 */
export type Step = Opened | { challenge: string; next: 'code' | 'enrol' | 'new-password' }

export type EndCause = 'signed-out' | 'replaced' | 'revoked'

export interface SignIns {
  /**
   * @throws Unauthorized, alike and after the same time for whatever is wrong; TooMany with the seconds to wait;
   * DomainError for an initial password that came too late.
   */
  withPassword(email: string, password: string, origin: Origin): Promise<Step>
  /** For a user whom somebody else has recognised; `strong` when by more than one factor. */
  withProvider(userId: string, strong: boolean, origin: Origin): Promise<Step>
  /** A second factor for a challenge that asks to set one up. */
  offer(challenge: string): Promise<Offered>
  /** Finishes a challenge, by a code of the factor or a recovery code; `recoveryCodes` when it set up the factor. */
  finish(
    asked: { challenge: string; code: string; factorId?: string | undefined },
    origin: Origin,
  ): Promise<Step & { recoveryCodes?: readonly string[] }>
  /** Puts one's own password in the place of an initial one, which was all that stood between its holder and a session. */
  choosePassword(challenge: string, password: string, origin: Origin): Promise<Opened>
  /** Proves again who one is; the session goes on under a new token. */
  again(
    principal: Principal,
    proof: { password: string; code?: string | undefined },
    origin: Origin,
  ): Promise<Opened>
  /** Opens a session for who has just proved who they are. */
  open(userId: string, factors: readonly Factor[], origin: Origin): Promise<Opened>
  end(session: Session, cause: EndCause, principal: Principal | undefined, origin: Origin): Promise<void>
}

/** Nobody's id; looked up for unknown e-mails, so that they take as long as known ones. */
const nobody = derivedId('user', 'nobody')

/** Guessing at one account from one address, at codes of one account, and at one account from addresses it never used. */
const fromHere: Patience = { free: 5, longest: 900 }
const atCodes: Patience = { free: 5, longest: 900 }
const fromStrangers: Patience = { free: 50, longest: 60 }

/** Signing in and proving again, whatever the way; knows rules and factors, and nothing of HTTP. */
export function createSignIns(parts: SignInParts): SignIns {
  const { sessions, passwords, secondFactors, challenges, throttle, rules, execute, clock } = parts

  const keysOf = (email: string, ip: string) => ({
    here: `here ${ip} ${email}`,
    anywhere: `anywhere ${email}`,
  })
  const codeKey = (userId: string) => `code ${userId}`

  /** Who fails waits; strangers' failures slow down strangers only, so that nobody can lock out another. */
  async function admit(email: string, userId: string | undefined, ip: string): Promise<void> {
    const { here, anywhere } = keysOf(email, ip)
    mustWait(throttle.wait(here))
    const wait = throttle.wait(anywhere)
    if (wait > 0 && !(await sessions.knows(userId ?? nobody, ip))) mustWait(wait)
  }

  async function begin(id: string, state: UserState, first: Factor, origin: Origin): Promise<Step> {
    const { secondFactorRoles } = await rules.refresh()
    if (!state.factorId && !secondFactorRoles.includes(state.role))
      return admitted(id, state, [first], origin)
    const challenge = await challenges.open({ userId: id, passed: [first], next: 'second-factor' })
    return { challenge, next: state.factorId ? 'code' : 'enrol' }
  }

  /** Everything is proved; what an initial password proves ends with the choice of another. */
  async function admitted(
    userId: string,
    state: UserState,
    passed: readonly Factor[],
    origin: Origin,
  ): Promise<Step> {
    if (state.changeBy === undefined || !passed.includes('password')) return open(userId, passed, origin)
    return {
      challenge: await challenges.open({ userId, passed, next: 'new-password' }),
      next: 'new-password',
    }
  }

  /** A challenge that is there, and its user. A password or factor that was reset since has made it worthless. */
  async function halfWay(challenge: OpenChallenge | undefined) {
    const state = challenge && (await activeUser(challenge.userId))
    if (!state || challenge.openedAt < state.sessionsFrom) throw new Unauthorized('Sign in anew.')
    return { userId: challenge.userId, passed: challenge.passed as readonly Factor[], state }
  }

  async function close(challenge: string): Promise<void> {
    if (!(await challenges.close(challenge))) throw new Unauthorized('Sign in anew.')
  }

  async function open(userId: string, factors: readonly Factor[], origin: Origin): Promise<Opened> {
    const state = await execute.load(user, userId)
    const id = newId()
    await execute({
      command: 'session.begin',
      id,
      body: { userId, factors },
      principal: inOwnName(userId, id, state?.role),
      ...origin,
    })
    return sessions.open(id, userId, origin)
  }

  async function activeUser(id: string): Promise<UserState> {
    const state = await execute.load(user, id)
    if (!state?.active) throw new Unauthorized()
    return state
  }

  /** Which factor a code is good for; undefined: none. Uses up what it matches. */
  async function match(
    id: string,
    state: UserState,
    code: string,
    origin: Origin,
  ): Promise<'totp' | 'recovery-code' | undefined> {
    if (/^\d{6}$/.test(code)) {
      const right = state.factorId !== undefined && (await secondFactors.check(state.factorId, id, code))
      return right ? 'totp' : undefined
    }
    if (!state.recoveryId) return undefined
    const left = await secondFactors.redeemCode(state.recoveryId, code)
    if (left === undefined) return undefined
    await execute({
      command: 'user.use-recovery-code',
      id,
      body: { left },
      principal: inOwnName(id, undefined, state.role),
      ...origin,
    })
    return 'recovery-code'
  }

  async function wrongCode(userId: string, origin: Origin): Promise<never> {
    throttle.failed(codeKey(userId), atCodes)
    await sessions.refused(origin.ip, userId)
    throw new Unauthorized('This code is wrong, or was used already.')
  }

  /** Takes the factor that was offered into force, with ten recovery codes. */
  async function enrol(
    userId: string,
    asked: { code: string; factorId: string },
    origin: Origin,
  ): Promise<readonly string[]> {
    if (!(await secondFactors.check(asked.factorId, userId, asked.code))) await wrongCode(userId, origin)
    const state = await activeUser(userId)
    const principal = inOwnName(userId, undefined, state.role)
    return addSecondFactor(parts, userId, asked.factorId, { principal, ...origin })
  }

  return {
    open,

    async withPassword(email, password, origin) {
      const userId = await execute.holder(emailClaim(email))
      await admit(email, userId, origin.ip)
      const { here, anywhere } = keysOf(email, origin.ip)
      // Counted before it is known, so that many at once are no way around.
      throttle.failed(here, fromHere)
      const state = await execute.load(user, userId ?? nobody)
      const right = await passwords.check(state?.active ? state.credentialId : undefined, password)
      if (!right || !userId || !state) {
        throttle.failed(anywhere, fromStrangers)
        await sessions.refused(origin.ip, userId)
        throw new Unauthorized('E-mail or password is wrong.')
      }
      throttle.succeeded(here)
      if (state.changeBy !== undefined && state.changeBy <= clock())
        refuse(
          'user.initial-password-expired',
          'This initial password has expired. Ask an administrator for another.',
          { field: 'password' },
        )
      return begin(userId, state, 'password', origin)
    },

    async withProvider(userId, strong, origin) {
      const state = await activeUser(userId)
      return strong ? open(userId, ['oidc'], origin) : begin(userId, state, 'oidc', origin)
    },

    async offer(challenge) {
      const { userId, state } = await halfWay(await challenges.find(challenge, 'second-factor'))
      if (state.factorId) conflict('user.second-factor-there', 'There is a second factor already.')
      return secondFactors.offer({ id: userId, label: state.email, inForce: undefined })
    },

    async finish({ challenge, code, factorId }, origin) {
      const { userId, passed, state } = await halfWay(await challenges.attempt(challenge, 'second-factor'))
      mustWait(throttle.wait(codeKey(userId)))
      if (!state.factorId) {
        if (!factorId)
          refuse('user.second-factor-missing', 'Set up a second factor first.', { field: 'factorId' })
        const recoveryCodes = await enrol(userId, { code, factorId }, origin)
        await close(challenge)
        return { ...(await admitted(userId, state, [...passed, 'totp'], origin)), recoveryCodes }
      }
      const factor = await match(userId, state, code, origin)
      if (!factor) return wrongCode(userId, origin)
      throttle.succeeded(codeKey(userId))
      await close(challenge)
      return admitted(userId, state, [...passed, factor], origin)
    },

    async choosePassword(challenge, password, origin) {
      // There is nothing to guess here, so attempts are not counted: the rules may take several.
      const { userId, passed, state } = await halfWay(await challenges.find(challenge, 'new-password'))
      if (await passwords.check(state.credentialId, password))
        refuse('user.password-same', 'Choose another password than the one you were given.', {
          field: 'password',
        })
      const asked = { principal: inOwnName(userId, undefined, state.role), ...origin }
      await setPassword({ execute, passwords }, userId, password, asked)
      await close(challenge)
      return open(userId, passed, origin)
    },

    async again(principal, { password, code }, origin) {
      const { id } = principal.actor
      const key = `again ${id}`
      mustWait(throttle.wait(key))
      const state = await activeUser(id)
      const right =
        (await passwords.check(ownCredential(state), password)) &&
        (!state.factorId || (code !== undefined && (await match(id, state, code, origin)) !== undefined))
      if (!right) {
        throttle.failed(key, atCodes)
        await sessions.refused(origin.ip, id)
        refuse('user.wrong-proof', state.factorId ? 'Password or code is wrong.' : 'The password is wrong.', {
          field: 'password',
        })
      }
      throttle.succeeded(key)
      const renewed = await sessions.renew(principal.via.id ?? '')
      if (!renewed) throw new Unauthorized()
      return renewed
    },

    async end(session, cause, principal, origin) {
      await sessions.close(session.id)
      parts.ended()
      const state = await execute.load(user, session.userId)
      await execute({
        command: 'session.end',
        id: session.id,
        body: { cause },
        principal: principal ?? inOwnName(session.userId, session.id, state?.role),
        ...origin,
      })
    },
  }
}

/** The factor counts from now on, and ten codes stand in for it. They are told here and never again. */
export async function addSecondFactor(
  { execute, secondFactors }: Pick<SignInParts, 'execute' | 'secondFactors'>,
  userId: string,
  factorId: string,
  asked: { principal: Principal } & Origin,
): Promise<readonly string[]> {
  await execute({ ...asked, command: 'user.add-second-factor', id: userId, body: { factorId } })
  return issueRecoveryCodes({ execute, secondFactors }, userId, asked)
}

/** Ten new codes; the earlier ones are worth nothing any more. */
export async function issueRecoveryCodes(
  { execute, secondFactors }: Pick<SignInParts, 'execute' | 'secondFactors'>,
  userId: string,
  asked: { principal: Principal } & Origin,
): Promise<readonly string[]> {
  const earlier = (await execute.load(user, userId))?.recoveryId
  const batchId = newId()
  const issued = await secondFactors.issueCodes(batchId)
  await execute({ ...asked, command: 'user.issue-recovery-codes', id: userId, body: { batchId } })
  if (earlier) await secondFactors.forgetCodes(earlier)
  return issued
}

/** What everybody may do to themselves, and nobody else by these rights. */
const ownRights = [
  'session.begin',
  'session.end',
  'user.set-password',
  'user.add-second-factor',
  'user.remove-second-factor',
  'user.issue-recovery-codes',
  'user.use-recovery-code',
]

export function inOwnName(
  userId: string,
  sessionId: string | undefined,
  role: string | undefined,
): Principal {
  return {
    actor: { kind: 'user', id: userId, roles: role ? [role] : [] },
    via: { kind: 'session', ...(sessionId && { id: sessionId }) },
    may: ownRights,
    keys: [keyOf.user(userId)],
    masks: noMasks,
  }
}
