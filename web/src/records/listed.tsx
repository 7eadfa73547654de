import { Autocomplete, Select, TextInput } from '@mantine/core'
import type { ChoiceList } from '../api/models.ts'
import { formatsNow } from '../ui/formats.ts'
import { dateAt } from '../ui/zone.ts'
import type { OwnInput } from './field.ts'
import { useDirectory } from './names.ts'

/** What can be chosen from a list now, what stands or stood on it, and whether other texts are taken. */
export interface Choices {
  offered: readonly string[]
  all: readonly string[]
  others: boolean
}

/** Undefined: nobody has made this list, it is archived, or this person does not see it; any text will do then. */
export function useChoices(key: string, enabled = true): Choices | undefined {
  const list = useDirectory<ChoiceList>('choiceList', enabled).find((one) => one.key === key)
  if (!list || list.archived) return undefined
  const today = dateAt(new Date(), formatsNow().timeZone)
  const { choices = [], others = false } = list
  return {
    offered: choices
      .filter(({ from, until }) => (from === null || from <= today) && (until === null || today < until))
      .map(({ name }) => name),
    all: choices.map(({ name }) => name),
    others,
  }
}

/** Chooses from a list. What stands there already stays, also when it is on no list any more. */
export function ListedInput({
  list,
  choices: own,
  value,
  onChange,
  ...shared
}: OwnInput & {
  list?: string | undefined
  /** What can be chosen, where that is on no list. */
  choices?: readonly string[] | undefined
}) {
  const listed = useChoices(list ?? '', own === undefined)
  const choices = own ? { offered: own, all: own, others: false } : listed
  const words = typeof value === 'string' ? value : ''
  const set = (text: string | null) => onChange(text || null)
  if (!choices)
    return <TextInput {...shared} value={words} onChange={(event) => set(event.currentTarget.value)} />
  if (choices.others)
    return <Autocomplete {...shared} data={[...choices.offered]} value={words} onChange={set} />
  const data = words === '' || choices.offered.includes(words) ? choices.offered : [words, ...choices.offered]
  return (
    <Select
      {...shared}
      data={[...data]}
      value={words || null}
      onChange={set}
      clearable={!shared.withAsterisk}
      searchable
      nothingFoundMessage="Not on the list"
    />
  )
}
