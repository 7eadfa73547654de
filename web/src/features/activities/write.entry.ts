import type { PartEntry } from '../../records/entry.ts'

/** Writing to a contact, by the way that they would rather be reached. */
export const write: PartEntry = {
  is: 'part',
  models: ['contact'],
  needs: 'conversation.begin',
  below: true,
  load: async () => (await import('./write/panel.tsx')).Write,
}
