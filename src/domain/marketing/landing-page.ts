import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { changed, merged } from '../record.ts'
import { formLanguages } from '../values/form-language.ts'
import { count } from '../values/integer.ts'
import { picture } from '../values/picture.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** A part of a page; they stand one under the other. */
export const pageBlock = z
  .discriminatedUnion('is', [
    z.object({ is: z.literal('heading'), text: line(200) }),
    /** Paragraphs, and links as `[words](https://…)`. */
    z.object({ is: z.literal('text'), text: prose(10_000) }),
    /** `alt`: what it shows, for who does not see it. */
    z.object({ is: z.literal('picture'), picture, alt: line(200) }),
    z.object({ is: z.literal('product'), productId: uuid }),
    z.object({ is: z.literal('form'), formId: uuid }),
    z.object({ is: z.literal('button'), text: line(80), url: z.url({ protocol: /^https?$/ }).max(2_000) }),
  ])
  .register(vocabulary, { id: 'PageBlock' })
export type PageBlock = z.output<typeof pageBlock>

const content = z
  .object({
    title: line(120),
    language: z.enum(formLanguages).register(vocabulary, { id: 'LandingPageLanguage' }),
    blocks: z.array(pageBlock).max(40),
  })
  .register(vocabulary, { id: 'LandingPageContent' })
export type LandingPageContent = z.output<typeof content>

/** The last part of its address. */
const slug = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be small letters and digits, with single hyphens between')
  .meta({ examples: ['spring-offer'] })

const named = z.object({ name: line(80), slug })
const beginning = named.extend(content.shape)
const nothing = z.object({})

export interface LandingPageState extends z.output<typeof beginning> {
  /** All that was published, the first version first. */
  versions: readonly LandingPageContent[]
  /** Whether it is to be seen. */
  published: boolean
  /** Whether something was written since. */
  draft: boolean
}

/** A page of the organisation by which strangers become leads: written as a draft, seen as it was published. */
export const landingPage = decider<LandingPageState>()({
  name: 'landingPage',
  events: {
    'landingPage.created': creates(beginning),
    'landingPage.changed': z.object({ changes: beginning.partial() }),
    'landingPage.published': z.object({ version: count.min(1), content }),
    'landingPage.unpublished': nothing,
  },
  commands: {
    'landingPage.create': creates(
      beginning.extend({
        language: content.shape.language.default('en'),
        blocks: content.shape.blocks.default([]),
      }),
    ),
    'landingPage.change': beginning.partial(),
    'landingPage.publish': nothing,
    'landingPage.unpublish': nothing,
  },
  evolve: {
    'landingPage.created': (_, data) => ({ ...data, versions: [], published: false, draft: true }),
    'landingPage.changed': (state, { changes }) => ({
      ...merged(state, changes),
      draft: state.draft || 'title' in changes || 'language' in changes || 'blocks' in changes,
    }),
    'landingPage.published': (state, data) => ({
      ...state,
      versions: [...state.versions, data.content],
      published: true,
      draft: false,
    }),
    'landingPage.unpublished': (state) => ({ ...state, published: false }),
  },
  decide: {
    'landingPage.create': (_, input) => [{ type: 'landingPage.created', data: input }],
    'landingPage.change': (state, input) => {
      const news = changed<z.output<typeof beginning>>(state, input)
      return Object.keys(news).length > 0 ? [{ type: 'landingPage.changed', data: { changes: news } }] : []
    },
    'landingPage.publish': ({ title, language, blocks, versions, published, draft }) => {
      if (published && !draft)
        conflict('landingPage.nothing-new', 'Nothing was written since it was published.')
      if (blocks.length === 0)
        refuse('landingPage.empty', 'There is nothing on this page.', { field: 'blocks' })
      if (blocks.filter(({ is }) => is === 'form').length > 1)
        refuse('landingPage.forms', 'A page has one form at most.', { field: 'blocks' })
      return [
        {
          type: 'landingPage.published',
          data: { version: versions.length + 1, content: { title, language, blocks } },
        },
      ]
    },
    'landingPage.unpublish': ({ published }) =>
      published ? [{ type: 'landingPage.unpublished', data: {} }] : [],
  },
})
