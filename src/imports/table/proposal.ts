import type { KnownField } from '../../domain/settings/custom-field.ts'
import { cutTo } from '../../domain/values/text.ts'
import {
  currencyIn,
  DateGuess,
  DecimalGuess,
  dateOrders,
  dayFrom,
  decimalFrom,
  decimalMarks,
  type Format,
} from './formats.ts'
import { bare, type Field, type FieldType, type ImportKind, importKinds, kindOf } from './kinds.ts'
import type { Mapping } from './mapping.ts'
import type { Sheet } from './sheet.ts'
import { fieldsOf } from './translate.ts'

/** A value as the file has it, and as it would be read by each format that it fits. */
export interface Sample {
  written: string
  read: Partial<Record<Format, string>>
}

export interface ProposedColumn {
  column: string
  field: string | null
  format: Format | null
  /** What only a person can say: in which order these dates are, or which sign is before the decimals. */
  question: 'date-order' | 'decimal-mark' | null
  /** Whether values of both forms stand in it. */
  mixed: boolean
  samples: readonly Sample[]
  /** In how many rows there is something. */
  filled: number
  /** All values, where they are few: what they mean may have to be said. */
  values: readonly string[]
  meanings: Mapping['columns'][number]['meanings']
}

export interface Proposal extends Omit<Mapping, 'columns'> {
  columns: readonly ProposedColumn[]
  rows: number
  /** Amounts of the file say no currency. */
  asksCurrency: boolean
  /** An earlier import of the source whose mapping this follows. */
  follows: string | null
  remarks: readonly string[]
}

const mostSamples = 5
const mostValues = 60
/** Words that programs write where there is nothing. */
const nothings = new Set([
  'null',
  '(null)',
  'n/a',
  '#n/a',
  'na',
  'none',
  '(none)',
  '-',
  '--',
  '?',
  'nil',
  'undefined',
  '[not provided]',
  'not provided',
  '(not set)',
  'unknown',
  '\\n',
])

interface Source {
  system: string
  is: (columns: ReadonlySet<string>, bared: ReadonlySet<string>) => boolean
  key: readonly string[]
}

/** Whose export it is, by the columns that only theirs have. */
const sources: readonly Source[] = [
  {
    system: 'vCard',
    is: (columns) => columns.has('UID') && columns.has('Full Name') && columns.has('E-mail 2'),
    key: ['UID'],
  },
  {
    system: 'Salesforce',
    is: (_, all) =>
      all.has('id') && ['isdeleted', 'systemmodstamp', 'ownerid', 'accountid'].some((one) => all.has(one)),
    key: ['Id', 'ID'],
  },
  {
    system: 'Zoho',
    is: (columns, all) => columns.has('Record Id') || (all.has('modifiedtime') && all.has('createdtime')),
    key: ['Record Id', 'Id', 'id'],
  },
  {
    system: 'HubSpot',
    is: (columns, all) =>
      columns.has('Record ID') || all.has('hubspotownerid') || columns.has('properties.hs_object_id'),
    key: ['Record ID', 'properties.hs_object_id', 'id'],
  },
  {
    system: 'Odoo',
    is: (columns, all) => columns.has('External ID') || all.has('displayname') || columns.has('partner_id'),
    key: ['External ID', 'id', 'ID'],
  },
  { system: 'Google', is: (_, all) => all.has('email1value'), key: [] },
  {
    system: 'Outlook',
    is: (_, all) => all.has('emailaddress') && (all.has('businessphone') || all.has('businessstreet')),
    key: [],
  },
]

const withoutPrefix = (column: string) => bare(column.replace(/^properties\./, ''))

/** How a file would be read, by its columns and all its values; decided by who imports it. */
export async function proposalOf({
  file,
  sheet,
  kind: asked,
  system: told,
  customOf,
  remembered,
}: {
  file: string
  sheet: Sheet
  kind?: ImportKind | undefined
  system?: string | undefined
  customOf: (kind: ImportKind) => readonly KnownField[]
  /** How the last file of this source was read. */
  remembered: (kind: ImportKind, system: string) => Promise<{ id: string; mapping: Mapping } | undefined>
}): Promise<Proposal> {
  const { columns } = sheet
  const source = sources.find(({ is }) => is(new Set(columns), new Set(columns.map(withoutPrefix))))
  const kind = asked ?? likelyKind(file, columns)
  const system = told ?? source?.system ?? file.replace(/\.[^.]*$/, '').slice(0, 80)
  const before = await remembered(kind, system)
  const fields = fieldsOf(kindOf(kind), customOf(kind))
  const chosen = chosenFields(columns, fields, before?.mapping)
  const looks = columns.map(() => new Look())
  const empty = new Set<string>(before?.mapping.empty)
  let rows = 0
  for await (const { values, problem } of sheet.rows) {
    rows++
    if (problem !== undefined) continue
    for (const [place, value] of values.entries()) {
      const text = value.trim()
      if (nothings.has(text.toLowerCase())) empty.add(text)
      else if (text !== '') looks[place]?.add(text)
    }
  }
  const byKey = new Map(fields.map((field) => [field.key, field]))
  const earlier = new Map(before?.mapping.columns.map((one) => [one.column, one]))
  const proposed = columns.map((column, place) => {
    const field = byKey.get(chosen[place] ?? '')
    return (looks[place] as Look).proposed(column, field, earlier.get(column))
  })
  const amounts = proposed.filter(({ field }) =>
    ['money', 'price'].includes(byKey.get(field ?? '')?.type ?? ''),
  )
  const asksCurrency = amounts.some(({ samples }) =>
    samples.some(({ written }) => currencyIn(written) === undefined),
  )
  const key =
    before?.mapping.key ??
    source?.key.find((column) => columns.includes(column)) ??
    (source
      ? null
      : (columns.find((column) => ['id', 'recordid', 'externalid', 'uid'].includes(bare(column))) ?? null))
  return {
    kind,
    system,
    key: key !== null && columns.includes(key) ? key : null,
    columns: proposed,
    empty: [...empty].slice(0, 30),
    currency: before?.mapping.currency ?? null,
    existing: before?.mapping.existing ?? 'update',
    rows,
    asksCurrency,
    follows: before?.id ?? null,
    remarks: sheet.remarks,
  }
}

