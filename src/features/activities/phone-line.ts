import { phoneLineEndpoints } from '../../api/activities/phone/endpoints.ts'
import { phoneLineQueries } from '../../api/activities/phone/line.ts'
import { phonePageHeaders } from '../../api/activities/phone/page-headers.ts'
import { phoneLineTitles } from '../../api/activities/phone/titles.ts'
import { phoneLineCommands } from '../../commands/activities/phone-line.ts'
import { phoneLine as decider } from '../../domain/activities/phone-line.ts'
import { keyOf } from '../../platform/people/permissions.ts'
import { phoneLineTable } from '../../projections/activities/phone-line.ts'
import { feature } from '../feature.ts'

const seen = { may: ['phoneLine.read'] } as const

export const phoneLine = feature({
  decider,
  resource: 'phone-lines',
  grants: ({ userId }) => (userId === null ? [] : [keyOf.user(userId)]),
  authority: { manager: seen, rep: seen, agent: seen },
  table: phoneLineTable,
  commands: phoneLineCommands,
  queries: phoneLineQueries,
  titles: phoneLineTitles,
  inMail: [],
  endpoints: [phoneLineEndpoints, () => phonePageHeaders],
})
