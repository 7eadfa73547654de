import type { Entry } from '../records/entry.ts'
import { apiKey } from './identity/api-key.entry.ts'
import { role } from './identity/role.entry.ts'
import { session } from './identity/session.entry.ts'
import { share } from './identity/share.entry.ts'
import { team } from './identity/team.entry.ts'
import { training } from './identity/training.entry.ts'
import { user } from './identity/user.entry.ts'

export const identity: readonly Entry[] = [user, team, role, training, share, session, apiKey]
