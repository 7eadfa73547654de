import { ChartNoAxesCombined } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { ScreenEntry } from '../../records/entry.ts'

export type CampaignResults = Replies['/campaign-results']

export const campaignResults: ScreenEntry = {
  is: 'screen',
  path: 'campaign-results',
  label: 'Campaign results',
  group: 'Marketing',
  needs: 'campaign.read',
  models: ['campaign'],
  icon: ChartNoAxesCombined,
  load: async () => (await import('./campaign-results.tsx')).CampaignResultsScreen,
}
