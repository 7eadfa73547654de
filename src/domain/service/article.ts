import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates, personIn } from '../event.ts'
import { changed, merged } from '../record.ts'
import { day } from '../values/day.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { language } from '../values/language.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

export const articleTypes = ['faq', 'guide', 'troubleshooting', 'how-to', 'solution'] as const
export const articleType = z.enum(articleTypes).register(vocabulary, { id: 'ArticleType' })
export const articleAudience = z.enum(['internal', 'public']).register(vocabulary, { id: 'ArticleAudience' })
export const articleStep = z
  .object({ title: line(200), text: prose(2_000).nullable() })
  .register(vocabulary, { id: 'ArticleStep' })

/** What an article says, and to whom: all that is read, approved and published together. */
const content = z.object({
  type: articleType,
  title: line(200),
  /** What it answers, in a sentence. */
  summary: line(400).nullable(),
  body: prose(20_000).nullable(),
  /** What is done one after the other. */
  steps: z.array(articleStep).max(50),
  category: line(60).nullable(),
  productIds: z.array(uuid).max(50),
  /** Other words that people look for it by. */
  keywords: z.array(line(60)).max(20),
  audience: articleAudience,
})
export type ArticleContent = z.output<typeof content>

/** When it is to be read again by its owner, and the instant at which that day begins. */
const review = { reviewOn: day.nullable(), reviewAt: instant.nullable() }

const beginning = content.extend({
  language,
  /** The article that it says in another language. */
  originalId: uuid.nullable(),
  /** The ticket whose solution it is. */
  ticketId: uuid.nullable(),
  ownerId: uuid.nullable(),
  ...review,
})

/** For and by whom an answer was of use. */
const rating = z.object({
  helpful: z.boolean(),
  version: count.min(1),
  /** Whoever says so was about to ask, and needs no answer any more. */
  deflected: z.literal(true).optional(),
})
const use = z.object({ ticketId: uuid, messageId: uuid })
const nothing = z.object({})

const events = {
  'article.created': creates(beginning),
  /** What is written for the next version. What is published stays as it is. */
  'article.changed': z.object({ changes: content.partial() }),
  'article.submitted': nothing,
  'article.returned': z.object({ reason: prose(1_000) }),
  /** Whoever did this approved just this. */
  'article.published': z.object({ version: count.min(1), content, submittedById: uuid.nullable() }),
  'article.draft-discarded': nothing,
  'article.archived': nothing,
  'article.restored': z.object({ reviewAt: instant.nullable() }),
  'article.assigned': z.object({ ownerId: uuid.nullable() }),
  'article.review-planned': z.object(review),
  'article.review-due': z.object({ reviewOn: day, ownerId: uuid.nullable() }),
  'article.rated': rating,
  /** It stands in a reply to a customer. */
  'article.used': use,
}

const commands = {
  'article.create': creates(
    beginning.extend({
      summary: content.shape.summary.default(null),
      body: content.shape.body.default(null),
      steps: content.shape.steps.default([]),
      category: content.shape.category.default(null),
      productIds: content.shape.productIds.default([]),
      keywords: content.shape.keywords.default([]),
      audience: content.shape.audience.default('internal'),
      originalId: beginning.shape.originalId.default(null),
      ticketId: beginning.shape.ticketId.default(null),
      ownerId: uuid.nullable().optional(),
      reviewOn: review.reviewOn.default(null),
    }),
  ),
  'article.change': content.partial(),
  'article.submit': nothing,
  'article.return': z.object({ reason: prose(1_000) }),
  'article.publish': nothing,
  'article.discard-draft': nothing,
  'article.archive': nothing,
  'article.restore': nothing,
  'article.assign': z.object({ ownerId: uuid.nullable() }),
  'article.plan-review': z.object(review),
  'article.remind-review': nothing,
  'article.rate': rating,
  'article.note-use': use,
}

export const articleStatuses = ['draft', 'review', 'published', 'archived'] as const
export type ArticleStatus = (typeof articleStatuses)[number]

export interface ArticleState extends Omit<z.output<typeof beginning>, keyof ArticleContent> {
  /** What is being written; null: nothing but what is published. */
  draft: ArticleContent | null
  published: ArticleContent | null
  /** How often it was published. */
  version: number
  /** Whether the draft waits for somebody to approve it, and who asked for that. */
  submitted: { byId: string | null } | null
  /** Whether its owner was told that it is to be read again. */
  reminded: boolean
  archived: boolean
}

