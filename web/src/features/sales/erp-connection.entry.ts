import type { Replies } from '../../api/types.gen.ts'
import type { SettingEntry, Single } from '../../records/entry.ts'

export type ErpSettings = Replies['/settings/erp']

/** Which ERP takes orders over. */
export const erpConnection: Single = {
  model: 'erpConnection',
  path: 'erp-connections',
  one: 'ERP',
  many: 'ERPs',
  at: '/settings/erp',
  load: async () => (await import('./erp-connection.tsx')).erpConnection,
}

export const erpConnectionSetting: SettingEntry = {
  is: 'setting',
  path: 'erp',
  label: 'ERP',
  needs: 'erpConnection.read',
  single: erpConnection,
  screen: async () => (await import('./erp-connection.tsx')).ErpConnectionScreen,
}
