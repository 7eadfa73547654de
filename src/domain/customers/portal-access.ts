import { z } from 'zod'
import { conflict, refuse } from '../error.ts'
import { type Named, named } from '../named.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** How long a link of an invitation is good for, and one that somebody asked for to sign in, in ms. */
const invitationLife = 7 * 86_400_000
const linkLife = 30 * 60_000
/** Who asks again sooner than this, in ms, has a link on its way. */
const linkPause = 2 * 60_000

/** The links to somebody's mailbox, one after the other: only the last one counts, and only once. */
const sent = z.object({ link: count.min(1), expiresAt: instant })
const nothing = z.object({})
const credential = z.object({ credentialId: z.uuid() })
/** By which link; without one, by a password. */
const arrival = z.object({ link: count.min(1).optional() })

export const portalStatus = z
  .enum(['invited', 'open', 'revoked'])
  .register(vocabulary, { id: 'PortalStatus' })
export type PortalStatus = z.output<typeof portalStatus>

/** What a contact may enter the portal by; absent as long as they were never invited. */
export interface PortalAccess {
  status: PortalStatus
  /** Null: it was used, or a password was set, which is the better key. */
  link: (z.output<typeof sent> & { sentAt: string; isInvitation: boolean }) | null
  /** How many links there were: none that was revoked is ever good again. */
  links: number
  /** Of their password, which is kept beside the log; absent: they sign in by links. */
  credentialId?: string | undefined
  /** Of a password that counts no more, and is to be forgotten. */
  spentId?: string | undefined
  /** Sessions begun earlier do not count (any more). */
  sessionsFrom: string
}

/** The state of a record of somebody who may be let in. */
export interface LetIn {
  email?: string | null
  archived?: boolean
  absorbedById?: string | null
  portal?: PortalAccess | undefined
}

const events = {
  'invited-to-portal': sent,
  'portal-link-requested': sent,
  'portal-link-sent': z.object({ link: count.min(1) }),
  'signed-in-to-portal': arrival,
  'portal-password-set': credential,
  'portal-access-revoked': nothing,
}
const commands = {
  'invite-to-portal': nothing,
  'request-portal-link': nothing,
  'send-portal-link': nothing,
  'sign-in-to-portal': arrival,
  'set-portal-password': credential,
  'revoke-portal-access': nothing,
}

type At = { at: string }
type Evolve = {
  [K in keyof typeof events]: <S extends LetIn>(state: S, data: z.output<(typeof events)[K]>, at: At) => S
}
type Decided<N extends string> = {
  [K in keyof typeof events]: { type: `${N}.${K}`; data: z.output<(typeof events)[K]> }
}[keyof typeof events]
type Decide<N extends string> = {
  [K in keyof typeof commands]: (
    state: LetIn,
    input: z.output<(typeof commands)[K]>,
    at: At,
  ) => readonly Decided<N>[]
}

export interface LettingIn<N extends string> {
  events: Named<N, typeof events>
  commands: Named<N, typeof commands>
  evolve: Named<N, Evolve>
  decide: Named<N, Decide<N>>
}

const evolve: Evolve = {
  // Whoever is invited once more keeps their password; whose access was revoked begins anew.
  'invited-to-portal': (state, { link, expiresAt }, { at }) => {
    const { status, ...before } = state.portal ?? { status: 'revoked', sessionsFrom: at }
    return {
      ...state,
      portal: {
        ...before,
        status: status === 'revoked' ? 'invited' : status,
        link: { link, expiresAt, sentAt: at, isInvitation: true },
        links: link,
      },
    }
  },
  'portal-link-requested': (state, { link, expiresAt }, { at }) =>
    withPortal(state, { link: { link, expiresAt, sentAt: at, isInvitation: false }, links: link }),
  'portal-link-sent': (state) => state,
  'signed-in-to-portal': (state, { link }) =>
    withPortal(state, { status: 'open', ...(link !== undefined && { link: null }) }),
  'portal-password-set': (state, { credentialId }, { at }) =>
    withPortal(state, { credentialId, spentId: state.portal?.credentialId, link: null, sessionsFrom: at }),
  'portal-access-revoked': (state, _, { at }) =>
    withPortal(state, {
      status: 'revoked',
      link: null,
      credentialId: undefined,
      spentId: state.portal?.credentialId ?? state.portal?.spentId,
      sessionsFrom: at,
    }),
}

function withPortal<S extends LetIn>(state: S, change: Partial<PortalAccess>): S {
  return state.portal ? { ...state, portal: { ...state.portal, ...change } } : state
}

/** What somebody may enter by; undefined: not at all, for whatever reason. Restriction and erasure are told elsewhere. */
export function openAccess({ email, archived, absorbedById, portal }: LetIn): PortalAccess | undefined {
  if (!email || archived || absorbedById) return undefined
  return portal?.status === 'revoked' ? undefined : portal
}

/** What a record of somebody who may be let in has beside its own events and commands. Spread the parts into its decider. */
export function lettingIn<const N extends string>(name: N): LettingIn<N> {
  const one = <K extends keyof typeof events>(type: K, data: z.output<(typeof events)[K]>) =>
    [{ type: `${name}.${type}`, data }] as readonly Decided<N>[]
  const mustHaveAccess = (state: LetIn): PortalAccess =>
    openAccess(state) ?? conflict(`${name}.no-portal-access`, `This ${name} has no access to the portal.`)
  const linkAfter = ({ portal }: LetIn, life: number, at: string) => ({
    link: (portal?.links ?? 0) + 1,
    expiresAt: new Date(Date.parse(at) + life).toISOString(),
  })
  const decide: Decide<N> = {
    'invite-to-portal': (state, _, { at }) => {
      if (!state.email)
        refuse(`${name}.no-email`, 'An invitation goes by e-mail: write down an address first.', {
          field: 'email',
        })
      if (state.archived || state.absorbedById)
        conflict(`${name}.out-of-use`, `This ${name} is archived, or part of another one.`)
      return one('invited-to-portal', linkAfter(state, invitationLife, at))
    },
    'request-portal-link': (state, _, { at }) => {
      const { link } = mustHaveAccess(state)
      const isOnItsWay = link && !link.isInvitation && Date.parse(at) < Date.parse(link.sentAt) + linkPause
      return isOnItsWay ? [] : one('portal-link-requested', linkAfter(state, linkLife, at))
    },
    'send-portal-link': (state) => {
      const link = openAccess(state)?.link
      return link ? one('portal-link-sent', { link: link.link }) : []
    },
    'sign-in-to-portal': (state, { link }, { at }) => {
      const access = mustHaveAccess(state)
      const holds =
        link === undefined ? access.credentialId : access.link?.link === link && at < access.link.expiresAt
      if (!holds)
        conflict(`${name}.portal-link-over`, 'This link was used, or is too old. Ask for another one.')
      return one('signed-in-to-portal', link === undefined ? {} : { link })
    },
    'set-portal-password': (state, input) =>
      mustHaveAccess(state).credentialId === input.credentialId ? [] : one('portal-password-set', input),
    'revoke-portal-access': ({ portal }) =>
      portal && portal.status !== 'revoked' ? one('portal-access-revoked', {}) : [],
  }
  return {
    events: named(name, events),
    commands: named(name, commands),
    evolve: named(name, evolve),
    decide: named(name, decide),
  }
}
