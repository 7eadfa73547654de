import { type LandingPageState, landingPage, type PageBlock } from '../../domain/marketing/landing-page.ts'
import { merged } from '../../domain/record.ts'
import { boolean, type Column, instant, integer, json, nullable, projection, text } from '../projection.ts'

const languageText: Column<LandingPageState['language']> = { sql: 'text', nullable: false }

export const landingPageTable = projection(landingPage)({
  name: 'landingPage',
  version: 1,
  label: ['name'],
  columns: {
    name: text,
    slug: text,
    /** As they were written last, published or not. */
    title: text,
    language: languageText,
    blocks: json<readonly PageBlock[]>(),
    /** How often it was published; 0: never. */
    version: integer,
    publishedAt: nullable(instant),
    published: boolean,
    /** Whether something was written since. */
    draft: boolean,
  },
  sameField: [['blocks', 'content', 'title', 'language']],
  indexes: [['name'], ['publishedAt'], ['createdAt'], ['updatedAt']],
  on: {
    'landingPage.created': (_, { data }) => ({
      ...data,
      version: 0,
      publishedAt: null,
      published: false,
      draft: true,
    }),
    'landingPage.changed': (row, { data: { changes } }) =>
      row && {
        ...merged(row, changes),
        draft:
          row.draft ||
          changes.title !== undefined ||
          changes.language !== undefined ||
          changes.blocks !== undefined,
      },
    'landingPage.published': (row, { data: { version }, occurredAt }) =>
      row && { ...row, version, publishedAt: occurredAt, published: true, draft: false },
    'landingPage.unpublished': (row) => row && { ...row, published: false },
  },
})
