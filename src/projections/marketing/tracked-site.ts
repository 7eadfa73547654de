import { trackedSite } from '../../domain/marketing/tracked-site.ts'
import { text, texts } from '../projection.ts'
import { recordTable } from '../record.ts'

export const trackedSiteTable = recordTable(trackedSite)({
  version: 1,
  columns: { name: text, sites: texts },
  label: ['name'],
  indexes: [['name']],
})
