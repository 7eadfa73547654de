import { refuse } from '../../domain/error.ts'
import { user } from '../../domain/identity/user.ts'
import { product } from '../../domain/sales/product.ts'
import { article } from '../../domain/service/article.ts'
import { ticket } from '../../domain/service/ticket.ts'
import { startOfDay } from '../../domain/values/day.ts'
import { chosen } from '../choices.ts'
import { type Asking, commandsOf } from '../command.ts'
import { by } from '../inverse.ts'
import { mustBeKnown, mustExist } from '../references.ts'

const { commands } = article
const listed = { category: 'article-category' } as const

export const articleCommands = commandsOf(
  article,
  (prepared) => ({
    'article.create': {
      summary: 'Write an article; nobody outside reads it before it is approved',
      ...prepared(commands['article.create'].schema.omit({ reviewAt: true }), async (body, asking) => {
        await mustExist('article', body, { ownerId: user }, asking)
        await mustBeKnown('article', body, { ticketId: ticket }, asking)
        await mustBeProducts(body.productIds, asking)
        await mustTranslate(body, asking)
        const named = await chosen('article', body, listed, asking)
        return { ...named, reviewAt: await beginningOf(body.reviewOn, asking) }
      }),
    },
    'article.change': {
      summary: 'Write on: what is published stays as it is until what was changed is approved',
      ...prepared(commands['article.change'], async (body, asking) => {
        const { draft, published, ...state } = asking.state
        await mustBeProducts(body.productIds, asking)
        // What the article says already is not chosen anew.
        const before = { ...state, ...(draft ?? published) }
        return chosen('article', body, listed, { ...asking, state: before })
      }),
    },
    'article.submit': { summary: 'Ask for a draft to be approved' },
    'article.return': { summary: 'Give a draft back to be written on, and say why' },
    'article.publish': {
      summary: 'Approve a draft as it was read: it is published as the next version',
      ifMatch: 'required',
    },
    'article.discard-draft': { summary: 'Drop what was written since the article was published' },
    'article.archive': {
      summary: 'Archive an article: nobody is shown it any more',
      inverse: by('article.restore'),
    },
    'article.restore': { summary: 'Restore an archived article', inverse: by('article.archive') },
    'article.assign': {
      summary: 'Say who keeps an article right',
      inverse: ({ ownerId }) => ({ command: 'article.assign', body: { ownerId } }),
      ...prepared(commands['article.assign'], async (body, asking) => {
        await mustExist('article', body, { ownerId: user }, asking)
        return body
      }),
    },
    'article.plan-review': {
      summary: 'Say on which day its owner is to read an article again; they are told that day',
      inverse: ({ reviewOn }) => ({ command: 'article.plan-review', body: { reviewOn } }),
      ...prepared(commands['article.plan-review'].omit({ reviewAt: true }), async ({ reviewOn }, asking) => ({
        reviewOn,
        reviewAt: await beginningOf(reviewOn, asking),
      })),
    },
    'article.remind-review': { summary: 'Say that an article is to be read again', internal: true },
    'article.rate': { summary: 'Say whether an article has solved what it was opened for' },
    'article.note-use': { summary: 'Note that an article stands in a reply', internal: true },
  }),
  {
    // There is one translation into each language.
    unique: ({ originalId, language }) =>
      originalId === null ? [] : [{ kind: 'article-translation', value: `${originalId} ${language}` }],
  },
)

async function beginningOf(date: string | null, { zone }: Pick<Asking, 'zone'>): Promise<string | null> {
  return date === null ? null : startOfDay(date, await zone())
}

async function mustBeProducts(
  ids: readonly string[] | undefined,
  asking: Pick<Asking, 'load'>,
): Promise<void> {
  for (const productId of ids ?? [])
    await mustBeKnown('article', { productId }, { productId: product }, asking)
}

/** A translation is of what was written first, in another language. */
async function mustTranslate(
  { originalId, language }: { originalId: string | null; language: string },
  { load }: Pick<Asking, 'load'>,
): Promise<void> {
  if (originalId === null) return
  const original = await load(article, originalId)
  if (!original || original.archived)
    refuse('article.original-unknown', 'There is no such article to translate.', { field: 'originalId' })
  if (original.originalId !== null)
    refuse(
      'article.original-is-translation',
      'This is a translation itself: translate what it was made of.',
      {
        field: 'originalId',
        details: { originalId: original.originalId },
      },
    )
  if (original.language === language)
    refuse('article.same-language', 'It is written in that language already.', { field: 'language' })
}
