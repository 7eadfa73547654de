import { defaultErpSettings, type ErpSettings, erpConnection } from '../../domain/sales/erp-connection.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Asking, commandsOf } from '../command.ts'

/** There is one. */
export const erpConnectionId = derivedId('erpConnection')

/** Changed as a setting, by endpoints of its own. */
export const erpConnectionCommands = commandsOf(erpConnection, () => ({
  'erpConnection.create': {
    summary: 'Say which ERP takes orders over',
    permission: 'erpConnection.change',
    internal: true,
  },
  'erpConnection.change': { summary: 'Change which ERP takes orders over', internal: true },
  'erpConnection.archive': { summary: 'Archive which ERP takes orders over', internal: true },
  'erpConnection.restore': { summary: 'Restore which ERP takes orders over', internal: true },
}))

/** The ERP as it is now, whenever what is asked has happened. */
export async function erpNow({ loadNow }: Pick<Asking, 'loadNow'>): Promise<ErpSettings> {
  return (await loadNow(erpConnection, erpConnectionId)) ?? defaultErpSettings
}

/** Whether orders go there. */
export const isConnected = ({ url, on, secretNumber }: ErpSettings): boolean =>
  on && url !== null && secretNumber > 0