/** A piece of what we know: written, approved by somebody, and read by colleagues or by everybody. */
export const article = decider<ArticleState>()({
  name: 'article',
  events,
  commands,
  evolve: {
    'article.created': (
      _,
      { language: of, originalId, ticketId, ownerId, reviewOn, reviewAt, ...draft },
    ) => ({
      language: of,
      originalId,
      ticketId,
      ownerId,
      reviewOn,
      reviewAt,
      draft,
      published: null,
      version: 0,
      submitted: null,
      reminded: false,
      archived: false,
    }),
    'article.changed': (state, { changes }) => ({
      ...state,
      draft: merged(newest(state), changes),
      submitted: null,
    }),
    'article.submitted': (state, _, { actor }) => ({ ...state, submitted: { byId: personIn(actor) } }),
    'article.returned': (state) => ({ ...state, submitted: null }),
    'article.published': (state, { version, content: published }) => ({
      ...state,
      draft: null,
      published,
      version,
      submitted: null,
    }),
    'article.draft-discarded': (state) => ({ ...state, draft: null, submitted: null }),
    'article.archived': (state) => ({ ...state, archived: true }),
    'article.restored': (state) => ({ ...state, archived: false }),
    'article.assigned': (state, { ownerId }) => ({ ...state, ownerId }),
    'article.review-planned': (state, planned) => ({ ...state, ...planned, reminded: false }),
    'article.review-due': (state) => ({ ...state, reminded: true }),
    'article.rated': (state) => state,
    'article.used': (state) => state,
  },
  decide: {
    'article.create': (_, { ownerId, ...input }, { actor, at }) => {
      mustBeAhead(input.reviewAt, at)
      const owner = ownerId === undefined ? personIn(actor) : ownerId
      return [{ type: 'article.created', data: { ...input, ownerId: owner } }]
    },
    'article.change': (state, input) => {
      mustNotBeArchived(state)
      const changes = changed<ArticleContent>(newest(state), input)
      return Object.keys(changes).length > 0 ? [{ type: 'article.changed', data: { changes } }] : []
    },
    'article.submit': (state) => {
      mustNotBeArchived(state)
      if (state.submitted) return []
      mustSaySomething(draftOf(state))
      return [{ type: 'article.submitted', data: {} }]
    },
    'article.return': (state, input) => {
      mustBeSubmitted(state)
      return [{ type: 'article.returned', data: input }]
    },
    'article.publish': (state) => {
      const { byId } = mustBeSubmitted(state)
      return [
        {
          type: 'article.published',
          data: { version: state.version + 1, content: draftOf(state), submittedById: byId },
        },
      ]
    },
    'article.discard-draft': (state) => {
      mustNotBeArchived(state)
      if (!state.published)
        conflict(
          'article.never-published',
          'This was never published: archive it, and nothing of it is left.',
        )
      return state.draft ? [{ type: 'article.draft-discarded', data: {} }] : []
    },
    'article.archive': (state) => (state.archived ? [] : [{ type: 'article.archived', data: {} }]),
    'article.restore': (state, _, { at }) => {
      if (!state.archived) return []
      const { reviewAt, reminded } = state
      const isAhead = !reminded && reviewAt !== null && reviewAt > at
      return [{ type: 'article.restored', data: { reviewAt: isAhead ? reviewAt : null } }]
    },
    'article.assign': (state, { ownerId }) =>
      state.ownerId === ownerId ? [] : [{ type: 'article.assigned', data: { ownerId } }],
    'article.plan-review': (state, planned, { at }) => {
      mustNotBeArchived(state)
      if (state.reviewOn === planned.reviewOn) return []
      mustBeAhead(planned.reviewAt, at)
      return [{ type: 'article.review-planned', data: planned }]
    },
    // Whoever asks only prompts: whether it is time is for the article to say.
    'article.remind-review': ({ archived, reminded, reviewOn, reviewAt, ownerId }, _, { at }) =>
      archived || reminded || reviewOn === null || reviewAt === null || reviewAt > at
        ? []
        : [{ type: 'article.review-due', data: { reviewOn, ownerId } }],
    'article.rate': (state, input, { actor }) => {
      mustNotBeArchived(state)
      const { published, version } = state
      if (!published || input.version > version)
        conflict('article.not-published', 'Nobody can have read this: it is not published.')
      if (['visitor', 'customer'].includes(actor.kind) && published.audience !== 'public')
        conflict('article.not-public', 'This is not for the public.')
      // Colleagues have nobody to ask.
      const { deflected, ...rated } = input
      return [{ type: 'article.rated', data: actor.kind === 'customer' && deflected ? input : rated }]
    },
    'article.note-use': (_, input) => [{ type: 'article.used', data: input }],
  },
})

export function articleStatusOf(
  state: Pick<ArticleState, 'archived' | 'published' | 'submitted'>,
): ArticleStatus {
  if (state.archived) return 'archived'
  if (state.published) return 'published'
  return state.submitted ? 'review' : 'draft'
}

/** What somebody who writes on begins with. */
function newest({ draft, published }: ArticleState): ArticleContent {
  const found = draft ?? published
  if (!found) throw new Error('an article without any content')
  return found
}

function draftOf({ draft }: ArticleState): ArticleContent {
  if (!draft) conflict('article.nothing-new', 'Nothing was written since it was published.')
  return draft
}

function mustBeSubmitted(state: ArticleState): { byId: string | null } {
  mustNotBeArchived(state)
  if (!state.submitted) conflict('article.not-submitted', 'Nobody has asked for this to be approved.')
  return state.submitted
}

function mustNotBeArchived({ archived }: ArticleState): void {
  if (archived) conflict('article.archived', 'This article is archived; restore it first.')
}

function mustSaySomething({ type, body, steps }: ArticleContent): void {
  if (type === 'troubleshooting' && steps.length === 0)
    refuse('article.steps-missing', 'Troubleshooting goes step by step: write the steps.', { field: 'steps' })
  if (body === null && steps.length === 0)
    refuse('article.empty', 'Write what it says before somebody is asked to approve it.', { field: 'body' })
}

function mustBeAhead(reviewAt: string | null, at: string): void {
  if (reviewAt !== null && reviewAt <= at)
    refuse('article.review-past', 'It is read again on a day that is still to come.', { field: 'reviewOn' })
}
