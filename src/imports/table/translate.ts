import { z } from 'zod'
import type { KnownField } from '../../domain/settings/custom-field.ts'
import { email } from '../../domain/values/email.ts'
import { phone } from '../../domain/values/phone.ts'
import { cutTo, sameName } from '../../domain/values/text.ts'
import type { Notice } from '../import.ts'
import {
  countryFrom,
  type DateOrder,
  type DecimalMark,
  dayFrom,
  decimalFrom,
  type Format,
  instantFrom,
  moneyFrom,
  type Read,
  yesNoFrom,
} from './formats.ts'
import { bare, type Field, type FieldType, type Kind } from './kinds.ts'
import type { Mapping } from './mapping.ts'
import type { SheetRow } from './sheet.ts'

/** What is known here that rows refer to. */
export interface Surroundings {
  /** The organisation's zone: instants without one are of it. */
  zone: string
  users: readonly { id: string; name: string; email: string }[]
  pipelines: readonly {
    id: string
    name: string
    isDefault: boolean
    stages: readonly { id: string; name: string; kind: 'open' | 'won' | 'lost' }[]
  }[]
  /** The organisation's own fields of the kind. */
  custom: readonly KnownField[]
}

/** What a row says, by field; what refers to something, as the row calls it. */
export type Facts = ReadonlyMap<string, unknown>

export interface Translated {
  line: number
  /** By which the source knows the record; undefined: the row has none. */
  key: string | undefined
  facts: Facts
  /** The source says that it is deleted there. */
  deleted: boolean
  notices: readonly Omit<Notice, 'file'>[]
}

/** Said of a row by the source, whatever it is of. */
export const deletedField: Field = {
  key: 'deleted',
  label: 'Deleted there (such rows are passed over)',
  type: 'yes-no',
  known: ['isdeleted', 'deleted', 'archived'],
}

const ownTypes: Readonly<Record<string, FieldType>> = {
  text: 'text',
  'long-text': 'prose',
  integer: 'integer',
  decimal: 'decimal',
  percentage: 'decimal',
  money: 'money',
  day: 'day',
  instant: 'instant',
  'yes-no': 'yes-no',
  choice: 'text',
  phone: 'phone',
  email: 'email',
  link: 'link',
}

/** What columns of a kind can become: its fields, and the organisation's own. */
export function fieldsOf(kind: Kind, custom: readonly KnownField[]): Field[] {
  const own = custom.flatMap(({ key, label, type, archived }): Field[] => {
    const as = ownTypes[type]
    return as && !archived ? [{ key: `custom.${key}`, label, type: as, known: [bare(label), bare(key)] }] : []
  })
  return [...kind.fields, ...own, deletedField]
}

export interface Translator {
  row(row: SheetRow): Translated
  /** A value of a field as its column is read, wherever it stands: in a history. Empty: there was none. */
  value(field: Field, written: string, facts: Facts): Read<unknown>
}

/**
 * How rows are read: each value by the type of its field and the format of its column. What cannot be read is left out, and told;
 * without what a record must have, its row is refused.
 */
export function translator(
  { columns: all, mapping, kind }: { columns: readonly string[]; mapping: Mapping; kind: Kind },
  around: Surroundings,
): Translator {
  const fields = new Map(fieldsOf(kind, around.custom).map((field) => [field.key, field]))
  const empty = new Set(mapping.empty.map((word) => word.toLowerCase()))
  const places = new Map(all.map((column, place) => [column, place]))
  const keyPlace = mapping.key === null ? undefined : places.get(mapping.key)
  const taken = mapping.columns.flatMap(({ column, field: key, format, meanings }) => {
    const field = key === null ? undefined : fields.get(key)
    const place = places.get(column)
    const means = new Map(meanings.map(({ value, means: meant }) => [value, meant]))
    return field && place !== undefined ? [{ column, field, place, format, means }] : []
  })
  const readers = readersOf(around, mapping.currency ?? undefined)
  // The pipeline is read first, because a stage is one of its.
  taken.sort((a, b) => Number(a.field.type === 'stage') - Number(b.field.type === 'stage'))

  const isEmpty = (text: string) => text === '' || empty.has(text.toLowerCase())
  function value(field: Field, written: string, facts: Facts): Read<unknown> {
    const text = written.trim()
    const of = taken.find((one) => one.field.key === field.key)
    const meant = of?.means.get(text)
    if (isEmpty(text)) return {}
    return readers[field.type](meant ?? text, {
      format: of?.format ?? null,
      field,
      facts,
      isMeant: meant !== undefined,
    })
  }

  function row({ line, values, problem }: SheetRow): Translated {
    const facts = new Map<string, unknown>()
    const notices: Omit<Notice, 'file'>[] = []
    const tell = (kindOf: Notice['kind'], field: string, message: string) =>
      notices.push({ line, kind: kindOf, field, message })
    if (problem !== undefined) tell('refused', '', problem)
    const textAt = (place: number) => {
      const text = (values[place] ?? '').trim()
      return isEmpty(text) ? undefined : text
    }
    for (const { column, field, place, format, means } of problem === undefined ? taken : []) {
      const written = textAt(place)
      if (written === undefined || facts.has(field.key)) continue
      const meant = means.get(written)
      const { value, problem: why } = readers[field.type](meant ?? written, {
        format,
        field,
        facts,
        isMeant: meant !== undefined,
      })
      if (why !== undefined)
        tell(field.required ? 'refused' : 'incomplete', column, `“${shortened(written)}” ${why}.`)
      if (value !== undefined) facts.set(field.key, value)
    }
    const key = keyPlace === undefined ? undefined : textAt(keyPlace)
    return {
      line,
      key: key && keyOf(mapping.system, key),
      deleted: facts.get(deletedField.key) === true,
      facts,
      notices,
    }
  }
  return { row, value }
}

