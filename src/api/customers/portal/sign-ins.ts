import { createHash } from 'node:crypto'
import { z } from 'zod'
import { contactEmailClaim } from '../../../commands/customers/contact.ts'
import type { Execute } from '../../../commands/execute.ts'
import { mustBeStrong } from '../../../commands/identity/password.ts'
import { type ContactState, contact } from '../../../domain/customers/contact.ts'
import { openAccess, type PortalAccess } from '../../../domain/customers/portal-access.ts'
import { DomainError } from '../../../domain/error.ts'
import { privacyOf } from '../../../domain/subject.ts'
import { fullName } from '../../../domain/values/person-name.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import type { Passwords } from '../../../platform/people/passwords.ts'
import { keyOf, noMasks, type Principal } from '../../../platform/people/permissions.ts'
import type { Session, Sessions } from '../../../platform/people/sessions.ts'
import type { Signing } from '../../../platform/people/signing.ts'
import type { Patience, Throttle } from '../../../platform/people/throttle.ts'
import type { Clock } from '../../../platform/process/clock.ts'
import { derivedId, newId } from '../../../platform/process/ids.ts'
import type { Log } from '../../../platform/process/log.ts'
import { mustWait } from '../../http/problem.ts'
import type { Opened, Origin } from '../../identity/sign-ins.ts'

export interface PortalSignInParts {
  execute: Execute
  portalSessions: Sessions
  passwords: Passwords
  throttle: Throttle
  signing: Signing
  clock: Clock
  log: Log
}

/** Who has signed in to the portal, right now. */
export interface Customer {
  id: string
  state: ContactState & { email: string }
  access: PortalAccess
  sessionId: string
}

/** Which of the links to somebody it is, and the mailbox that it went to: it is for nobody who has another one. */
const link = z.object({ id: uuid, link: z.int(), to: z.string() })
export type PortalLink = z.output<typeof link>

export const portalLinks = (signing: Signing) => signing('portal', link)

export const mailboxMark = (email: string) => createHash('sha256').update(email).digest('hex').slice(0, 16)

const fromHere: Patience = { free: 5, longest: 900 }
const fromStrangers: Patience = { free: 50, longest: 60 }
/** Links that one address may ask for, whosever. */
const askingLinks: Patience = { free: 10, longest: 900 }

/** Nobody's id; looked up for unknown e-mails, so that they take as long as known ones. */
const nobody = derivedId('contact', 'nobody')

export type PortalSignIns = ReturnType<typeof createPortalSignIns>

