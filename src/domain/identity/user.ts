import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { personal } from '../personal.ts'
import { changed, merged } from '../record.ts'
import { email } from '../values/email.ts'
import { timeZone } from '../values/time-zone.ts'
import { role } from './authority.ts'

const profile = z.object({
  name: personal(z.string().trim().min(1).max(200)),
  email: personal(email),
  teamId: z.uuid().nullable(),
  timeZone,
})
const nothing = z.object({})

const events = {
  'user.registered': creates(profile.extend({ role })),
  'user.changed': z.object({ changes: profile.partial() }),
  'user.role-assigned': z.object({ role }),
  /** The password itself is never an event: `credentialId` names the hash kept beside the log. */
  'user.password-set': z.object({ credentialId: z.uuid() }),
  'user.deactivated': nothing,
  'user.reactivated': nothing,
}

export interface UserState extends z.output<typeof profile> {
  role: z.output<typeof role>
  active: boolean
  credentialId: string | undefined
  /** Sessions begun earlier do not count (any more). */
  sessionsFrom: string
}

const commands = {
  'user.register': creates(
    profile.extend({ teamId: z.uuid().nullable().default(null), timeZone: timeZone.default('UTC'), role }),
  ),
  'user.change': profile.partial(),
  'user.assign-role': z.object({ role }),
  'user.set-password': z.object({ credentialId: z.uuid() }),
  'user.deactivate': nothing,
  'user.reactivate': nothing,
}

/** A person who signs in. A user is deactivated, never deleted: the log goes on naming who acted. */
export const user = decider<UserState>()({
  name: 'user',
  events,
  commands,
  evolve: {
    'user.registered': (_, data, { at }) => ({
      ...data,
      active: true,
      credentialId: undefined,
      sessionsFrom: at,
    }),
    'user.changed': (state, { changes }) => merged(state, changes),
    'user.role-assigned': (state, data) => ({ ...state, role: data.role }),
    'user.password-set': (state, { credentialId }, { at }) => ({
      ...state,
      credentialId,
      sessionsFrom: at,
    }),
    'user.deactivated': (state, _, { at }) => ({ ...state, active: false, sessionsFrom: at }),
    'user.reactivated': (state) => ({ ...state, active: true }),
  },
  decide: {
    'user.register': (_, input) => [{ type: 'user.registered', data: input }],
    'user.change': (state, input) => {
      const changes = changed(profileOf(state), input)
      return Object.keys(changes).length > 0 ? [{ type: 'user.changed', data: { changes } }] : []
    },
    'user.assign-role': (state, input, { id, actor }) => {
      if (state.role === input.role) return []
      if (actor.id === id) refuse('user.own-role', 'Nobody assigns their own role.', { field: 'role' })
      return [{ type: 'user.role-assigned', data: { role: input.role } }]
    },
    'user.set-password': (state, { credentialId }) => {
      if (!state.active) conflict('user.deactivated', 'A deactivated user has no password to set.')
      return state.credentialId === credentialId
        ? []
        : [{ type: 'user.password-set', data: { credentialId } }]
    },
    'user.deactivate': (state, _, { id, actor }) => {
      if (!state.active) return []
      if (actor.id === id) refuse('user.own-deactivation', 'Nobody deactivates themselves.')
      return [{ type: 'user.deactivated', data: {} }]
    },
    'user.reactivate': (state) => (state.active ? [] : [{ type: 'user.reactivated', data: {} }]),
  },
})

function profileOf({ name, email, teamId, timeZone }: UserState): z.output<typeof profile> {
  return { name, email, teamId, timeZone }
}