export const shortened = (text: string) => (text.length > 60 ? `${cutTo(text, 60)}…` : text)

interface Column {
  format: Format | null
  field: Field
  /** What the row says in the columns before. */
  facts: ReadonlyMap<string, unknown>
  isMeant: boolean
}

function readersOf(
  { zone, users, pipelines }: Surroundings,
  currency: string | undefined,
): Record<FieldType, (text: string, of: Column) => Read<unknown>> {
  const byId = new Set(users.map(({ id }) => id))
  const byEmail = new Map(users.map((user) => [user.email.toLowerCase(), user.id]))
  const byName = new Map<string, string | null>()
  for (const { name, id } of users) byName.set(sameName(name), byName.has(sameName(name)) ? null : id)
  const text = (written: string): Read<string> => ({ value: written.replace(/\s+/g, ' ') })
  const order = ({ format }: Column) => (format ?? 'ymd') as DateOrder
  const mark = ({ format }: Column) => (format ?? 'point') as DecimalMark
  const number = (written: string, of: Column): Read<number> => {
    const { value, problem } = decimalFrom(written, mark(of))
    return value === undefined ? { problem: problem ?? 'is no number' } : { value: Number(value) }
  }
  const meets =
    (schema: z.ZodType, what: string) =>
    (written: string): Read<unknown> => {
      const { data, success } = schema.safeParse(written)
      return success ? { value: data } : { problem: `is no ${what}` }
    }
  const link = meets(z.url({ protocol: /^https?$/ }).max(300), 'address of a website')
  return {
    text,
    prose: (written) => ({ value: written }),
    email: meets(email, 'e-mail address'),
    phone: meets(phone, 'telephone number'),
    link: (written) => link(/^https?:\/\//i.test(written) ? written : `https://${written}`),
    day: (written, of) => dayFrom(written, order(of)),
    instant: (written, of) => instantFrom(written, order(of), zone),
    integer: (written, of) => {
      const { value, problem } = number(written, of)
      if (value === undefined) return { problem: problem ?? 'is no number' }
      return Number.isSafeInteger(value) ? { value } : { problem: 'is no whole number' }
    },
    decimal: number,
    money: (written, of) => moneyFrom(written, mark(of), currency),
    price: (written, of) => moneyFrom(written, mark(of), currency, true),
    'yes-no': yesNoFrom,
    country: countryFrom,
    language: (written) => {
      try {
        const [tag] = Intl.getCanonicalLocales(written.replace('_', '-'))
        return { value: tag }
      } catch {
        return { problem: 'is no language such as en or de-AT' }
      }
    },
    choice: (written, { field }) => {
      const found = field.options?.find((option) => sameName(option) === sameName(written))
      return found ? { value: found } : { problem: `is none of ${field.options?.join(', ')}` }
    },
    owner: (written) => {
      if (byId.has(written)) return { value: written }
      const found = byEmail.get(written.toLowerCase()) ?? byName.get(sameName(written))
      if (found) return { value: found }
      return {
        problem:
          found === null ? 'is what several people are called here' : 'is nobody who works here: it is yours',
      }
    },
    account: text,
    'account-key': text,
    contact: (written) => ({ value: written.toLowerCase() }),
    'contact-key': text,
    product: text,
    pipeline: (written) => {
      const found = pipelines.find(({ id, name }) => id === written || sameName(name) === sameName(written))
      return found ? { value: found.id } : { problem: 'is no pipeline here: the usual one is taken' }
    },
    stage: (written, { facts }) => {
      const pipeline = pipelines.find(({ id, isDefault }) =>
        facts.has('pipelineId') ? id === facts.get('pipelineId') : isDefault,
      )
      const found = stageIn(pipeline?.stages ?? [], written)
      return found
        ? { value: { id: found.id, kind: found.kind } }
        : { problem: 'is no stage of the pipeline: it begins at the first one' }
    },
  }
}

type Stages = Surroundings['pipelines'][number]['stages']

/** A stage by its id or name, or by how others call the two that end a deal. */
export function stageIn(stages: Stages, written: string): Stages[number] | undefined {
  const end = /^(closed ?)?(won|lost)$/i.exec(written.trim())?.[2]?.toLowerCase()
  return (
    stages.find(({ id, name }) => id === written || bare(name) === bare(written)) ??
    stages.find(({ kind }) => kind === end)
  )
}

/**
 * Salesforce writes its ids with 15 characters in reports and with 18 in exports: the last three say which of the others are
 * capitals, so that both are one.
 */
export function keyOf(system: string, key: string): string {
  if (!/^salesforce/i.test(system) || !/^[a-zA-Z0-9]{15}$/.test(key)) return key
  const suffix = [0, 5, 10].map((from) => {
    const bits = Array.from(key.slice(from, from + 5)).reduce(
      (sum, sign, place) => sum + (/[A-Z]/.test(sign) ? 1 << place : 0),
      0,
    )
    return 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'[bits]
  })
  return key + suffix.join('')
}
