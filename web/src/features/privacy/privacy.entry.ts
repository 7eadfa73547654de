import type { Replies } from '../../api/types.gen.ts'
import type { TabEntry } from '../../records/entry.ts'

/** How a person's record stands as to that person's rights. */
export type PrivacyStanding = Replies['/contacts/{id}/privacy']
export type PrivacyRequest = Replies['/privacy-requests/{id}']

export const privacy: TabEntry = {
  is: 'tab',
  path: 'privacy',
  label: 'Privacy',
  needs: 'privacy.read',
  personal: true,
  load: async () => (await import('./tab.tsx')).PrivacyTab,
}
