import { refuse } from '../domain/error.ts'
import { choiceMeant, isAlwaysOffered, isOffered, type Listed } from '../domain/settings/choice.ts'
import { choiceList } from '../domain/settings/choice-list.ts'
import { dayOf } from '../domain/values/day.ts'
import type { Asking } from './command.ts'
import { choiceListId } from './settings/choice-list.ts'

/**
 * The body with what was chosen called as its list calls it, however it was written. `listed` names the list of each field
 * of the body; where nobody has made that list, or it is archived, any text will do. So does what the record has already,
 * and whatever is brought along from elsewhere, because other systems had other lists.
 * @throws DomainError `lead.source-unlisted` for what is not on the list, `lead.source-not-offered` for what cannot be chosen
 * on the day of the event.
 */
export async function chosen<B extends object>(
  name: string,
  body: B,
  listed: Listed,
  asking: Pick<Asking, 'state' | 'load' | 'at' | 'zone' | 'principal'>,
): Promise<B> {
  const given = body as Readonly<Record<string, unknown>>
  const before = (asking.state ?? {}) as Readonly<Record<string, unknown>>
  const made: Record<string, string> = {}
  for (const [field, key] of Object.entries(listed)) {
    const text = given[field]
    if (key === undefined || typeof text !== 'string' || text === before[field]) continue
    const list = await asking.load(choiceList, choiceListId(key))
    if (!list || list.archived) continue
    const meant = choiceMeant(list.choices, text)
    if (meant) made[field] = meant.name
    if (isTaken(asking.principal.via.kind) || (!meant && list.others)) continue
    if (meant && isAlwaysOffered(meant)) continue
    const on = dayOf(asking.at, await asking.zone())
    if (meant && isOffered(meant, on)) continue
    const offered = list.choices.filter((one) => isOffered(one, on)).map((one) => one.name)
    const about = { field, details: { choices: offered } }
    if (meant) refuse(`${name}.${field}-not-offered`, `“${meant.name}” cannot be chosen on ${on}.`, about)
    const words = `“${text}” is not on the list “${list.name}”; choose one of ${offered.join(', ')}.`
    refuse(`${name}.${field}-unlisted`, words, about)
  }
  return { ...body, ...made }
}

/** What a form says of whoever sends it was chosen when the form was made. */
const isTaken = (via: Asking['principal']['via']['kind']) => via === 'import' || via === 'form'
