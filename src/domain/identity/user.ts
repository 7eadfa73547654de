import { z } from 'zod'
import { type DecisionContext, decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { personal } from '../personal.ts'
import { changed, type Mentioned, merged } from '../record.ts'
import { skill } from '../rules/assignment.ts'
import { type AboutPerson, subject } from '../subject.ts'
import { email } from '../values/email.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { language } from '../values/language.ts'
import { phone } from '../values/phone.ts'
import { picture } from '../values/picture.ts'
import { line } from '../values/text.ts'
import { timeZone } from '../values/time-zone.ts'
import { role } from './authority.ts'

const entered = z.object({
  name: personal(line(200)),
  email: personal(email),
  teamId: z.uuid().nullable(),
  timeZone,
})
/** What somebody can do, by which work is shared out. */
const skills = z.array(personal(skill)).max(50)
const profile = entered.extend({
  skills: skills.optional(),
  phone: personal(phone).nullable(),
  photo: personal(picture).nullable(),
  language,
})
const nothing = z.object({})
/** Who a user is at a provider that may sign them in; the subject is the provider's name for them. */
const identity = z.object({
  issuer: z.string().min(1).max(500),
  subject: personal(z.string().min(1).max(500)),
})
const credential = z.object({
  credentialId: z.uuid(),
  /** Of an initial password: the instant by which its holder must have put their own in its place. */
  changeBy: instant.optional(),
})
/** How the organisation's directory knows a user: what it says of them and what is not kept elsewhere (RFC 7643, section 4.1). */
export const directoryEntry = z.object({
  /** The directory's own name for them, unique among users in whatever case. */
  userName: personal(line(320)),
  externalId: personal(line(500)).nullable(),
  givenName: personal(line(200)).nullable(),
  familyName: personal(line(200)).nullable(),
})
export type DirectoryEntry = z.output<typeof directoryEntry>
const removal = z.object({ cause: z.enum(['own', 'reset']) })
const person = subject('user')

const events = {
  'user.registered': creates(entered.extend({ role })),
  'user.changed': z.object({ changes: profile.partial() }),
  'user.role-assigned': z.object({ role }),
  /** The password itself is never an event: `credentialId` names the hash kept beside the log. */
  'user.password-set': credential,
  /** The secret is kept beside the log too: `factorId` names it, `batchId` the recovery codes. */
  'user.identity-linked': identity,
  'user.directory-linked': directoryEntry,
  /** The directory has deleted them; here they are deactivated and stay in history. */
  'user.directory-left': nothing,
  'user.second-factor-added': z.object({ factorId: z.uuid() }),
  'user.second-factor-removed': removal,
  'user.recovery-codes-issued': z.object({ batchId: z.uuid() }),
  'user.recovery-code-used': z.object({ left: count }),
  'user.deactivated': nothing,
  'user.reactivated': nothing,
  ...person.events,
}

export interface UserState extends z.output<typeof profile>, AboutPerson {
  role: z.output<typeof role>
  active: boolean
  credentialId: string | undefined
  /** Until when the password, which is not their own yet, lets them choose one. */
  changeBy: string | undefined
  identity: z.output<typeof identity> | undefined
  /** Undefined: no directory has said anything of them, or it has deleted them (`leftDirectory`). */
  directory: DirectoryEntry | undefined
  leftDirectory: boolean
  factorId: string | undefined
  recoveryId: string | undefined
  /** Sessions begun earlier do not count (any more). */
  sessionsFrom: string
}

const commands = {
  'user.register': creates(
    entered.extend({ teamId: z.uuid().nullable().default(null), timeZone: timeZone.default('UTC'), role }),
  ),
  'user.change': profile.partial(),
  'user.assign-role': z.object({ role }),
  'user.set-password': credential,
  'user.change-profile': profile
    .pick({ name: true, phone: true, photo: true, language: true, timeZone: true })
    .partial(),
  'user.link-identity': identity,
  'user.provision': creates(
    entered.extend({
      teamId: z.uuid().nullable().default(null),
      timeZone: timeZone.default('UTC'),
      role,
      active: z.boolean().default(true),
      directory: directoryEntry,
    }),
  ),
  'user.follow-directory': profile
    .pick({ name: true, email: true, language: true, timeZone: true })
    .partial()
    .extend({ role: role.optional(), active: z.boolean(), directory: directoryEntry }),
  'user.leave-directory': nothing,
  'user.add-second-factor': z.object({ factorId: z.uuid() }),
  'user.remove-second-factor': removal,
  'user.issue-recovery-codes': z.object({ batchId: z.uuid() }),
  'user.use-recovery-code': z.object({ left: count }),
  'user.deactivate': nothing,
  'user.reactivate': nothing,
  ...person.commands,
}

/** A person who signs in. Who is deactivated can be erased; the log goes on naming who acted, by id. */
export const user = decider<UserState>()({
  name: 'user',
  events,
  commands,
  evolve: {
    'user.registered': (_, data, { at }) => ({
      ...data,
      phone: null,
      photo: null,
      language: 'en',
      active: true,
      credentialId: undefined,
      changeBy: undefined,
      identity: undefined,
      directory: undefined,
      leftDirectory: false,
      factorId: undefined,
      recoveryId: undefined,
      sessionsFrom: at,
    }),
    'user.changed': (state, { changes }) => merged(state, changes),
    'user.role-assigned': (state, data) => ({ ...state, role: data.role }),
    'user.password-set': (state, { credentialId, changeBy }, { at }) => ({
      ...state,
      credentialId,
      changeBy,
      sessionsFrom: at,
    }),
    'user.identity-linked': (state, linked) => ({ ...state, identity: linked }),
    'user.directory-linked': (state, directory) => ({ ...state, directory, leftDirectory: false }),
    'user.directory-left': (state) => ({ ...state, directory: undefined, leftDirectory: true }),
    'user.second-factor-added': (state, { factorId }) => ({ ...state, factorId }),
    'user.second-factor-removed': (state, { cause }, { at }) => ({
      ...state,
      factorId: undefined,
      recoveryId: undefined,
      // Who had to ask others may have been robbed.
      ...(cause === 'reset' && { sessionsFrom: at }),
    }),
    'user.recovery-codes-issued': (state, { batchId }) => ({ ...state, recoveryId: batchId }),
    'user.recovery-code-used': (state) => state,
    'user.deactivated': (state, _, { at }) => ({ ...state, active: false, sessionsFrom: at }),
    'user.reactivated': (state) => ({ ...state, active: true, leftDirectory: false }),
    ...person.evolve,
  },
  decide: {
    'user.register': (_, input) => [{ type: 'user.registered', data: input }],
    'user.change': change,
    'user.change-profile': change,
    'user.assign-role': assignRole,
    'user.set-password': (state, input) => {
      if (!state.active) conflict('user.deactivated', 'A deactivated user has no password to set.')
      return state.credentialId === input.credentialId ? [] : [{ type: 'user.password-set', data: input }]
    },
    'user.link-identity': (state, input) => {
      const { issuer, subject } = state.identity ?? {}
      if (issuer === input.issuer && subject === input.subject) return []
      // Who took over a mailbox, or was given an address that was somebody else's, is not that person.
      if (issuer === input.issuer)
        conflict('user.identity-other', 'Another identity of this provider is linked already.')
      return [{ type: 'user.identity-linked', data: input }]
    },
    'user.add-second-factor': (state, { factorId }) => {
      if (!state.active) conflict('user.deactivated', 'A deactivated user has no second factor to add.')
      if (state.factorId === factorId) return []
      if (state.factorId) conflict('user.second-factor-there', 'There is a second factor; remove it first.')
      return [{ type: 'user.second-factor-added', data: { factorId } }]
    },
    'user.remove-second-factor': (state, input) =>
      state.factorId ? [{ type: 'user.second-factor-removed', data: input }] : [],
    'user.issue-recovery-codes': (state, input) => {
      if (!state.factorId)
        conflict('user.second-factor-missing', 'Recovery codes stand in for a second factor.')
      return [{ type: 'user.recovery-codes-issued', data: input }]
    },
    'user.use-recovery-code': (state, input) =>
      state.recoveryId ? [{ type: 'user.recovery-code-used', data: input }] : [],
    'user.provision': (_, { directory, active, ...entered }) => [
      { type: 'user.registered', data: entered },
      { type: 'user.directory-linked', data: directory },
      ...(active ? [] : [{ type: 'user.deactivated' as const, data: {} }]),
    ],
    'user.follow-directory': (state, { role, active, directory, ...said }, who) => [
      ...change(state, said),
      ...(role === undefined ? [] : assignRole(state, { role }, who)),
      ...(Object.keys(changed<DirectoryEntry>(state.directory ?? unlinked, directory)).length === 0
        ? []
        : [{ type: 'user.directory-linked' as const, data: directory }]),
      ...(active ? reactivate(state) : deactivate(state, {}, who)),
    ],
    'user.leave-directory': (state, input, who) => [
      ...deactivate(state, input, who),
      ...(state.leftDirectory ? [] : [{ type: 'user.directory-left' as const, data: {} }]),
    ],
    'user.deactivate': deactivate,
    'user.reactivate': reactivate,
    ...person.decide,
    'user.erase': (state, input) => {
      if (state.active) conflict('user.active', 'Deactivate this user first.')
      return person.decide['user.erase'](state, input)
    },
  },
})

/** Whom no directory has said anything of. */
const unlinked: DirectoryEntry = { userName: '', externalId: null, givenName: null, familyName: null }

type Who = Pick<DecisionContext, 'id' | 'actor'>

function assignRole(state: UserState, input: { role: UserState['role'] }, { id, actor }: Who) {
  if (state.role === input.role) return []
  if (actor.id === id) refuse('user.own-role', 'Nobody assigns their own role.', { field: 'role' })
  return [{ type: 'user.role-assigned' as const, data: { role: input.role } }]
}

function deactivate(state: UserState, _: unknown, { id, actor }: Who) {
  if (!state.active) return []
  if (actor.id === id) refuse('user.own-deactivation', 'Nobody deactivates themselves.')
  return [{ type: 'user.deactivated' as const, data: {} }]
}

function reactivate(state: UserState) {
  return state.active ? [] : [{ type: 'user.reactivated' as const, data: {} }]
}

function change(state: UserState, input: Mentioned<z.output<typeof profile>>) {
  const { name, email, teamId, timeZone, phone, photo, language } = state
  const changes = changed({ name, email, teamId, timeZone, phone, photo, language }, input)
  return Object.keys(changes).length > 0 ? [{ type: 'user.changed' as const, data: { changes } }] : []
}

/** The credential of a password that is a person's own; what somebody gave them proves nothing but that they got it. */
export function ownCredential({ credentialId, changeBy }: UserState): string | undefined {
  return changeBy === undefined ? credentialId : undefined
}
