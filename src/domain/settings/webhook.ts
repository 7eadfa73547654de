import { z } from 'zod'
import { type Criterion, criterion } from '../criteria/criterion.ts'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { changed, type Mentioned, merged } from '../record.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { outsideAddress } from '../values/outside-address.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** A type of event, or all of a model. */
export const eventType = z
  .string()
  .max(100)
  .regex(/^[a-z][a-zA-Z]*\.(\*|[a-z][a-z0-9-]*)$/, 'must be a type of event such as lead.captured or lead.*')
  .meta({ examples: ['lead.captured', 'quote.*'] })

/** Whatever it is like. */
const anything: Criterion = { all: [] }
export const isAnything = (where: Criterion): boolean => 'all' in where && where.all.length === 0

const where = criterion.meta({
  examples: [{ field: 'status', operator: 'is', value: 'open' }, { all: [] }],
})

const fields = z.object({
  name: line(80),
  url: outsideAddress.meta({ examples: ['https://hooks.example.com/hindsight'] }),
  types: z.array(eventType).min(1).max(50),
  /** What the record of an event must be like. */
  where: where.default(anything),
})
type Fields = z.output<typeof fields>

/** Whose rights and masks count: those of now of this user, and no more than the key's, where it was made through one. */
const reader = z.object({ ownerId: uuid, keyId: uuid.nullable() })

const nothing = z.object({})
const run = count.min(1)
/** A place in the log, as text. */
const place = z.string().regex(/^\d{1,19}$/, 'must be a position as a command returned it')
const reason = line(300)
const renewed = z.object({ number: count.min(1), olderUntil: instant })

const events = {
  'webhook.created': creates(fields.extend(reader.shape)),
  'webhook.changed': z.object({ changes: fields.extend({ where }).partial() }),
  'webhook.paused': nothing,
  /** `run`: deliveries are begun anew, and what was under way of the run before ends. */
  'webhook.resumed': z.object({ run }),
  /** By itself, after it could not be delivered for long. */
  'webhook.disabled': z.object({ reason, ownerId: uuid }),
  'webhook.secret-renewed': renewed,
  'webhook.replayed': z.object({ run, after: place }),
  'webhook.archived': nothing,
  'webhook.restored': nothing,
}

export const webhookStatus = z
  .enum(['active', 'paused', 'disabled'])
  .register(vocabulary, { id: 'WebhookStatus' })

export interface WebhookState extends Fields, z.output<typeof reader> {
  status: z.output<typeof webhookStatus>
  /** Why it was disabled. */
  disabledBecause: string | null
  run: number
  /** Which secret signs: the first, the second; until `olderUntil` the one before signs too. */
  secretNumber: number
  olderUntil: string | null
  archived: boolean
}

/** Somewhere else to which events are told as they happen (Standard Webhooks). */
export const webhook = decider<WebhookState>()({
  name: 'webhook',
  events,
  commands: {
    'webhook.create': creates(fields.extend(reader.shape)),
    'webhook.change': fields.extend({ where }).partial(),
    'webhook.pause': nothing,
    'webhook.resume': nothing,
    'webhook.disable': z.object({ reason, run }),
    'webhook.renew-secret': z.object({ olderUntil: instant }),
    'webhook.replay': z.object({ after: place }),
    'webhook.archive': nothing,
    'webhook.restore': nothing,
  },
  evolve: {
    'webhook.created': (_, data) => ({
      ...data,
      status: 'active',
      disabledBecause: null,
      run: 1,
      secretNumber: 1,
      olderUntil: null,
      archived: false,
    }),
    'webhook.changed': (state, { changes }) => ({
      ...state,
      ...merged(fieldsOf(state), changes as Mentioned<Fields>),
    }),
    'webhook.paused': (state) => ({ ...state, status: 'paused' }),
    'webhook.resumed': (state, data) => ({
      ...state,
      run: data.run,
      status: 'active',
      disabledBecause: null,
    }),
    'webhook.disabled': (state, data) => ({ ...state, status: 'disabled', disabledBecause: data.reason }),
    'webhook.secret-renewed': (state, data) => ({
      ...state,
      secretNumber: data.number,
      olderUntil: data.olderUntil,
    }),
    'webhook.replayed': (state, data) => ({ ...state, run: data.run }),
    'webhook.archived': (state) => ({ ...state, status: 'paused', archived: true }),
    'webhook.restored': (state) => ({ ...state, archived: false }),
  },
  decide: {
    'webhook.create': (_, input) => {
      mustBeOfOneModel(input)
      return [{ type: 'webhook.created', data: input }]
    },
    'webhook.change': (state, input) => {
      mustBeThere(state)
      mustBeOfOneModel(merged(fieldsOf(state), input as Mentioned<Fields>))
      const changes = changed(fieldsOf(state), input as Mentioned<Fields>)
      return Object.keys(changes).length > 0 ? [{ type: 'webhook.changed', data: { changes } }] : []
    },
    'webhook.pause': (state) => {
      mustBeThere(state)
      return state.status === 'active' ? [{ type: 'webhook.paused', data: {} }] : []
    },
    'webhook.resume': (state) => {
      mustBeThere(state)
      return state.status === 'active' ? [] : [{ type: 'webhook.resumed', data: { run: state.run + 1 } }]
    },
    'webhook.disable': (state, { reason: why, run: of }) =>
      state.status === 'active' && state.run === of
        ? [{ type: 'webhook.disabled', data: { reason: why, ownerId: state.ownerId } }]
        : [],
    'webhook.renew-secret': (state, { olderUntil }) => {
      mustBeThere(state)
      return [{ type: 'webhook.secret-renewed', data: { number: state.secretNumber + 1, olderUntil } }]
    },
    'webhook.replay': (state, { after }) => {
      mustBeThere(state)
      if (state.status !== 'active')
        conflict('webhook.not-active', 'This webhook is not active: resume it first.')
      return [{ type: 'webhook.replayed', data: { run: state.run + 1, after } }]
    },
    'webhook.archive': (state) => (state.archived ? [] : [{ type: 'webhook.archived', data: {} }]),
    'webhook.restore': (state) => (state.archived ? [{ type: 'webhook.restored', data: {} }] : []),
  },
})

const fieldsOf = ({ name, url, types, where }: WebhookState): Fields => ({ name, url, types, where })

/** Of which model a type of event, or all of them, is. */
export const modelOf = (type: string): string => type.slice(0, type.indexOf('.'))

/** Whether a type of event is among these, of which `lead.*` is every one of leads. */
export function isMeant({ types }: Pick<WebhookState, 'types'>, type: string): boolean {
  return types.some((one) => one === type || (one.endsWith('.*') && modelOf(one) === modelOf(type)))
}

function mustBeOfOneModel({ types, where }: Pick<Fields, 'types' | 'where'>): void {
  if (!isAnything(where) && new Set(types.map(modelOf)).size > 1)
    refuse('webhook.several-models', 'A condition is on records of one kind: choose events of one.', {
      field: 'where',
    })
}

function mustBeThere({ archived }: WebhookState): void {
  if (archived) conflict('webhook.archived', 'This webhook is archived; restore it first.')
}
