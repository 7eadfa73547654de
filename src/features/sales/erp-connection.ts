import { erpConnectionEndpoints } from '../../api/sales/erp-connection.ts'
import { erpWords } from '../../api/sales/erp-word.ts'
import { erpConnectionCommands } from '../../commands/sales/erp-connection.ts'
import { erpConnection as decider } from '../../domain/sales/erp-connection.ts'
import { feature } from '../feature.ts'

export const erpConnection = feature({
  decider,
  resource: 'erp-connections',
  grants: () => [],
  commands: erpConnectionCommands,
  endpoints: [erpConnectionEndpoints, erpWords],
})
