import { lazy } from 'react'
import type { Choice } from '../../records/field.ts'
import { resource } from '../../records/resource.ts'
import { Tag } from '../../ui/values.tsx'
import { landingPage as entry, type LandingPage } from './landing-page.entry.ts'

const languages: readonly Choice[] = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'German' },
  { value: 'fr', label: 'French' },
  { value: 'es', label: 'Spanish' },
]

export const landingPage = resource<LandingPage>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true, hint: 'As you call it' },
    {
      key: 'slug',
      label: 'Address',
      kind: 'text',
      required: true,
      width: 160,
      hint: 'The last part of it: small letters, digits and hyphens, as in spring-offer',
    },
    { key: 'title', label: 'Title', kind: 'text', required: true, hint: 'As it is headed' },
    { key: 'language', label: 'Language', kind: 'choice', choices: languages, required: true, width: 100 },
    { key: 'published', label: 'Published', kind: 'yes-no', fixed: true, filter: true, width: 100 },
    { key: 'version', label: 'Version', kind: 'number', fixed: true, width: 80 },
    { key: 'publishedAt', label: 'Published last', kind: 'instant', fixed: true, sortable: true, width: 140 },
  ],
  columns: ['slug', 'title', 'published', 'version', 'publishedAt'],
  sort: 'name',
  searchable: true,
  change: 'landingPage.change',
  initial: { language: 'en' },
  state: ({ published, draft }) => {
    if (!published) return <Tag tone="neutral">Not to be seen</Tag>
    return draft ? <Tag tone="warn">Changed</Tag> : <Tag tone="good">Published</Tag>
  },
  empty: 'A landing page is a page of yours by which strangers become leads. Make the first one.',
  Page: lazy(async () => ({ default: (await import('./landing-page/page.tsx')).LandingPagePage })),
})
