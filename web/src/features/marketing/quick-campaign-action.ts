import { Megaphone } from 'lucide-react'
import { lazy } from 'react'
import type { BulkAction } from '../../records/resource.ts'

/** Writes to those that were chosen in a list, or plans a call with each. */
export const quickCampaignAction = (model: 'lead' | 'contact' | 'account'): BulkAction => ({
  label: 'Quick campaign',
  icon: Megaphone,
  permission: 'campaign.create',
  run: lazy(async () => {
    const { QuickCampaign } = await import('./quick-campaign.tsx')
    return { default: (of) => QuickCampaign({ model, ...of }) }
  }),
})
