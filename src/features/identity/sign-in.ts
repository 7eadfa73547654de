import { accessExplained } from '../../api/identity/access.ts'
import { meEndpoints } from '../../api/identity/me.ts'
import { oidcEndpoints } from '../../api/identity/oidc.ts'
import { secondFactorEndpoints } from '../../api/identity/second-factor.ts'
import { signInEndpoints } from '../../api/identity/sign-in.ts'
import { feature } from '../feature.ts'

/** Signing in is no command and no query; nor is the question why one sees what. */
export const signIn = feature({
  name: 'signIn',
  endpoints: [
    signInEndpoints,
    oidcEndpoints,
    meEndpoints,
    secondFactorEndpoints,
    () => (_, services) => accessExplained(services),
  ],
  schedules: ({ sessions, challenges }) => [
    { name: 'expired', at: '7 * * * *', work: () => Promise.all([sessions.prune(), challenges.prune()]) },
  ],
})
