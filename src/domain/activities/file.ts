import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict } from '../error.ts'
import { creates, personIn } from '../event.ts'
import { withLinks } from '../linking.ts'
import { personal } from '../personal.ts'
import { type AboutPerson, subject } from '../subject.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { mustStillSay } from './file-type.ts'

/** What a file can lie with; whoever sees the record sees it. */
export const filedModels = [
  'account',
  'contact',
  'lead',
  'opportunity',
  'ticket',
  'quote',
  'activity',
  'article',
  'contract',
  'asset',
  'serviceOrder',
  'phoneCall',
] as const
export type FiledModel = (typeof filedModels)[number]
export const filedWith = z
  .object({ model: z.enum(filedModels).register(vocabulary, { id: 'FiledModel' }), id: uuid })
  .register(vocabulary, { id: 'FiledWith' })

export const fileName = line(200)
  .refine((name) => !/[/\\]/.test(name), 'must be a name without folders')
  .meta({ examples: ['Terms.txt', 'Plan of the house.txt'] })
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal')

/** What a file holds, as it lies in the storage and how it is read again. */
const content = z
  .object({
    type: line(100).meta({ examples: ['text/plain'] }),
    bytes: z.int().min(1),
    /** SHA-256 of what was sent; by it a guess could be confirmed. Null: the person was erased. */
    hash: personal(sha256).nullable(),
    /** Where it lies: the SHA-256 of what lies there, which is encrypted. */
    blob: sha256,
    /** The key in the vault that it is encrypted under; destroyed with the person. */
    key: uuid,
  })
  .register(vocabulary, { id: 'FileContent' })
export type FileContent = z.output<typeof content>

const person = subject('file')
const name = personal(fileName)
const nothing = z.object({})

export interface FileVersion extends FileContent {
  name: string
  at: string
  addedById: string | null
}

export interface FileState extends AboutPerson {
  record: z.output<typeof filedWith>
  name: string
  /** The first that there was first. */
  versions: readonly FileVersion[]
  removed: boolean
  /** Customers whose record it lies with see it in the portal; absent until somebody said so. */
  forCustomer?: boolean
}

const own = decider<FileState>()({
  name: 'file',
  events: {
    'file.added': creates(z.object({ record: filedWith, name, content })),
    /** A new version; those before it stay. */
    'file.replaced': z.object({ name, content }),
    'file.renamed': z.object({ name }),
    'file.removed': nothing,
    'file.restored': nothing,
    'file.shown-to-customer': nothing,
    'file.hidden-from-customer': nothing,
    ...person.events,
  },
  commands: {
    'file.add': creates(z.object({ record: filedWith, name, content })),
    'file.replace': z.object({ name, content }),
    'file.rename': z.object({ name }),
    'file.remove': nothing,
    'file.restore': nothing,
    'file.show-to-customer': nothing,
    'file.hide-from-customer': nothing,
    ...person.commands,
  },
  evolve: {
    'file.added': (_, { record, name: called, content: first }, { at, actor }) => ({
      record,
      name: called,
      versions: [{ ...first, name: called, at, addedById: personIn(actor) }],
      removed: false,
    }),
    'file.replaced': (state, { name: called, content: next }, { at, actor }) => ({
      ...state,
      name: called,
      versions: [...state.versions, { ...next, name: called, at, addedById: personIn(actor) }],
    }),
    'file.renamed': (state, data) => ({ ...state, ...data }),
    'file.removed': (state) => ({ ...state, removed: true }),
    'file.restored': (state) => ({ ...state, removed: false }),
    'file.shown-to-customer': (state) => ({ ...state, forCustomer: true }),
    'file.hidden-from-customer': (state) => ({ ...state, forCustomer: false }),
    ...person.evolve,
  },
  decide: {
    'file.add': (_, input) => {
      mustStillSay(input.content.type, input.name)
      return [{ type: 'file.added', data: input }]
    },
    'file.replace': (state, input) => {
      mustBeThere(state)
      mustStillSay(input.content.type, input.name)
      // The same again is no other version.
      if (state.versions.at(-1)?.blob === input.content.blob) return []
      return [{ type: 'file.replaced', data: input }]
    },
    'file.rename': (state, input) => {
      mustBeThere(state)
      if (state.name === input.name) return []
      mustStillSay(state.versions.at(-1)?.type ?? '', input.name)
      return [{ type: 'file.renamed', data: input }]
    },
    'file.remove': (state) => (state.removed ? [] : [{ type: 'file.removed', data: {} }]),
    'file.restore': (state) => (state.removed ? [{ type: 'file.restored', data: {} }] : []),
    'file.show-to-customer': (state) => {
      mustBeThere(state)
      return state.forCustomer ? [] : [{ type: 'file.shown-to-customer', data: {} }]
    },
    'file.hide-from-customer': (state) =>
      state.forCustomer ? [{ type: 'file.hidden-from-customer', data: {} }] : [],
    ...person.decide,
  },
})

/** A file that lies with a record: a contract, a picture, a letter. */
export const file = withLinks('file', own, z.object({ record: filedWith }))

function mustBeThere({ removed }: FileState): void {
  if (removed) conflict('file.removed', 'This file was removed; restore it first.')
}
