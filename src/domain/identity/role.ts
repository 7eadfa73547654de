import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates, versioned } from '../event.ts'
import { changed, merged } from '../record.ts'
import { wordNow } from '../stored-names.ts'
import { line } from '../values/text.ts'
import { type Authority, authority, following, roles } from './authority.ts'

const fields = authority.extend({ name: line(100) })
/** The word of a role that is there from the start, in which users' events name it. */
const builtIn = z.enum(roles).nullable()
const nothing = z.object({})

type Words = Record<string, unknown>

/** A role of version 1 speaks of some models by the names they had then, and means the same. */
function inWordsOfNow(data: Words): Words {
  const now = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map((word: string) => wordNow(word))
      : Object.fromEntries(Object.entries(value as Words).map(([model, names]) => [wordNow(model), names]))
  const spoken = ['may', 'seesAll', 'queues', 'hidden', 'readOnly'].filter(
    (field) => data[field] !== undefined,
  )
  return { ...data, ...Object.fromEntries(spoken.map((field) => [field, now(data[field])])) }
}

export interface RoleState extends z.output<typeof fields> {
  builtIn: z.output<typeof builtIn>
  /** What releases have given it so far, whatever it is now; null for one that was defined here. */
  given: Authority | null
  archived: boolean
}

/** What a group of people may do and see. Users hold one role each; a role that is archived gives nothing. */
export const role = decider<RoleState>()({
  name: 'role',
  events: {
    'role.defined': versioned(creates(fields.extend({ builtIn })), 2, { 1: inWordsOfNow }),
    'role.changed': versioned(z.object({ changes: fields.partial() }), 2, {
      1: ({ changes }) => ({ changes: inWordsOfNow(changes as Words) }),
    }),
    /** The release gives something else than the one before, and what that changes here. */
    'role.followed': z.object({ given: authority, changes: authority.partial() }),
    'role.archived': nothing,
    'role.restored': nothing,
  },
  commands: {
    'role.define': creates(fields.extend({ builtIn: builtIn.default(null) })),
    'role.change': fields.partial(),
    'role.follow': authority,
    'role.archive': nothing,
    'role.restore': nothing,
  },
  evolve: {
    'role.defined': (_, data) => ({
      ...data,
      given: data.builtIn === null ? null : authority.parse(data),
      archived: false,
    }),
    'role.changed': (state, { changes }) => merged(state, changes),
    'role.followed': (state, { given, changes }) => ({ ...merged(state, changes), given }),
    'role.archived': (state) => ({ ...state, archived: true }),
    'role.restored': (state) => ({ ...state, archived: false }),
  },
  decide: {
    'role.define': (_, input) => [{ type: 'role.defined', data: input }],
    'role.change': (state, input) => {
      if (state.archived) conflict('role.archived', 'This role is archived; restore it first.')
      const changes = changed(state, input)
      if (Object.keys(changes).length === 0) return []
      // Or nobody might be left who can put anything right.
      if (state.builtIn === 'admin') refuse('role.administrators', 'The administrators’ role stays as it is.')
      return [{ type: 'role.changed', data: { changes } }]
    },
    'role.follow': (state, gives) => {
      const { given } = state
      if (given === null) refuse('role.defined-here', 'A role that was defined here follows no release.')
      // In whatever order a release lists it.
      const next = following(given, given, gives)
      if (Object.keys(changed(given, next)).length === 0) return []
      const changes = changed<Authority>(state, following(authority.parse(state), given, next))
      return [{ type: 'role.followed', data: { given: next, changes } }]
    },
    'role.archive': (state) => {
      if (state.archived) return []
      if (state.builtIn) refuse('role.built-in', 'A role that is there from the start cannot be archived.')
      return [{ type: 'role.archived', data: {} }]
    },
    'role.restore': (state) => (state.archived ? [{ type: 'role.restored', data: {} }] : []),
  },
})
