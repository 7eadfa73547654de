import type { Criterion } from '../../domain/criteria/criterion.ts'
import { CriterionRefused } from '../../domain/criteria/resolve.ts'
import { refuse } from '../../domain/error.ts'
import { marketingList } from '../../domain/marketing/marketing-list.ts'
import { sameName } from '../../domain/values/text.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'

const { commands } = marketingList

export const marketingListCommands = commandsOf(
  marketingList,
  (prepared) => ({
    'marketingList.create': {
      summary: 'Make a marketing list of contacts, leads or accounts',
      ...prepared(commands['marketingList.create'].schema, async (body, asking) => {
        await mustBeAskable(body.where, body.model, asking)
        return body
      }),
    },
    'marketingList.change': {
      summary: 'Change what a marketing list is called, or of whom it consists',
      inverse: asBefore('marketingList.change'),
      ...prepared(commands['marketingList.change'], async (body, asking) => {
        await mustBeAskable(body.where, asking.state.model, asking)
        return body
      }),
    },
    'marketingList.add-members': {
      summary: 'Put records into a marketing list',
      ...prepared(commands['marketingList.add-members'], async (body, asking) => {
        const { model } = asking.state
        const may = await Promise.all(body.recordIds.map((id) => asking.access(model, id)))
        const at = may.indexOf(undefined)
        if (at >= 0)
          refuse('marketingList.record-unknown', `There is no such ${model}.`, { field: `recordIds.${at}` })
        return body
      }),
    },
    'marketingList.remove-members': { summary: 'Take records off a marketing list' },
    'marketingList.archive': { summary: 'Archive a marketing list', inverse: by('marketingList.restore') },
    'marketingList.restore': {
      summary: 'Restore an archived marketing list',
      inverse: by('marketingList.archive'),
    },
  }),
  { unique: ({ name }) => [{ kind: 'marketing-list-name', value: sameName(name) }] },
)

/** @throws DomainError for a criterion that cannot be asked of that model. */
export async function mustBeAskable(
  where: Criterion | null | undefined,
  model: string,
  { hold }: Pick<Asking, 'hold'>,
  name = 'marketingList',
  field = 'where',
): Promise<void> {
  if (!where) return
  try {
    await hold([where], model, null)
  } catch (error) {
    if (!(error instanceof CriterionRefused)) throw error
    refuse(`${name}.criterion`, error.message, { field: [field, error.path].filter(Boolean).join('.') })
  }
}
