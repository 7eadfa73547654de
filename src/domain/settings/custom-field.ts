import { z } from 'zod'
import { personal } from '../personal.ts'
import { day } from '../values/day.ts'
import { decimal, percentage } from '../values/decimal.ts'
import { email } from '../values/email.ts'
import { instant } from '../values/instant.ts'
import { money } from '../values/money.ts'
import { phone } from '../values/phone.ts'
import { line, prose } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'
import { listKey } from './choice.ts'

/** The kinds of records that can have fields of the organisation's own. */
export const customisedKinds = ['account', 'contact', 'lead', 'opportunity', 'ticket'] as const
export const customisedKind = z.enum(customisedKinds).register(vocabulary, { id: 'CustomisedKind' })
export type CustomisedKind = z.output<typeof customisedKind>

/** Those of them that are about a person, with whom personal values can be erased. */
const kindsOfPeople: readonly CustomisedKind[] = ['contact', 'lead', 'ticket']
export const isAboutPerson = (kind: CustomisedKind): boolean => kindsOfPeople.includes(kind)

/** The most fields that one kind of record has at a time. */
export const mostFields = 100
export const mostChoices = 200
const mostChosen = 50

/** What a field is called by programs, for ever. No object has it of itself: values are looked up by it. */
export const fieldKey = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9]{0,39}$/, 'must be a short name such as costCentre')
  .refine((key) => !(key in {}), 'must be another name')
  .register(vocabulary, { id: 'CustomFieldKey' })

/** Of `custom.region`, as which a field of the organisation's own stands among the others, its key; undefined: it is another. */
export function ownKey(name: string): string | undefined {
  return name.startsWith('custom.') ? name.slice('custom.'.length) : undefined
}

// Minus zero is zero in JSON, so it has to be everywhere.
const unsigned = (value: number) => value + 0
const largest = 1e12

/** What a value of each type can be: as the values of built-in fields of that kind are. */
export const valueTypes = {
  text: line(300),
  'long-text': prose(10_000),
  integer: z.int().overwrite(unsigned),
  decimal: decimal(6).min(-largest).max(largest).overwrite(unsigned),
  money,
  percentage,
  day,
  instant,
  'yes-no': z.boolean(),
  choice: line(60),
  choices: z.array(line(60)).min(1).max(mostChosen),
  phone,
  email,
  link: z.url({ protocol: /^https?$/ }).max(300),
  record: uuid,
} as const

export type FieldType = keyof typeof valueTypes
export const fieldTypes = Object.keys(valueTypes) as [FieldType, ...FieldType[]]
export const fieldType = z.enum(fieldTypes).register(vocabulary, { id: 'CustomFieldType' })

/** The kinds of records that a value can refer to. */
export const referredKind = z
  .enum([...customisedKinds, 'product', 'user', 'team'])
  .register(vocabulary, { id: 'ReferredKind' })
export type ReferredKind = z.output<typeof referredKind>

/** A field that the organisation has given to a kind of record. */
export const customField = z
  .object({
    key: fieldKey,
    label: line(60),
    type: fieldType,
    choices: z.array(line(60)).max(mostChoices).describe('What can be chosen; empty where a list says it.'),
    list: listKey.nullable().describe('The choice list that it is chosen from.'),
    of: referredKind.nullable().describe('What a record that it refers to is.'),
    personal: z.boolean().describe('About a person: encrypted in the log, and erased with the record.'),
    required: z.boolean().describe('Whether a new record must have it.'),
    section: line(60).nullable().describe('The heading that it stands under.'),
    help: line(300).nullable().describe('What who fills it in should know.'),
  })
  .register(vocabulary, { id: 'CustomField' })

export type CustomField = z.output<typeof customField>
/** As it stands now. */
export type KnownField = CustomField & { archived: boolean }

type ValueOf<T extends FieldType> = z.output<(typeof valueTypes)[T]>
export type CustomValue = ValueOf<FieldType>
/** By key; what has no value is not there. */
export type CustomValues = Readonly<Record<string, CustomValue>>

/** A value that a record was given, with what its field was called then; null: it was taken away. */
export type GivenValue = {
  [T in FieldType]: { key: string; label: string; type: T; value: ValueOf<T> | null }
}[FieldType]

function givenOf(mark: <S extends z.ZodType>(value: S) => S) {
  const options = Object.entries(valueTypes).map(([type, value]) =>
    z.object({ key: fieldKey, label: line(60), type: z.literal(type), value: mark(value).nullable() }),
  )
  // One for each type, which the type above says better than the compiler could find.
  return z.discriminatedUnion('type', options as never) as never as z.ZodType<GivenValue>
}

const given = z.array(givenOf((value) => value)).max(mostFields)
const personalGiven = z.array(givenOf(personal)).max(mostFields)

/** What a record was given: what is about a person stands apart, where it is encrypted. */
export interface GivenValues {
  values?: readonly GivenValue[] | undefined
  personal?: readonly GivenValue[] | undefined
}

export function givenValues(kind: CustomisedKind): z.ZodObject<z.ZodRawShape> & z.ZodType<GivenValues> {
  const values = given.optional()
  const object = isAboutPerson(kind)
    ? z.object({ values, personal: personalGiven.optional() })
    : z.object({ values })
  return object as never
}
