import type { PartEntry } from '../../records/entry.ts'

/** Where somebody has worked, on the page of a contact. */
export const employment: PartEntry = {
  is: 'part',
  models: ['contact'],
  needs: 'contact.read',
  load: async () => (await import('./employment.tsx')).Employment,
}
