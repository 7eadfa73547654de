import { assetQueries, assetTitles, assetWarranty } from '../../api/service/asset.ts'
import { assetCommands } from '../../commands/service/asset.ts'
import { asset as decider } from '../../domain/service/asset.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { assetTable } from '../../projections/service/asset.ts'
import { feature } from '../feature.ts'

const whole = { may: ['asset.*'], seesAll: true } as const

export const asset = feature({
  decider,
  // `/assets` is where the web app lies.
  resource: 'customer-assets',
  grants: () => [everyone],
  authority: { manager: whole, rep: { may: ['asset.read'], seesAll: true }, agent: whole },
  table: assetTable,
  commands: assetCommands,
  queries: [...assetQueries, assetWarranty],
  titles: assetTitles,
})