/** Which kind has most of the columns; what the file is called counts as some of them. */
function likelyKind(file: string, columns: readonly string[]): ImportKind {
  const hints: Readonly<Record<ImportKind, RegExp>> = {
    account: /account|compan|organi[sz]ation|customer/i,
    contact: /contact|people|person|vcf|vcard/i,
    lead: /lead/i,
    opportunity: /opportunit|deal|pipeline/i,
    product: /product|catalog|price/i,
  }
  const score = (kind: ImportKind) => {
    const found = chosenFields(columns, kindOf(kind).fields, undefined).filter(Boolean).length
    const telling = {
      account: 0,
      contact: 0,
      lead: /\blead/i,
      opportunity: /stage|close ?date|deal/i,
      product: /sku|product ?code/i,
    }[kind]
    const told = telling instanceof RegExp && columns.some((column) => telling.test(column)) ? 4 : 0
    const person =
      (kind === 'contact' || kind === 'lead') &&
      columns.some((column) => /first.?name|last.?name|given/i.test(column))
        ? 2
        : 0
    return found + told + person + (hints[kind].test(file) ? 5 : 0)
  }
  return importKinds.reduce((best, one) => (score(one) > score(best) ? one : best))
}

/** A field for each column, each field once: as the last time, else by what the column is called. */
function chosenFields(
  columns: readonly string[],
  fields: readonly Field[],
  before: Mapping | undefined,
): (string | null)[] {
  const earlier = new Map(before?.columns.map(({ column, field }) => [column, field]))
  const used = new Set<string | null>(earlier.values())
  return columns.map((column) => {
    const kept = earlier.get(column)
    if (kept !== undefined) return kept
    const name = withoutPrefix(column)
    const field = fields.find(
      ({ key, known, label }) => !used.has(key) && (known.includes(name) || bare(label) === name),
    )
    if (field) used.add(field.key)
    return field?.key ?? null
  })
}

const dated: readonly FieldType[] = ['day', 'instant']
const numbered: readonly FieldType[] = ['integer', 'decimal', 'money', 'price']
const meant: readonly FieldType[] = ['stage', 'owner', 'choice', 'pipeline']

/** What stands in a column. Of its values no more is kept than is shown. */
class Look {
  private readonly samples: string[] = []
  private readonly values = new Set<string>()
  private readonly dates = new DateGuess()
  private readonly decimals = new DecimalGuess()
  private filled = 0

  add(text: string): void {
    this.filled++
    this.dates.add(text)
    this.decimals.add(text)
    if (this.samples.length < mostSamples && !this.samples.includes(text)) this.samples.push(cutTo(text, 200))
    if (this.values.size <= mostValues) this.values.add(cutTo(text, 200))
  }

  proposed(
    column: string,
    field: Field | undefined,
    before: Mapping['columns'][number] | undefined,
  ): ProposedColumn {
    const { samples, values, filled } = this
    const isDate = field !== undefined && dated.includes(field.type)
    const isNumber = field !== undefined && numbered.includes(field.type)
    const guess = isDate ? this.dates.result() : isNumber ? this.decimals.result() : undefined
    const isAsked = guess !== undefined && (guess.open || guess.mixed) && !before?.format
    const isListed = field !== undefined && meant.includes(field.type) && values.size <= mostValues
    return {
      column,
      field: field?.key ?? null,
      format: before?.format ?? (isAsked ? null : (guess?.format ?? null)),
      question: isAsked ? (isDate ? 'date-order' : 'decimal-mark') : null,
      mixed: guess?.mixed ?? false,
      samples: samples.map((written) => ({
        written,
        read: isDate ? asDates(written) : isNumber ? asNumbers(written) : {},
      })),
      filled,
      values: isListed ? [...values] : [],
      meanings: before?.meanings ?? [],
    }
  }
}

const asDates = (text: string): Sample['read'] =>
  Object.fromEntries(dateOrders.flatMap((order) => said(order, dayFrom(text, order).value)))
const asNumbers = (text: string): Sample['read'] => {
  const bareNumber = text.replace(/[^\d.,'’\s()-]+/g, '').trim()
  return Object.fromEntries(decimalMarks.flatMap((mark) => said(mark, decimalFrom(bareNumber, mark).value)))
}
const said = (format: Format, value: string | undefined) => (value === undefined ? [] : [[format, value]])
