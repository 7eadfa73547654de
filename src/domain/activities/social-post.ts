import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { personal } from '../personal.ts'
import { changed, merged } from '../record.ts'
import { type AboutPerson, subject } from '../subject.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { handle, socialVisibility } from './social.ts'

/** So many signs a post has at most (Mastodon's own limit; servers may allow more). */
export const mostSigns = 500
/** Each address counts as so many, however long it is. */
const signsOfUrl = 23

const signs = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** How many signs a post has as the network counts them: an address 23, of somebody’s name its server none. */
export function countedSigns(text: string): number {
  const counted = text
    .replace(/https?:\/\/[^\s<>"]+/g, 'x'.repeat(signsOfUrl))
    .replace(/(^|[^/\w])@([\w.-]+)@[\w.-]+\w/g, '$1@$2')
  return [...signs.segment(counted)].length
}

/** What goes to the network: whoever is answered is named, as nobody is told of it otherwise. */
export const postedText = ({ text, to }: { text: string; to: string | null }): string =>
  to === null || text.toLowerCase().includes(`@${to.toLowerCase()}`) ? text : `@${to} ${text}`

const content = z.object({
  socialAccountId: uuid,
  /** Who reads that account. */
  ownerId: uuid.nullable(),
  teamId: uuid.nullable(),
  /** What it is part of, so that what comes of it counts there. */
  campaignId: uuid.nullable(),
  /** Of an answer: the conversation, whom it is to, and which message it answers, as their server calls it. */
  conversationId: uuid.nullable(),
  to: personal(handle).nullable(),
  replyToId: line(100).nullable(),
  text: personal(prose(5_000)),
  visibility: socialVisibility,
})
const editable = content.pick({ text: true, visibility: true, campaignId: true })
const reason = line(500)
/** They are counted one by one: a random one would never be the next. */
const attempt = z.object({ attempt: count.min(1).meta({ examples: [1, 2, 3] }) })
const posted = z.object({ networkId: line(100), url: z.url().max(2_000).nullable() })

/** What others did with it, as its server counts, and how many followed us then. */
export const socialCounts = z
  .object({ favourites: count, reblogs: count, replies: count, followers: count })
  .register(vocabulary, { id: 'SocialCounts' })
export type SocialCounts = z.output<typeof socialCounts>

/**
 * What came of handing it in. `deferred`: it is tried again; `sure` where it is known that it did not arrive. `doubt`: it may have
 * been posted, and so long ago that the network does not know its key any more.
 */
export const socialOutcome = z
  .discriminatedUnion('is', [
    posted.extend({ is: z.literal('posted') }),
    z.object({ is: z.literal('deferred'), reason, nextAt: instant, sure: z.boolean() }),
    z.object({ is: z.literal('refused'), reason }),
    z.object({ is: z.literal('doubt'), reason }),
  ])
  .register(vocabulary, { id: 'SocialOutcome' })
export type SocialOutcome = z.output<typeof socialOutcome>

const person = subject('socialPost')
const nothing = z.object({})
const scheduled = z.object({ publishAt: instant })

const events = {
  'socialPost.written': creates(content),
  'socialPost.changed': z.object({ changes: editable.partial() }),
  'socialPost.scheduled': scheduled,
  'socialPost.taken-back': nothing,
  'socialPost.discarded': nothing,
  /** From here on it may be in the network. */
  'socialPost.started': attempt,
  'socialPost.posted': posted,
  'socialPost.deferred': z.object({ reason, nextAt: instant, sure: z.boolean() }),
  'socialPost.refused': z.object({ reason }),
  'socialPost.doubted': z.object({ reason }),
  'socialPost.counted': socialCounts,
  ...person.events,
}

const commands = {
  /** Null: it stays a draft. */
  'socialPost.write': creates(content.extend({ publishAt: instant.nullable() })),
  'socialPost.change': editable.partial(),
  'socialPost.schedule': scheduled,
  'socialPost.take-back': nothing,
  'socialPost.discard': nothing,
  'socialPost.start': attempt,
  'socialPost.publish': z.object({ outcome: socialOutcome }),
  'socialPost.count': socialCounts,
  ...person.commands,
}

export const socialPostStatuses = [
  'draft',
  'scheduled',
  'sending',
  'posted',
  'refused',
  'doubtful',
  'discarded',
] as const
export type SocialPostStatus = (typeof socialPostStatuses)[number]

export interface SocialPostState extends AboutPerson, z.output<typeof content> {
  status: SocialPostStatus
  publishAt: string | null
  attempts: number
  /** When the attempt was begun that is under way. */
  startedAt: string | null
  /** Since when it may be in the network without our knowing; null: it is not. */
  unsureSince: string | null
  networkId: string | null
  counts: SocialCounts | null
}

/** What we post in a social network, or answer there: posted once, or its doubt is said (124). */
export const socialPost = decider<SocialPostState>()({
  name: 'socialPost',
  events,
  commands,
  evolve: {
    'socialPost.written': (_, data) => ({
      ...data,
      status: 'draft',
      publishAt: null,
      attempts: 0,
      startedAt: null,
      unsureSince: null,
      networkId: null,
      counts: null,
    }),
    'socialPost.changed': (state, { changes }) => merged<SocialPostState>(state, changes),
    'socialPost.scheduled': (state, data) => ({ ...state, ...data, status: 'scheduled' }),
    'socialPost.taken-back': (state) => ({ ...state, status: 'draft', publishAt: null }),
    'socialPost.discarded': (state) => ({ ...state, status: 'discarded' }),
    'socialPost.started': (state, { attempt: attempts }, { at }) => ({
      ...state,
      status: 'sending',
      attempts,
      startedAt: at,
    }),
    'socialPost.posted': (state, { networkId }) => ({ ...state, status: 'posted', networkId }),
    'socialPost.deferred': (state, { nextAt, sure }) => ({
      ...state,
      status: 'scheduled',
      publishAt: nextAt,
      unsureSince: sure ? state.unsureSince : (state.unsureSince ?? state.startedAt),
    }),
    'socialPost.refused': (state) => ({ ...state, status: 'refused' }),
    'socialPost.doubted': (state) => ({ ...state, status: 'doubtful' }),
    'socialPost.counted': (state, counts) => ({ ...state, counts }),
    ...person.evolve,
  },
  decide: {
    'socialPost.write': (_, { publishAt, ...data }, { at }) => {
      mustFit(data)
      return [
        { type: 'socialPost.written', data },
        ...(publishAt === null
          ? []
          : [{ type: 'socialPost.scheduled' as const, data: { publishAt: notBefore(publishAt, at) } }]),
      ]
    },
    'socialPost.change': (state, input) => {
      mustBeWaiting(state)
      if (input.visibility !== undefined && state.to !== null && input.visibility !== state.visibility)
        refuse('socialPost.answer-visibility', 'An answer is seen by whom its question was.', {
          field: 'visibility',
        })
      if (input.visibility === 'direct' && state.conversationId === null) toNobody()
      const changes = changed<z.output<typeof editable>>(state, input)
      mustFit(merged(state, input))
      return Object.keys(changes).length > 0 ? [{ type: 'socialPost.changed', data: { changes } }] : []
    },
    'socialPost.schedule': (state, { publishAt: asked }, { at }) => {
      mustBeWaiting(state)
      const publishAt = notBefore(asked, at)
      return state.publishAt === publishAt ? [] : [{ type: 'socialPost.scheduled', data: { publishAt } }]
    },
    'socialPost.take-back': (state) => {
      if (state.status === 'draft') return []
      mustBeWaiting(state)
      return [{ type: 'socialPost.taken-back', data: {} }]
    },
    'socialPost.discard': (state) => {
      if (state.status === 'discarded') return []
      mustBeWaiting(state)
      return [{ type: 'socialPost.discarded', data: {} }]
    },
    'socialPost.start': ({ status, attempts }, { attempt: next }) => {
      if (status !== 'scheduled') conflict('socialPost.not-waiting', 'It does not wait to be posted.')
      if (next !== attempts + 1) refuse('socialPost.attempt', 'That attempt was made.', { field: 'attempt' })
      return [{ type: 'socialPost.started', data: { attempt: next } }]
    },
    'socialPost.publish': ({ status }, { outcome: { is, ...data } }) => {
      // It may be refused before anything is tried: whom it is for may want no more of it meanwhile.
      if (status !== 'sending' && !(status === 'scheduled' && (is === 'refused' || is === 'doubt'))) return []
      const type = (
        { posted: 'posted', deferred: 'deferred', refused: 'refused', doubt: 'doubted' } as const
      )[is]
      return [{ type: `socialPost.${type}`, data } as never]
    },
    'socialPost.count': ({ status, counts }, data) =>
      status !== 'posted' || (counts !== null && Object.keys(changed(counts, data)).length === 0)
        ? []
        : [{ type: 'socialPost.counted', data }],
    ...person.decide,
  },
})

const notBefore = (asked: string, at: string) => (asked < at ? at : asked)

/** @throws DomainError */
export function toNobody(): never {
  refuse('socialPost.to-nobody', 'A direct message is written in a conversation.', { field: 'visibility' })
}

function mustFit(of: Pick<z.output<typeof content>, 'text' | 'to'>): void {
  const many = countedSigns(postedText(of))
  if (many > mostSigns)
    refuse('socialPost.too-long', `A post has ${mostSigns} signs at most; this has ${many}.`, {
      field: 'text',
    })
}

function mustBeWaiting({ status, unsureSince }: SocialPostState): void {
  if (status !== 'draft' && status !== 'scheduled')
    conflict('socialPost.gone', 'It is on its way or over, and cannot be changed any more.')
  if (unsureSince !== null)
    conflict('socialPost.unsure', 'It may have been posted already; it is tried again until that is known.')
}
