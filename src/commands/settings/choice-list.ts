import { choice, type ListKey } from '../../domain/settings/choice.ts'
import { choiceList } from '../../domain/settings/choice-list.ts'
import { dayOf } from '../../domain/values/day.ts'
import { sameName } from '../../domain/values/text.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { commandsOf } from '../command.ts'

/** Of each list there is one. */
export const choiceListId = (key: ListKey): string => derivedId('choiceList', key)

const addChoice = choiceList.commands['choiceList.add-choice']
const newChoice = choice.partial({ id: true, from: true, until: true })

export const choiceListCommands = commandsOf(choiceList, (prepared) => ({
  // Which lists there are is not for anybody to say: fields ask for them.
  'choiceList.create': { summary: 'Make a list of choices', internal: true },
  'choiceList.change': {
    summary: 'Change what a list is called, or whether other texts than its choices are taken',
  },
  'choiceList.add-choice': {
    summary: 'Add a choice to a list',
    ...prepared(
      addChoice.extend({ choice: newChoice }),
      ({ choice: { id, from = null, until = null, name }, ...body }, { id: listId, at }) => ({
        ...body,
        choice: { id: id ?? derivedId(listId, sameName(name), at), name, from, until },
      }),
    ),
  },
  'choiceList.change-choice': {
    summary:
      'Change the name of a choice, or the days between which it can be chosen; records keep what they have',
  },
  'choiceList.move-choice': { summary: 'Move a choice to another place in its list' },
  'choiceList.retire-choice': {
    summary: 'Offer a choice no more, from today on',
    ...prepared(
      choiceList.commands['choiceList.retire-choice'].omit({ until: true }),
      async (body, { at, zone }) => ({ ...body, until: dayOf(at, await zone()) }),
    ),
  },
  'choiceList.archive': { summary: 'Archive a list of choices; its fields take any text' },
  'choiceList.restore': { summary: 'Restore an archived list of choices' },
}))
