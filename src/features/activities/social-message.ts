import { socialMessageRelations } from '../../api/activities/conversation-person.ts'
import { socialMessageEndpoints } from '../../api/activities/social/account-endpoints.ts'
import { socialMessageQueries, socialSentiment } from '../../api/activities/social/message.ts'
import { socialMessageTitles } from '../../api/activities/social/titles.ts'
import { socialMessageCommands } from '../../commands/activities/social-message.ts'
import { socialMessage as decider } from '../../domain/activities/social-message.ts'
import { mailReaders } from '../../platform/people/permissions.ts'
import { socialMessageTable } from '../../projections/activities/social-message.ts'
import { feature } from '../feature.ts'

const whole = { may: ['socialMessage.*'] } as const

export const socialMessage = feature({
  decider,
  resource: 'social-messages',
  grants: mailReaders,
  authority: { manager: whole, rep: whole, agent: whole },
  table: socialMessageTable,
  commands: socialMessageCommands,
  queries: [...socialMessageQueries, socialSentiment],
  titles: socialMessageTitles,
  inMail: [],
  endpoints: [socialMessageEndpoints],
  relations: socialMessageRelations,
  retained: true,
})
