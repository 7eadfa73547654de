import { accessSealCommands } from '../../commands/settings/access-seal.ts'
import { accessSeal as decider } from '../../domain/settings/access-seal.ts'
import { accessSealTable } from '../../projections/settings/access-seal.ts'
import { feature } from '../feature.ts'

export const accessSeal = feature({
  decider,
  resource: 'access-seals',
  grants: () => [],
  table: accessSealTable,
  commands: accessSealCommands,
})
