import { PhoneIncoming } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { PartEntry, RecordEntry } from '../../records/entry.ts'

export type PhoneCall = Replies['/phone-calls/{id}']

export const phoneCall: RecordEntry = {
  is: 'record',
  model: 'phoneCall',
  path: 'phone-calls',
  one: 'call by a line',
  many: 'calls by lines',
  group: 'Work',
  personal: true,
  icon: PhoneIncoming,
  load: async () => (await import('./phone-call.tsx')).phoneCall,
}

/** What was recorded of a call, on the page of the activity that it is logged as. */
export const phoneRecording: PartEntry = {
  is: 'part',
  models: ['activity'],
  needs: 'phoneCall.read',
  load: async () => (await import('./phone-call/recordings.tsx')).RecordingsOfActivity,
}
