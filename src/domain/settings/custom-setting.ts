import { z } from 'zod'
import { decider, type StateOf } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { record } from '../record.ts'
import { day } from '../values/day.ts'
import { line, prose } from '../values/text.ts'

export const customSettingKinds = ['text', 'number', 'yes-no', 'date', 'choice'] as const
/** Where it stands in the tree of settings: `sales.discounts.largest`. */
export const settingKey = z
  .string()
  .max(100)
  .regex(
    /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*){0,4}$/,
    'words in lower case with dots between, such as sales.discounts.largest',
  )
  .meta({ examples: ['sales.discounts.largest', 'service.greeting'] })
/** As a text, whatever the kind: `15`, `yes`, `2026-03-31`. */
export const settingValue = prose(2000)

const fields = z.object({
  key: settingKey,
  name: line(100),
  about: prose(1000).nullable().default(null),
  kind: z.enum(customSettingKinds),
  /** What a choice can be; empty for every other kind. */
  choices: z.array(line(100)).max(100).default([]),
})
/** What it is from a day on; null: nothing. */
const told = z.object({ value: settingValue.nullable(), from: day })
export type ToldValue = z.output<typeof told>

const plain = record('customSetting', fields)

interface State extends StateOf<typeof plain> {
  /** All that was said, in the order in which it was said. */
  said: readonly ToldValue[]
}
export type CustomSettingState = State

/**
 * A setting of the organisation's own: of one kind for good, and of a value that holds from a day on (ADM-02). What was said of
 * other days stays.
 */
export const customSetting = decider<State>()({
  name: 'customSetting',
  events: { ...plain.events, 'customSetting.set': told },
  commands: {
    ...plain.commands,
    'customSetting.change': plain.commands['customSetting.change'].omit({ key: true, kind: true }),
    'customSetting.set': told,
  },
  evolve: {
    'customSetting.created': (before, data, context) => ({
      ...plain.evolve['customSetting.created'](before, data, context),
      said: [],
    }),
    'customSetting.changed': (state, data, context) => ({
      ...plain.evolve['customSetting.changed'](state, data, context),
      said: state.said,
    }),
    'customSetting.archived': (state) => ({ ...state, archived: true }),
    'customSetting.restored': (state) => ({ ...state, archived: false }),
    'customSetting.set': (state, data) => ({ ...state, said: [...state.said, data] }),
  },
  decide: {
    ...plain.decide,
    'customSetting.create': (_, data) => {
      mustHaveChoices(data)
      return [{ type: 'customSetting.created', data }]
    },
    'customSetting.change': (state, input, context) => {
      mustHaveChoices({ kind: state.kind, choices: input.choices ?? state.choices })
      return plain.decide['customSetting.change'](state, input, context)
    },
    'customSetting.set': (state, { value, from }) => {
      if (state.archived) conflict('customSetting.archived', 'This setting is archived; restore it first.')
      if (value !== null && !fitsKind(state, value))
        refuse('customSetting.other-kind', `This setting is ${kindWords[state.kind]}.`, { field: 'value' })
      return valueOn(state.said, from) === value && state.said.length > 0
        ? []
        : [{ type: 'customSetting.set', data: { value, from } }]
    },
  },
})

/** What holds on a day: what was said last of it or of a day before; null: nothing. */
export function valueOn(said: readonly ToldValue[], on: string): ToldValue['value'] {
  return said.findLast(({ from }) => from <= on)?.value ?? null
}

const kindWords = {
  text: 'a text',
  number: 'a number such as 15 or 2.5',
  'yes-no': 'yes or no',
  date: 'a day such as 2026-03-31',
  choice: 'one of its choices',
} as const

function fitsKind({ kind, choices }: Pick<State, 'kind' | 'choices'>, value: string): boolean {
  if (kind === 'number') return /^-?\d{1,15}(\.\d{1,10})?$/.test(value)
  if (kind === 'yes-no') return value === 'yes' || value === 'no'
  if (kind === 'date') return day.safeParse(value).success
  return kind === 'text' || choices.includes(value)
}

function mustHaveChoices({ kind, choices }: Pick<State, 'kind' | 'choices'>): void {
  if (kind === 'choice' && choices.length === 0)
    refuse('customSetting.no-choices', 'Say what it can be.', { field: 'choices' })
  if (kind !== 'choice' && choices.length > 0)
    refuse('customSetting.choices', 'Only a choice has choices.', { field: 'choices' })
}