/** Signing in to the portal: by a link to one's mailbox, or by a password. Users of the product are not known here. */
export function createPortalSignIns(parts: PortalSignInParts) {
  const { execute, portalSessions: sessions, passwords, throttle, signing, clock, log } = parts
  const links = portalLinks(signing)

  /** Of whom something can be done in the portal; undefined: they have no access, for whatever reason. */
  async function letIn(id: string | undefined) {
    const state = await execute.load(contact, id ?? nobody)
    const { restricted, erased } = privacyOf(state)
    const access = state && !restricted && !erased ? openAccess(state) : undefined
    return id !== undefined && state?.email && access
      ? { id, state: { ...state, email: state.email }, access }
      : undefined
  }

  async function open(id: string, by: { link?: number }, origin: Origin): Promise<Opened> {
    const sessionId = newId()
    await execute({
      command: 'contact.sign-in-to-portal',
      id,
      body: by,
      principal: customerPrincipal(id, sessionId, ['contact.sign-in-to-portal'], onlyOf(id)),
    })
    return sessions.open(sessionId, id, origin)
  }

  return {
    /** Who a session stands for; undefined: it is worth nothing (any more). */
    async authenticate(token: string): Promise<Customer | undefined> {
      const session = await sessions.find(token)
      const found = session && (await letIn(session.userId))
      if (!session || !found || session.createdAt < found.access.sessionsFrom) return undefined
      return { ...found, sessionId: session.id }
    },

    /** Undefined: e-mail or password is wrong, alike and after the same time. @throws TooMany */
    async withPassword(email: string, password: string, origin: Origin): Promise<Opened | undefined> {
      const [here, anywhere] = [`portal here ${origin.ip} ${email}`, `portal anywhere ${email}`]
      const found = await letIn(await execute.holder(contactEmailClaim(email)))
      const isStranger = !found || !(await sessions.knows(found.id, origin.ip))
      mustWait(Math.max(throttle.wait(here), isStranger ? throttle.wait(anywhere) : 0))
      // Counted before it is known, so that many at once are no way around.
      throttle.failed(here, fromHere)
      const right = await passwords.check(found?.access.credentialId, password)
      if (!right || !found) {
        throttle.failed(anywhere, fromStrangers)
        await sessions.refused(origin.ip, undefined)
        return undefined
      }
      throttle.succeeded(here)
      return open(found.id, {}, origin)
    },

    /** Has a link sent to whoever has access; nobody is told whether there is such a person. @throws TooMany */
    async askForLink(email: string, origin: Origin): Promise<void> {
      const key = `portal link ${origin.ip}`
      mustWait(throttle.wait(key))
      throttle.failed(key, askingLinks)
      const found = await letIn(await execute.holder(contactEmailClaim(email)))
      if (!found) return
      const command = 'contact.request-portal-link'
      const principal = customerPrincipal(found.id, undefined, [command], onlyOf(found.id))
      // Not waited for: how long an answer takes would tell whose address it is.
      execute({ command, id: found.id, body: {}, principal }).catch((error: unknown) => {
        if (!(error instanceof DomainError))
          log.warn({ err: error }, 'a link to the portal was not asked for')
      })
    },

    /** Whom a link lets in; undefined: it never did, or does no more. */
    async behind(token: unknown) {
      const asked = links.read(token)
      const found = asked && (await letIn(asked.id))
      if (!asked || !found || mailboxMark(found.state.email) !== asked.to) return undefined
      const { link: last } = found.access
      return last?.link === asked.link && clock() < last.expiresAt ? { ...found, link: last } : undefined
    },

    /** Undefined: somebody was faster with the same link. */
    async withLink({ id, link }: { id: string; link: { link: number } }, origin: Origin) {
      return open(id, { link: link.link }, origin).catch((error: unknown) => {
        if (error instanceof DomainError) return undefined
        throw error
      })
    },

    /** Whether it is their password. @throws TooMany */
    async isPassword({ id, access }: Customer, password: string): Promise<boolean> {
      const key = `portal again ${id}`
      mustWait(throttle.wait(key))
      const right = await passwords.check(access.credentialId, password)
      if (right) throttle.succeeded(key)
      else throttle.failed(key, fromHere)
      return right
    },

    /** @throws DomainError for a password that is too weak. */
    async mustBeStrong({ state }: Pick<Customer, 'state'>, password: string): Promise<void> {
      await mustBeStrong(execute, password, { name: fullName(state.name), email: state.email })
    },

    /** The hash is kept first, under an id that counts for nothing until the event names it. All sessions end; this one is anew. */
    async setPassword(customer: Customer, password: string, origin: Origin): Promise<Opened> {
      const { id, access, sessionId } = customer
      await this.mustBeStrong(customer, password)
      const credentialId = newId()
      await passwords.keep(credentialId, password)
      const command = 'contact.set-portal-password'
      const principal = customerPrincipal(id, sessionId, [command], onlyOf(id))
      await execute({ command, id, body: { credentialId }, principal })
      for (const each of [access.credentialId, access.spentId])
        if (each !== undefined) await passwords.forget(each)
      await sessions.closeAll(id)
      return sessions.open(newId(), id, origin)
    },

    async end({ id }: Pick<Session, 'id'>): Promise<void> {
      await sessions.close(id)
    },
  }
}

/** The keys to this one record, to see it and to act on it. */
export const onlyOf = (id: string) => [keyOf.record(id), keyOf.edit(id)]

/**
 * A customer in the portal: this, where these keys let them, and nothing else. From which address they came stands with the
 * session and in no event: what is in the log of them is their own, and ends with them.
 */
export function customerPrincipal(
  id: string,
  sessionId: string | undefined,
  may: readonly string[],
  keys: readonly string[],
): Principal {
  return {
    actor: { kind: 'customer', id, roles: [] },
    via: { kind: 'portal', ...(sessionId && { id: sessionId }) },
    may,
    keys,
    masks: noMasks,
  }
}
