import { z } from 'zod'
import { type Criterion, criterionOrNone } from '../criteria/criterion.ts'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { withLinks } from '../linking.ts'
import { changed, merged } from '../record.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** Of what there are marketing lists. */
export const listedModels = ['contact', 'lead', 'account'] as const
export const listedModel = z.enum(listedModels).register(vocabulary, { id: 'MarketingListModel' })
export type ListedModel = z.output<typeof listedModel>

/** Whether somebody put each of them there, or whoever a criterion holds of is in it. */
export const listKind = z.enum(['static', 'dynamic']).register(vocabulary, { id: 'MarketingListKind' })

/** So many may stand in a list into which they were put one by one. */
export const mostMembers = 10_000

const named = z.object({ name: line(80), about: line(300).nullable().default(null) })
const beginning = named.extend({
  model: listedModel,
  kind: listKind,
  /** Of whom it consists, where nobody puts them there; null: of nobody yet. */
  where: criterionOrNone.default(null),
})
const changes = z.object({
  name: line(80),
  about: line(300).nullable(),
  where: criterionOrNone,
})
const members = z
  .object({ recordIds: z.array(uuid).min(1).max(mostMembers) })
  .register(vocabulary, { id: 'ListMembers' })
const nothing = z.object({})

export interface MarketingListState {
  name: string
  about: string | null
  model: ListedModel
  kind: z.output<typeof listKind>
  where: Criterion | null
  /** Of one into which they are put, in the order in which they were. */
  members: readonly string[]
  archived: boolean
}

const own = decider<MarketingListState>()({
  name: 'marketingList',
  events: {
    'marketingList.created': creates(beginning),
    'marketingList.changed': z.object({ changes: changes.partial() }),
    'marketingList.members-added': members,
    'marketingList.members-removed': members,
    'marketingList.archived': nothing,
    'marketingList.restored': nothing,
  },
  commands: {
    'marketingList.create': creates(beginning),
    'marketingList.change': changes.partial(),
    'marketingList.add-members': members,
    'marketingList.remove-members': members,
    'marketingList.archive': nothing,
    'marketingList.restore': nothing,
  },
  evolve: {
    'marketingList.created': (_, data) => ({ ...data, members: [], archived: false }),
    'marketingList.changed': (state, data) => merged(state, data.changes),
    'marketingList.members-added': (state, { recordIds: ids }) => ({
      ...state,
      members: [...state.members, ...ids],
    }),
    'marketingList.members-removed': (state, { recordIds: ids }) => {
      const gone = new Set(ids)
      return { ...state, members: state.members.filter((id) => !gone.has(id)) }
    },
    'marketingList.archived': (state) => ({ ...state, archived: true }),
    'marketingList.restored': (state) => ({ ...state, archived: false }),
  },
  decide: {
    'marketingList.create': (_, input) => {
      check(input.kind, input.where)
      return [{ type: 'marketingList.created', data: input }]
    },
    'marketingList.change': (state, input) => {
      mustNotBeArchived(state)
      if (input.where !== undefined) check(state.kind, input.where)
      const news = changed({ name: state.name, about: state.about, where: state.where }, input)
      return Object.keys(news).length > 0 ? [{ type: 'marketingList.changed', data: { changes: news } }] : []
    },
    'marketingList.add-members': (state, { recordIds: ids }) => {
      mustNotBeArchived(state)
      mustTakeMembers(state)
      const there = new Set(state.members)
      const news = [...new Set(ids)].filter((id) => !there.has(id))
      if (there.size + news.length > mostMembers)
        refuse('marketingList.too-many', `A list has ${mostMembers} members at most.`, { field: 'recordIds' })
      return news.length > 0 ? [{ type: 'marketingList.members-added', data: { recordIds: news } }] : []
    },
    'marketingList.remove-members': (state, { recordIds: ids }) => {
      mustNotBeArchived(state)
      mustTakeMembers(state)
      const there = new Set(state.members)
      const gone = [...new Set(ids)].filter((id) => there.has(id))
      return gone.length > 0 ? [{ type: 'marketingList.members-removed', data: { recordIds: gone } }] : []
    },
    'marketingList.archive': (state) =>
      state.archived ? [] : [{ type: 'marketingList.archived', data: {} }],
    'marketingList.restore': (state) =>
      state.archived ? [{ type: 'marketingList.restored', data: {} }] : [],
  },
})

/** Contacts, leads or accounts that something is for: those somebody has put there, or those a criterion holds of. */
export const marketingList = withLinks(
  'marketingList',
  own,
  z.object({ members: z.array(uuid).max(mostMembers) }),
)

function check(kind: MarketingListState['kind'], where: Criterion | null): void {
  if (kind === 'static' && where !== null)
    refuse('marketingList.criterion-idle', 'Whoever is in this list is put there.', { field: 'where' })
}

function mustTakeMembers({ kind }: MarketingListState): void {
  if (kind === 'dynamic')
    conflict('marketingList.by-criterion', 'Who is in this list is said by its criterion.')
}

function mustNotBeArchived({ archived }: MarketingListState): void {
  if (archived) conflict('marketingList.archived', 'This list is archived; restore it first.')
}
