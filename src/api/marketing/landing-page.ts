import { z } from 'zod'
import { landingPage } from '../../domain/marketing/landing-page.ts'
import { formLanguages } from '../../domain/values/form-language.ts'
import { instant } from '../../domain/values/instant.ts'
import { picture } from '../../domain/values/picture.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { landingPageTable } from '../../projections/marketing/landing-page.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

const block = z
  .object({
    is: z
      .enum(['heading', 'text', 'picture', 'product', 'form', 'button'])
      .register(vocabulary, { id: 'PageBlockKind' }),
    text: z.string().optional(),
    picture: picture.optional(),
    alt: z.string().optional(),
    productId: uuid.optional(),
    formId: uuid.optional(),
    url: z.string().optional(),
  })
  .register(vocabulary, { id: 'ShownPageBlock' })

export const landingPageQueries = recordQueries(landingPageTable)({
  resource: 'landing-pages',
  summary: 'Pages of the organisation by which strangers become leads',
  row: z.object({
    name: z.string(),
    slug: z.string().describe('The last part of its address: `/p/<slug>`.'),
    title: z.string(),
    language: z.enum(formLanguages),
    blocks: z.array(block).describe('As they were written last, published or not.'),
    version: z.int().describe('How often it was published; 0: never.'),
    publishedAt: instant.nullable(),
    published: z.boolean(),
    draft: z.boolean().describe('Whether something was written since.'),
  }),
  shown: ({ blocks, ...row }) => ({ ...row, blocks: [...(blocks ?? [])] }),
  filters: { published: flag },
  sorts: ['name', 'publishedAt', 'createdAt', 'updatedAt'],
  search: ['name', 'title', 'slug'],
})

export const landingPageTitles = titlesOf(landingPage, {
  'landingPage.created': ({ data }) => `Page ${data.name} begun`,
  'landingPage.changed': () => 'Page written on',
  'landingPage.published': ({ data }) => `Version ${data.version} published`,
  'landingPage.unpublished': () => 'Page taken away',
})
