import type { Feature } from './feature.ts'
import { apiKey } from './identity/api-key.ts'
import { notice } from './identity/notice.ts'
import { noticeMail } from './identity/notice-mail.ts'
import { preferences } from './identity/preferences.ts'
import { role } from './identity/role.ts'
import { scim } from './identity/scim.ts'
import { session } from './identity/session.ts'
import { share } from './identity/share.ts'
import { signIn } from './identity/sign-in.ts'
import { signInPolicy } from './identity/sign-in-policy.ts'
import { team } from './identity/team.ts'
import { training } from './identity/training.ts'
import { user } from './identity/user.ts'

export const identity: readonly Feature[] = [
  role,
  scim,
  session,
  apiKey,
  signInPolicy,
  signIn,
  preferences,
  team,
  user,
  share,
  training,
  notice,
  noticeMail,
]
