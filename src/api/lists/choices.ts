import type { Execute } from '../../commands/execute.ts'
import { choiceListId } from '../../commands/settings/choice-list.ts'
import type { Criterion } from '../../domain/criteria/criterion.ts'
import { listKeys, type NamedChoice } from '../../domain/settings/choice.ts'
import { choiceList } from '../../domain/settings/choice-list.ts'

/** By key: what is on a list, and was on it. */
export type Choices = ReadonlyMap<string, readonly NamedChoice[]>

/** The lists there are, as they are now: what was chosen long ago is found by what it is called today. */
export async function choicesNow({ load }: Pick<Execute, 'load'>): Promise<Choices> {
  const lists = await Promise.all(listKeys.map((key) => load(choiceList, choiceListId(key))))
  return new Map(lists.flatMap((list) => (list && !list.archived ? [[list.key, list.choices]] : [])))
}

/** A criterion and what parameters ask of columns that are chosen from lists, in one; undefined: nothing is asked. */
export function withChosen(
  where: Criterion | undefined,
  given: Readonly<Record<string, unknown>>,
): Criterion | undefined {
  const conditions = Object.entries(given).flatMap(([field, value]): Criterion[] =>
    value === undefined ? [] : [{ field, operator: 'is', value }],
  )
  if (conditions.length === 0) return where
  return { all: [...(where ? [where] : []), ...conditions] }
}
