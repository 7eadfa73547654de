import { customField } from '../../domain/settings/custom-field.ts'
import { fieldSet } from '../../domain/settings/field-set.ts'
import { commandsOf } from '../command.ts'

const { shape } = customField

/** All but what it is called and what it holds may be left out. */
const added = customField.extend({
  choices: shape.choices.default([]),
  list: shape.list.default(null),
  of: shape.of.default(null),
  personal: shape.personal.default(false),
  required: shape.required.default(false),
  section: shape.section.default(null),
  help: shape.help.default(null),
})

export const fieldSetCommands = commandsOf(fieldSet, (prepared) => ({
  // Which kinds of records have fields of their own is not for anybody to say.
  'fieldSet.create': { summary: 'Begin the fields of a kind of record', internal: true },
  'fieldSet.add-field': {
    summary: 'Give a kind of record a field of your own; its key and its type are for ever',
    ...prepared(added, (body) => body),
  },
  'fieldSet.change-field': {
    summary: 'Change what a field is called, what can be chosen, where it stands or whether it is required',
  },
  'fieldSet.move-field': { summary: 'Move a field to another place among those of its kind of record' },
  'fieldSet.archive-field': {
    summary: 'Archive a field: it is hidden and takes no value, and history keeps what there was',
  },
  'fieldSet.restore-field': {
    summary: 'Restore an archived field with the values that records have of it',
  },
}))
