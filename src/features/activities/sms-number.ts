import { smsNumberTitles } from '../../api/activities/conversation-titles.ts'
import { listen } from '../../api/activities/sms/listening.ts'
import { smsNumberQueries } from '../../api/activities/sms/number.ts'
import { smsNumberEndpoints } from '../../api/activities/sms/number-endpoints.ts'
import { smsPages } from '../../api/activities/sms/pages.ts'
import { smsNumberCommands } from '../../commands/activities/sms-number.ts'
import { smsNumber as decider } from '../../domain/activities/sms-number.ts'
import { mailReaders } from '../../platform/people/permissions.ts'
import { smsNumberTable } from '../../projections/activities/sms-number.ts'
import { feature } from '../feature.ts'

const own = {
  may: ['smsNumber.read', 'smsNumber.create', 'smsNumber.change', 'smsNumber.archive', 'smsNumber.restore'],
} as const

export const smsNumber = feature({
  decider,
  resource: 'sms-numbers',
  grants: mailReaders,
  authority: { manager: own, rep: own, agent: own },
  table: smsNumberTable,
  commands: smsNumberCommands,
  queries: smsNumberQueries,
  titles: smsNumberTitles,
  inMail: [],
  endpoints: [smsNumberEndpoints, smsPages],
  schedules: (parts) => [
    { name: 'sms-numbers', at: '*/5 * * * * *', work: (_, signal) => listen(parts, signal), lasting: true },
  ],
})
