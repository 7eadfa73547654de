import type { PartEntry } from '../../records/entry.ts'

/** What an account's people should be treated like, on the page of their ticket. */
export const serviceNotes: PartEntry = {
  is: 'part',
  models: ['ticket'],
  needs: 'account.read',
  load: async () => (await import('./service-notes.tsx')).ServiceNotes,
}
