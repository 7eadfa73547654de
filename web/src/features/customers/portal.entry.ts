import type { Replies } from '../../api/types.gen.ts'
import type { PartEntry, SettingEntry, Single } from '../../records/entry.ts'

export type PortalRules = Replies['/settings/portal']

/** Whether a contact may come in by the customers' own door. */
export const portalAccess: PartEntry = {
  is: 'part',
  models: ['contact'],
  needs: 'contact.read',
  load: async () => (await import('./portal-access.tsx')).PortalAccess,
}

/** Whether customers have a door of their own. */
export const portalPolicy: Single = {
  model: 'portalPolicy',
  path: 'portal-policies',
  one: 'rules of the portal',
  many: 'rules of the portal',
  at: '/settings/portal',
  load: async () => (await import('./portal-policy.tsx')).portalPolicy,
}

export const portalSetting: SettingEntry = {
  is: 'setting',
  path: 'portal',
  label: 'Customer portal',
  needs: 'portalPolicy.read',
  single: portalPolicy,
  screen: async () => (await import('./portal-policy.tsx')).PortalRulesScreen,
}
