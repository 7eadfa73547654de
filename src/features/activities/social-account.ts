import { socialAccountQueries } from '../../api/activities/social/account.ts'
import { socialAccountEndpoints } from '../../api/activities/social/account-endpoints.ts'
import { createSocialReceiving } from '../../api/activities/social/receiving.ts'
import { socialAccountTitles } from '../../api/activities/social/titles.ts'
import { socialAccountCommands } from '../../commands/activities/social-account.ts'
import { socialAccount as decider } from '../../domain/activities/social-account.ts'
import { mailReaders } from '../../platform/people/permissions.ts'
import { socialAccountTable } from '../../projections/activities/social-account.ts'
import { feature } from '../feature.ts'

const own = {
  may: [
    'socialAccount.read',
    'socialAccount.create',
    'socialAccount.change',
    'socialAccount.archive',
    'socialAccount.restore',
  ],
} as const

export const socialAccount = feature({
  decider,
  resource: 'social-accounts',
  grants: mailReaders,
  authority: { manager: own, rep: own, agent: own },
  table: socialAccountTable,
  commands: socialAccountCommands,
  queries: socialAccountQueries,
  titles: socialAccountTitles,
  inMail: [],
  endpoints: [socialAccountEndpoints],
  schedules: (parts) => {
    const { fetchAll, countAll } = createSocialReceiving(parts)
    return [
      { name: 'social-networks', at: '20 * * * * *', work: (_, signal) => fetchAll(signal) },
      { name: 'social-results', at: '17 * * * *', work: (_, signal) => countAll(signal) },
    ]
  },
})
