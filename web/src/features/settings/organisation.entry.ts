import type { Replies } from '../../api/types.gen.ts'
import type { SettingEntry, Single } from '../../records/entry.ts'

export type Organisation = Replies['/settings/organisation']

/** Who it is that works here. */
export const organisation: Single = {
  model: 'organisation',
  path: 'organisations',
  one: 'organisation',
  many: 'organisations',
  at: '/settings/organisation',
  load: async () => (await import('./organisation.tsx')).organisation,
}

export const organisationSetting: SettingEntry = {
  is: 'setting',
  first: true,
  path: 'organisation',
  label: 'Organisation',
  needs: 'organisation.read',
  single: organisation,
  screen: async () => (await import('./organisation.tsx')).OrganisationScreen,
}
