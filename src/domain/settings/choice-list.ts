import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { changed, merged } from '../record.ts'
import { day } from '../values/day.ts'
import { count } from '../values/integer.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { choice, choiceMeant, choicesAfter, listKey, type NamedChoice, named } from './choice.ts'

const fields = z.object({
  name: line(80),
  /** Whether a text that is not on the list is taken as it is, rather than refused. */
  others: z.boolean(),
})
const mostChoices = 200
const choiceFields = choice.omit({ id: true })
/** Where in the list, from 0; left out: at its end. */
const index = count
const nothing = z.object({})

const events = {
  'choiceList.created': creates(fields.extend({ key: listKey, choices: z.array(choice) })),
  'choiceList.changed': z.object({ changes: fields.partial() }),
  'choiceList.choice-added': z.object({ choice, index }),
  'choiceList.choice-changed': z.object({ choiceId: uuid, changes: choiceFields.partial() }),
  'choiceList.choice-moved': z.object({ choiceId: uuid, index }),
  'choiceList.archived': nothing,
  'choiceList.restored': nothing,
}

export interface ChoiceListState extends z.output<typeof fields> {
  key: z.output<typeof listKey>
  choices: readonly NamedChoice[]
  archived: boolean
}

const commands = {
  'choiceList.create': creates(fields.extend({ key: listKey, choices: z.array(choice).max(mostChoices) })),
  'choiceList.change': fields.partial(),
  'choiceList.add-choice': z.object({ choice, index: index.optional() }),
  'choiceList.change-choice': choiceFields.partial().extend({ choiceId: uuid }),
  'choiceList.move-choice': z.object({ choiceId: uuid, index }),
  /** The first day on which it can no longer be chosen. */
  'choiceList.retire-choice': z.object({ choiceId: uuid, until: day }),
  'choiceList.archive': nothing,
  'choiceList.restore': nothing,
}

/**
 * What a field can be, in the order in which it is offered, each with the days between which it can be chosen. A change
 * here touches no record: each keeps the name of what was chosen, as it was that day. Archived, its fields take any text.
 */
export const choiceList = decider<ChoiceListState>()({
  name: 'choiceList',
  events,
  commands,
  evolve: {
    'choiceList.created': (_, data) => ({ ...data, choices: data.choices.map(named), archived: false }),
    'choiceList.changed': (state, { changes }) => merged(state, changes),
    'choiceList.choice-added': (state, data) => ({
      ...state,
      choices: choicesAfter.added(state.choices, data),
    }),
    'choiceList.choice-changed': (state, data) => ({
      ...state,
      choices: choicesAfter.changed(state.choices, data),
    }),
    'choiceList.choice-moved': (state, data) => ({
      ...state,
      choices: choicesAfter.moved(state.choices, data),
    }),
    'choiceList.archived': (state) => ({ ...state, archived: true }),
    'choiceList.restored': (state) => ({ ...state, archived: false }),
  },
  decide: {
    'choiceList.create': (_, input) => {
      const all: NamedChoice[] = []
      for (const one of input.choices) {
        check(all, one)
        all.push(named(one))
      }
      return [{ type: 'choiceList.created', data: input }]
    },
    'choiceList.change': (state, input) => {
      checkActive(state)
      const changes = changed<Partial<ChoiceListState>>(state, input)
      return Object.keys(changes).length > 0 ? [{ type: 'choiceList.changed', data: { changes } }] : []
    },
    'choiceList.add-choice': (state, { choice: one, index: at = state.choices.length }) => {
      checkActive(state)
      if (state.choices.length >= mostChoices)
        refuse('choiceList.full', `A list has at most ${mostChoices} choices.`, { field: 'choice' })
      check(state.choices, one, 'choice.')
      return [{ type: 'choiceList.choice-added', data: { choice: one, index: at } }]
    },
    'choiceList.change-choice': (state, { choiceId, ...input }) => {
      checkActive(state)
      const before = choiceIn(state, choiceId)
      const changes = changed<Partial<NamedChoice>>(before, input)
      if (Object.keys(changes).length === 0) return []
      check(
        state.choices.filter(({ id }) => id !== choiceId),
        merged(before, changes),
      )
      return [{ type: 'choiceList.choice-changed', data: { choiceId, changes } }]
    },
    'choiceList.move-choice': (state, input) => {
      checkActive(state)
      choiceIn(state, input.choiceId)
      const moved = choicesAfter.moved(state.choices, input)
      if (moved.every(({ id }, place) => id === state.choices[place]?.id)) return []
      return [{ type: 'choiceList.choice-moved', data: input }]
    },
    'choiceList.retire-choice': (state, { choiceId, until }) => {
      checkActive(state)
      const { from, until: before } = choiceIn(state, choiceId)
      // What was to come is never offered at all.
      const end = from !== null && from > until ? from : until
      if (before !== null && before <= end) return []
      return [{ type: 'choiceList.choice-changed', data: { choiceId, changes: { until: end } } }]
    },
    'choiceList.archive': (state) => (state.archived ? [] : [{ type: 'choiceList.archived', data: {} }]),
    'choiceList.restore': (state) => (state.archived ? [{ type: 'choiceList.restored', data: {} }] : []),
  },
})

function checkActive({ archived }: ChoiceListState): void {
  if (archived) conflict('choiceList.archived', 'This list is archived; restore it first.')
}

function choiceIn({ choices }: ChoiceListState, choiceId: string): NamedChoice {
  return (
    choices.find(({ id }) => id === choiceId) ??
    refuse('choiceList.choice-unknown', 'This list has no such choice.', { field: 'choiceId' })
  )
}

/** A name means one choice, also one that another choice has had: what was chosen under it is still called so. */
function check(others: readonly NamedChoice[], one: z.output<typeof choice>, at = ''): void {
  if (others.some(({ id }) => id === one.id))
    refuse('choiceList.choice-id-taken', 'Two choices of a list cannot have the same id.', {
      field: `${at}id`,
    })
  if (choiceMeant(others, one.name))
    refuse('choiceList.choice-name-taken', 'Another choice of this list has, or has had, this name.', {
      field: `${at}name`,
    })
  if (one.from !== null && one.until !== null && one.until < one.from)
    refuse('choiceList.choice-never', 'It would end before it begins.', { field: `${at}until` })
}
