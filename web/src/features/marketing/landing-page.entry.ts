import { PanelTop } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type LandingPage = Replies['/landing-pages/{id}']
export type LandingPageResults = Replies['/landing-pages/{id}/results']

/** A part of a page. */
export type Block =
  | { is: 'heading'; text: string }
  | { is: 'text'; text: string }
  | { is: 'picture'; picture: string; alt: string }
  | { is: 'product'; productId: string }
  | { is: 'form'; formId: string }
  | { is: 'button'; text: string; url: string }

export const landingPage: RecordEntry = {
  is: 'record',
  model: 'landingPage',
  path: 'landing-pages',
  one: 'landing page',
  many: 'landing pages',
  group: 'Marketing',
  create: 'landingPage.create',
  icon: PanelTop,
  load: async () => (await import('./landing-page.tsx')).landingPage,
}
