import { socialPostRelations } from '../../api/activities/conversation-person.ts'
import { socialPostQueries, socialPostResults, socialTimes } from '../../api/activities/social/post.ts'
import { socialPostStep } from '../../api/activities/social/post-step.ts'
import { socialPostTitles } from '../../api/activities/social/titles.ts'
import { socialPostCommands } from '../../commands/activities/social-post.ts'
import { socialPost as decider } from '../../domain/activities/social-post.ts'
import { mailReaders } from '../../platform/people/permissions.ts'
import { socialCountTable, socialPostTable } from '../../projections/activities/social-post.ts'
import { socialPostCalls, socialPostFiling } from '../../sagas/activities/social-post.ts'
import { feature } from '../feature.ts'

const whole = { may: ['socialPost.*'] } as const

export const socialPost = feature({
  decider,
  resource: 'social-posts',
  grants: mailReaders,
  authority: { manager: whole, rep: whole, agent: whole },
  table: socialPostTable,
  tables: [socialCountTable],
  commands: socialPostCommands,
  queries: [...socialPostQueries, socialPostResults, socialTimes],
  titles: socialPostTitles,
  sagas: [socialPostCalls, socialPostFiling],
  effects: { 'socialPost.publish': socialPostStep },
  inMail: [],
  relations: socialPostRelations,
  retained: true,
})
