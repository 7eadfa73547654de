import { z } from 'zod'
import { erpConnectionId } from '../../commands/sales/erp-connection.ts'
import { changeSetting } from '../../commands/setting.ts'
import { defaultErpSettings, erpConnection, erpSettings } from '../../domain/sales/erp-connection.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { secretText } from '../../platform/outside/signature.ts'
import { endpoint } from '../http/endpoint.ts'
import { askedBy } from '../http/routes.ts'
import type { Extension } from '../http/services.ts'
import { settingEndpoints } from '../lists/setting.ts'
import { type ErpParts, erpSecret } from './order-transfer-step.ts'

/** Which ERP takes orders over (QTC-08), and the secret that it shares with us. */
export const erpConnectionEndpoints =
  (parts: Pick<ErpParts, 'vault' | 'store'>): Extension =>
  (_app, services) => {
    const secretOf = erpSecret(parts)
    const { execute } = services
    return [
      ...settingEndpoints(services, {
        decider: erpConnection,
        id: erpConnectionId,
        path: '/settings/erp',
        summaries: [
          'Which ERP takes orders over; its history is that of `id`',
          'Change which ERP takes orders over; it holds from the next call',
        ],
        fields: erpSettings,
        defaults: defaultErpSettings,
        change: erpConnection.commands['erpConnection.change'],
      }),
      endpoint({
        method: 'POST',
        path: '/settings/erp/secret',
        summary: 'A new secret for the ERP, told here and never again; the one before signs nothing any more',
        tag: 'settings',
        access: { permission: 'erpConnection.change' },
        reply: z.object({ secret: z.string() }).register(vocabulary, { id: 'ErpSecret' }),
        async run({ request }) {
          const before = (await execute.load(erpConnection, erpConnectionId)) ?? defaultErpSettings
          const secretNumber = before.secretNumber + 1
          await changeSetting(execute, erpConnection, {
            ...askedBy(request, 'erpConnection.change'),
            id: erpConnectionId,
            body: { secretNumber },
          })
          return { secret: secretText(await secretOf(secretNumber)) }
        },
      }),
    ]
  }
