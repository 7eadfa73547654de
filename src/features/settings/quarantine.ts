import { quarantineTitles } from '../../api/settings/quarantine.ts'
import { quarantineCommands } from '../../commands/settings/quarantine.ts'
import { quarantine as decider } from '../../domain/settings/quarantine.ts'
import { feature } from '../feature.ts'

export const quarantine = feature({
  decider,
  resource: 'quarantine',
  grants: () => [],
  commands: quarantineCommands,
  titles: quarantineTitles,
})
