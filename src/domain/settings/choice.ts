import { z } from 'zod'
import { type Mentioned, merged } from '../record.ts'
import { day } from '../values/day.ts'
import { line, sameName } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** The lists that the product's own fields are chosen from; one list may serve several fields. */
export const listKeys = [
  'lead-source',
  'campaign',
  'lead-disqualification',
  'lead-recycling',
  'deal-loss',
  'deal-win',
  'contact-role',
  'sales-channel',
  'ticket-category',
  'ticket-severity',
  'root-cause',
  'classification',
] as const
export const listKey = z.enum(listKeys).register(vocabulary, { id: 'ChoiceListKey' })
export type ListKey = z.output<typeof listKey>

/** By column: the list it is chosen from. */
export type Listed = Readonly<Record<string, ListKey | undefined>>

/** What can be chosen. What was chosen keeps the name it had then, whatever becomes of it here. */
export const choice = z
  .object({
    id: uuid,
    name: line(60),
    /** The first day on which it can be chosen; null: from ever. */
    from: day.nullable(),
    /** The first day on which it can no longer be chosen; null: for ever. */
    until: day.nullable(),
  })
  .register(vocabulary, { id: 'Choice' })

export type Choice = z.output<typeof choice>

/** With every name it has had, the present one last: what was chosen under any of them was this. */
export type NamedChoice = Choice & { names: readonly string[] }

export const named = (one: Choice): NamedChoice => ({ ...one, names: [one.name] })

/** The choices after a change to them, in the order in which they are offered. */
export const choicesAfter = {
  added: (
    choices: readonly NamedChoice[],
    { choice: one, index }: { choice: Choice; index: number },
  ): NamedChoice[] => choices.toSpliced(index, 0, named(one)),
  changed: (
    choices: readonly NamedChoice[],
    { choiceId, changes }: { choiceId: string; changes: Mentioned<Choice> },
  ): NamedChoice[] =>
    choices.map((one) => {
      if (one.id !== choiceId) return one
      const { name = one.name } = changes
      return { ...merged(one, changes), names: [...one.names.filter((past) => past !== name), name] }
    }),
  moved: (
    choices: readonly NamedChoice[],
    { choiceId, index }: { choiceId: string; index: number },
  ): NamedChoice[] => {
    const others = choices.filter(({ id }) => id !== choiceId)
    return others.toSpliced(index, 0, ...choices.filter(({ id }) => id === choiceId))
  },
}

export function isAlwaysOffered({ from, until }: Choice): boolean {
  return from === null && until === null
}

/** Whether it can be chosen on a day. */
export function isOffered({ from, until }: Choice, on: string): boolean {
  return (from === null || from <= on) && (until === null || on < until)
}

/** The choice that a text means, by its name or by one it has had. */
export function choiceMeant(choices: readonly NamedChoice[], text: string): NamedChoice | undefined {
  const asked = sameName(text)
  return choices.find(({ names }) => names.some((name) => sameName(name) === asked))
}
