import { Cake } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type Greeting = Replies['/greetings/{id}']
export type GreetingPreview = Replies['/greetings/{id}/preview']

export const greeting: RecordEntry = {
  is: 'record',
  model: 'greeting',
  path: 'greetings',
  one: 'greeting',
  many: 'greetings',
  group: 'Marketing',
  create: 'greeting.create',
  icon: Cake,
  load: async () => (await import('./greeting.tsx')).greeting,
}
