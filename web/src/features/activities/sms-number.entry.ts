import { Smartphone } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type SmsNumber = Replies['/sms-numbers/{id}']
export type SmsStanding = Replies['/sms-numbers/{id}/standing']

export const smsNumber: RecordEntry = {
  is: 'record',
  model: 'smsNumber',
  path: 'sms-numbers',
  one: 'SMS number',
  many: 'SMS numbers',
  group: 'Set-up',
  create: 'smsNumber.create',
  configuration: true,
  icon: Smartphone,
  load: async () => (await import('./sms-number.tsx')).smsNumber,
}
