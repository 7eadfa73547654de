import { phoneCallQueries } from '../../api/activities/phone/call.ts'
import { phoneCallRelations } from '../../api/activities/phone/person.ts'
import { phoneCallTitles } from '../../api/activities/phone/titles.ts'
import { phoneCallCommands } from '../../commands/activities/phone-call.ts'
import { phoneCall as decider } from '../../domain/activities/phone-call.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { phoneCallLinkTable, phoneCallTable } from '../../projections/activities/phone-call.ts'
import { phoneCallLog } from '../../sagas/activities/phone-call-log.ts'
import { feature } from '../feature.ts'

const whole = { may: ['phoneCall.*'] } as const
/** All but listening to what was recorded, `phoneCall.listen`. */
const own = {
  may: [
    'phoneCall.read',
    'phoneCall.start',
    'phoneCall.answer',
    'phoneCall.end',
    'phoneCall.note',
    'phoneCall.file',
    'phoneCall.take-off',
    'phoneCall.record',
  ],
} as const

export const phoneCall = feature({
  decider,
  resource: 'phone-calls',
  grants: ({ userId }) => (userId === null ? [] : [keyOf.user(userId)]),
  seenWith: ({ records }) => records,
  authority: { manager: whole, rep: own, agent: own },
  table: phoneCallTable,
  tables: [phoneCallLinkTable],
  linkedIn: { table: phoneCallLinkTable, by: 'phoneCallId', columns: ['recordId'] },
  commands: phoneCallCommands,
  queries: phoneCallQueries,
  titles: phoneCallTitles,
  sagas: [phoneCallLog],
  inMail: [],
  relations: phoneCallRelations,
  retained: 'with-files',
})
