import { List } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type ChoiceList = Replies['/choice-lists/{id}']
export type Choice = NonNullable<ChoiceList['choices']>[number]

export const choiceList: RecordEntry = {
  is: 'record',
  model: 'choiceList',
  path: 'choice-lists',
  one: 'choice list',
  many: 'choice lists',
  group: 'Set-up',
  directory: true,
  configuration: true,
  icon: List,
  load: async () => (await import('./choice-list.tsx')).choiceList,
}
