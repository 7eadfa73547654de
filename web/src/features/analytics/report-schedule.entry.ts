import { MailCheck, Send } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type ReportSchedule = Replies['/report-schedules/{id}']
export type ReportDelivery = Replies['/report-deliveries/{id}']

export const reportSchedule: RecordEntry = {
  is: 'record',
  model: 'reportSchedule',
  path: 'report-schedules',
  one: 'sent report',
  many: 'sent reports',
  group: 'Work',
  create: 'reportSchedule.create',
  icon: Send,
  load: async () => (await import('./report-schedule.tsx')).reportSchedule,
}

export const reportDelivery: RecordEntry = {
  is: 'record',
  model: 'reportDelivery',
  path: 'report-deliveries',
  one: 'report delivery',
  many: 'report deliveries',
  icon: MailCheck,
  load: async () => (await import('./report-delivery.tsx')).reportDelivery,
}
