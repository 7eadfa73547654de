import { z } from 'zod'
import { choiceMeant, isOffered } from '../domain/settings/choice.ts'
import { choiceList } from '../domain/settings/choice-list.ts'
import {
  type CustomisedKind,
  type CustomValues,
  customisedKinds,
  fieldKey,
  type GivenValue,
  type GivenValues,
  type KnownField,
  mostFields,
  valueTypes,
} from '../domain/settings/custom-field.ts'
import { fieldSet } from '../domain/settings/field-set.ts'
import { dayOf } from '../domain/values/day.ts'
import { sameName } from '../domain/values/text.ts'
import { vocabulary } from '../domain/values/vocabulary.ts'
import type { Asking, Command } from './command.ts'
import { InvalidInput, type Issue } from './errors.ts'
import { inUse } from './references.ts'
import { choiceListId } from './settings/choice-list.ts'
import { fieldSetId, referred } from './settings/referred.ts'

type Asked = Readonly<Record<string, unknown>>

/** What is sent of a record's own fields, by kind of record: a name for each, as each has fields of its own. */
const bodies = new Map(
  customisedKinds.map((kind) => [
    kind as string,
    z
      .record(fieldKey, z.unknown())
      .refine((asked) => Object.keys(asked).length <= mostFields, `must have at most ${mostFields} fields`)
      .describe('Values of your own fields, by key; null takes one away. Those left out stay as they are.')
      .register(vocabulary, { id: sentName(kind) }),
  ]),
)

/** What its values are called in the description of the API where they are sent. */
export function sentName(kind: string): string {
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}CustomInput`
}

/**
 * A command that makes or changes a record with fields of the organisation's own takes `custom` in its body, by key, and
 * hands on what the record is given by that, with what the fields are called now. Any other is left as it is.
 */
export function takingCustomValues(command: Command): Command {
  const { decider, type, body, prepare } = command
  const { create, change } = decider.takesCustomValues ?? {}
  const custom = bodies.get(decider.name)
  if (!custom || (type !== create && type !== change)) return command
  return {
    ...command,
    body: (body as z.ZodObject).extend({ custom: custom.optional() }),
    prepare: async ({ custom: asked, ...rest }: { custom?: Asked }, asking: Asking) => {
      const given = await givenBy(decider.name as CustomisedKind, asked, asking, type === create)
      const made = prepare ? await prepare(rest as never, asking as Asking<never>) : rest
      return given ? { ...(made as object), custom: given } : made
    },
  } as Command
}

/** @throws InvalidInput naming all that the fields do not take, or that a new record lacks. */
export async function givenBy(
  kind: CustomisedKind,
  asked: Asked | undefined,
  asking: Asking,
  isNew: boolean,
): Promise<GivenValues | undefined> {
  const { actor, via } = asking.principal
  // What the machine carries on, or is brought along from elsewhere, was made where there were no such fields.
  const demands = actor.kind !== 'system' && via.kind !== 'import'
  if (asked === undefined && !(isNew && demands)) return undefined
  // What is brought along from before may have fields that were added since.
  const fields = (await asking.loadNow(fieldSet, fieldSetId(kind)))?.fields ?? []
  const before: CustomValues = (asking.state as { custom?: CustomValues } | undefined)?.custom ?? {}
  const issues: Issue[] = []
  const values: GivenValue[] = []
  const personal: GivenValue[] = []
  const refuse = (key: string, rule: string, message: string, inner: readonly PropertyKey[] = []) =>
    issues.push({ field: ['custom', key, ...inner].join('.'), rule, message })

  for (const [key, sent] of Object.entries(asked ?? {})) {
    const field = fields.find((each) => each.key === key)
    if (!field) refuse(key, 'unknown', 'There is no such field.')
    else if (field.archived) refuse(key, 'archived', `The field “${field.label}” is archived.`)
    else if (sent === null && field.required && demands)
      refuse(key, 'required', `“${field.label}” must have a value.`)
    else {
      const { type, label } = field
      const parsed = valueTypes[type].nullable().safeParse(sent)
      for (const { code, message, path } of parsed.error?.issues ?? []) refuse(key, code, message, path)
      if (!parsed.success) continue
      const value = await meant(field, parsed.data, { asking, before: before[key], refuse })
      const given = { key, label, type, value } as GivenValue
      if (field.personal) personal.push(given)
      else values.push(given)
    }
  }
  if (isNew && demands)
    for (const { key, label, required, archived } of fields)
      if (required && !archived && !Object.hasOwn(asked ?? {}, key))
        refuse(key, 'required', `“${label}” must have a value.`)
  if (issues.length > 0) throw new InvalidInput(issues)
  return { ...(values.length > 0 && { values }), ...(personal.length > 0 && { personal }) }
}

/** The value as it is kept: what is chosen as its list calls it, what is referred to if it is in use. */
async function meant(
  field: KnownField,
  value: unknown,
  {
    asking,
    before,
    refuse,
  }: { asking: Asking; before: unknown; refuse: (key: string, rule: string, message: string) => void },
): Promise<unknown> {
  const { key, type } = field
  if (value === null) return null
  if (type === 'record' && field.of && value !== before) {
    if (!inUse(await asking.load(referred[field.of], value as string)))
      refuse(key, 'reference', `There is no ${field.of} in use with this id.`)
  }
  if (type !== 'choice' && type !== 'choices') return value
  const offered = await choicesOf(field, asking)
  const made: string[] = []
  for (const text of [value].flat().map(String)) {
    const found = offered.meant(text)
    if (found === undefined && !offered.others && ![before].flat().includes(text))
      refuse(key, 'choice', `must be one of ${offered.names.join(', ')}`)
    else if (!made.includes(found ?? text)) made.push(found ?? text)
  }
  return type === 'choices' ? made : made[0]
}

/** What can be chosen now. From elsewhere any text is taken, because other systems had other lists. */
async function choicesOf(field: KnownField, asking: Asking) {
  const brought = asking.principal.via.kind === 'import'
  if (field.list === null) {
    const byName = new Map(field.choices.map((name) => [sameName(name), name]))
    return { names: field.choices, others: brought, meant: (text: string) => byName.get(sameName(text)) }
  }
  const list = await asking.load(choiceList, choiceListId(field.list))
  if (!list || list.archived) return { names: [], others: true, meant: () => undefined }
  const on = dayOf(asking.at, await asking.zone())
  const offered = list.choices.filter((one) => isOffered(one, on))
  return {
    names: offered.map(({ name }) => name),
    others: brought || list.others,
    meant: (text: string) => choiceMeant(offered, text)?.name,
  }
}
