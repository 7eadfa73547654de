import { outgoingSmsRelations } from '../../api/activities/conversation-person.ts'
import { outgoingSmsTitles } from '../../api/activities/conversation-titles.ts'
import { outgoingSmsQueries } from '../../api/activities/sms/outgoing.ts'
import { outgoingSmsStep } from '../../api/activities/sms/outgoing-step.ts'
import { outgoingSmsCommands } from '../../commands/activities/outgoing-sms.ts'
import { outgoingSms as decider } from '../../domain/activities/outgoing-sms.ts'
import { mailReaders } from '../../platform/people/permissions.ts'
import { outgoingSmsTable, smsPartTable } from '../../projections/activities/outgoing-sms.ts'
import { outgoingSmsCalls, outgoingSmsFiling } from '../../sagas/activities/outgoing-sms.ts'
import { feature } from '../feature.ts'

const whole = { may: ['outgoingSms.*'] } as const

export const outgoingSms = feature({
  decider,
  resource: 'outgoing-texts',
  grants: (record) => mailReaders(record),
  authority: { manager: whole, rep: whole, agent: whole },
  table: outgoingSmsTable,
  tables: [smsPartTable],
  commands: outgoingSmsCommands,
  queries: outgoingSmsQueries,
  titles: outgoingSmsTitles,
  sagas: [outgoingSmsCalls, outgoingSmsFiling],
  effects: { 'outgoingSms.send': outgoingSmsStep },
  inMail: [],
  relations: outgoingSmsRelations,
  retained: true,
})
