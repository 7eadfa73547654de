import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { changed, merged } from '../record.ts'
import { count } from '../values/integer.ts'
import { sameName } from '../values/text.ts'
import {
  type CustomField,
  type CustomisedKind,
  customField,
  customisedKind,
  fieldKey,
  isAboutPerson,
  type KnownField,
  mostFields,
} from './custom-field.ts'

const changeable = customField.pick({
  label: true,
  choices: true,
  required: true,
  section: true,
  help: true,
})
/** What a field is for ever: its values may be anywhere in the log by now. */
const fixed = customField.pick({ type: true, list: true, of: true, personal: true })
const one = z.object({ key: fieldKey })

const events = {
  'fieldSet.created': creates(z.object({ kind: customisedKind })),
  'fieldSet.field-added': z.object({ field: customField }),
  'fieldSet.field-changed': one.extend({ changes: changeable.partial() }),
  'fieldSet.field-moved': one.extend({ index: count }),
  'fieldSet.field-archived': one,
  'fieldSet.field-restored': one,
}

export interface FieldSetState {
  kind: CustomisedKind
  /** In the order in which they are shown. */
  fields: readonly KnownField[]
}

const commands = {
  'fieldSet.create': creates(z.object({ kind: customisedKind })),
  'fieldSet.add-field': customField,
  'fieldSet.change-field': one.extend(changeable.partial().shape).extend(fixed.partial().shape),
  'fieldSet.move-field': one.extend({ index: count }),
  'fieldSet.archive-field': one,
  'fieldSet.restore-field': z.object({ key: fieldKey }),
}

/** The fields after a change to them. */
export const fieldsAfter = {
  added: (fields: readonly KnownField[], field: CustomField): KnownField[] => [
    ...fields,
    { ...field, archived: false },
  ],
  changed: (fields: readonly KnownField[], key: string, changes: Partial<KnownField>): KnownField[] =>
    fields.map((each) => (each.key === key ? merged(each, changes) : each)),
  moved: (fields: readonly KnownField[], key: string, index: number): KnownField[] =>
    fields
      .filter((each) => each.key !== key)
      .toSpliced(index, 0, ...fields.filter((each) => each.key === key)),
}

/**
 * The fields that the organisation has given to one kind of record; of each kind there is one. A change here touches no
 * record: each keeps its values, and what their fields were called when they were given.
 */
export const fieldSet = decider<FieldSetState>()({
  name: 'fieldSet',
  events,
  commands,
  evolve: {
    'fieldSet.created': (_, { kind }) => ({ kind, fields: [] }),
    'fieldSet.field-added': (state, { field }) => ({
      ...state,
      fields: fieldsAfter.added(state.fields, field),
    }),
    'fieldSet.field-changed': (state, { key, changes }) => ({
      ...state,
      fields: fieldsAfter.changed(state.fields, key, changes as Partial<KnownField>),
    }),
    'fieldSet.field-moved': (state, { key, index }) => ({
      ...state,
      fields: fieldsAfter.moved(state.fields, key, index),
    }),
    'fieldSet.field-archived': (state, { key }) => ({
      ...state,
      fields: fieldsAfter.changed(state.fields, key, { archived: true }),
    }),
    'fieldSet.field-restored': (state, { key }) => ({
      ...state,
      fields: fieldsAfter.changed(state.fields, key, { archived: false }),
    }),
  },
  decide: {
    'fieldSet.create': (_, { kind }) => [{ type: 'fieldSet.created', data: { kind } }],
    'fieldSet.add-field': (state, field) => {
      if (state.fields.some(({ key }) => key === field.key))
        refuse('fieldSet.key-taken', `There is, or was, a field “${field.key}” already.`, {
          field: 'key',
        })
      checkRoom(state)
      checkLabel(state, field)
      checkType(state, field)
      return [{ type: 'fieldSet.field-added', data: { field } }]
    },
    'fieldSet.change-field': (state, { key, ...input }) => {
      const before = fieldIn(state, key)
      if (before.archived) conflict('fieldSet.field-archived', 'This field is archived; restore it first.')
      for (const name of Object.keys(fixed.shape) as (keyof typeof fixed.shape)[])
        if (input[name] !== undefined && input[name] !== before[name])
          refuse(
            `fieldSet.${name}-fixed`,
            'This cannot be changed, as records may have values of it. Archive the field and add another.',
            { field: name },
          )
      const changes = changed<Partial<CustomField>>(before, changeable.partial().parse(input))
      if (Object.keys(changes).length === 0) return []
      const after = merged(before, changes)
      checkLabel(state, after)
      checkType(state, after)
      return [{ type: 'fieldSet.field-changed', data: { key, changes } }]
    },
    'fieldSet.move-field': (state, { key, index }) => {
      fieldIn(state, key)
      const after = fieldsAfter.moved(state.fields, key, index)
      if (after.every((each, place) => each.key === state.fields[place]?.key)) return []
      return [{ type: 'fieldSet.field-moved', data: { key, index } }]
    },
    'fieldSet.archive-field': (state, { key }) =>
      fieldIn(state, key).archived ? [] : [{ type: 'fieldSet.field-archived', data: { key } }],
    'fieldSet.restore-field': (state, { key }) => {
      const field = fieldIn(state, key)
      if (!field.archived) return []
      checkRoom(state)
      checkLabel(state, field)
      return [{ type: 'fieldSet.field-restored', data: { key } }]
    },
  },
})

function fieldIn({ fields }: FieldSetState, key: string): KnownField {
  return (
    fields.find((each) => each.key === key) ??
    refuse('fieldSet.field-unknown', 'There is no such field.', { field: 'key' })
  )
}

function checkRoom({ fields }: FieldSetState): void {
  if (fields.filter(({ archived }) => !archived).length >= mostFields)
    refuse('fieldSet.full', `A kind of record has at most ${mostFields} fields; archive one first.`, {
      field: 'key',
    })
}

/** Two fields that are called the same could not be told apart on a form. */
function checkLabel({ fields }: FieldSetState, { key, label }: CustomField): void {
  const others = fields.filter((each) => !each.archived && each.key !== key)
  if (others.some((each) => sameName(each.label) === sameName(label)))
    refuse('fieldSet.label-taken', `Another field is called “${label}” already.`, { field: 'label' })
}

function checkType({ kind }: FieldSetState, { type, choices, list, of, personal }: CustomField): void {
  const chosen = type === 'choice' || type === 'choices'
  if (chosen && choices.length === 0 && list === null)
    refuse('fieldSet.choices-missing', 'Say what can be chosen, or from which list.', {
      field: 'choices',
    })
  if (choices.length > 0 && (!chosen || list !== null))
    refuse('fieldSet.choices-superfluous', 'Choices are for a field without a list that is chosen.', {
      field: 'choices',
    })
  if (list !== null && !chosen)
    refuse('fieldSet.list-superfluous', 'A list is for a field that is chosen.', { field: 'list' })
  if (new Set(choices.map(sameName)).size < choices.length)
    refuse('fieldSet.choice-twice', 'Two choices are called the same.', { field: 'choices' })
  if ((of !== null) !== (type === 'record'))
    refuse(
      'fieldSet.reference',
      type === 'record' ? 'Say to which kind of record it refers.' : 'Only a record refers to one.',
      { field: 'of' },
    )
  if (personal && !isAboutPerson(kind))
    refuse(
      'fieldSet.nobody',
      'This kind of record is about nobody with whom it could be erased; give the field to those who it is about.',
      { field: 'personal' },
    )
}
