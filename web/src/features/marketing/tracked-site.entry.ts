import { Footprints, Globe } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type TrackedSite = Replies['/tracked-sites/{id}']
export type WebVisitor = Replies['/web-visitors/{id}']
export type SiteRanks = Replies['/tracked-sites/{id}/ranks']

export const trackedSite: RecordEntry = {
  is: 'record',
  model: 'trackedSite',
  path: 'tracked-sites',
  one: 'web site',
  many: 'web sites',
  group: 'Marketing',
  create: 'trackedSite.create',
  icon: Globe,
  load: async () => (await import('./tracked-site.ts')).trackedSite,
}

/** Who is known there, and what they looked at. */
export const webVisitor: RecordEntry = {
  is: 'record',
  model: 'webVisitor',
  path: 'web-visitors',
  one: 'web visitor',
  many: 'web visitors',
  group: 'Marketing',
  icon: Footprints,
  on: {
    contact: {
      by: 'contactId',
      columns: ['siteId', 'views', 'lastPath', 'timesThere', 'lastAt'],
      empty: 'They are not known on a web site of ours.',
    },
    lead: {
      by: 'leadId',
      columns: ['siteId', 'views', 'lastPath', 'timesThere', 'lastAt'],
      empty: 'They are not known on a web site of ours.',
    },
  },
  load: async () => (await import('./web-visitor.tsx')).webVisitor,
}
