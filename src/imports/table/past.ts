import { bare, type Field, type Kind } from './kinds.ts'
import type { Mapping } from './mapping.ts'
import { fileProblem, type Sheet } from './sheet.ts'
import { fieldsOf, keyOf, type Surroundings } from './translate.ts'

/** Something that happened to a record in the source: fields with what they were before, as far as that is told, and after. */
export interface Change {
  at: string
  /** Who did it, as the source calls them. */
  by: string | undefined
  values: readonly { field: Field; column: string; before: string | undefined; after: string }[]
}

/** Columns of a log of changes, as others call them. */
const known = {
  record:
    'opportunityid leadid accountid contactid productid parentid recordid objectid dealid companyid vid record id',
  field: 'field property propertyname fieldname attribute',
  before: 'oldvalue old before previousvalue from oldvaluestring',
  after: 'newvalue new after value to newvaluestring propertyvalue',
  at: 'createddate at timestamp changedat occurredat changedate date time createdate modifiedtime',
  by: 'createdbyid createdby by user userid changedby updatedby updatedbyuserid sourceid actor',
} as const
type Part = keyof typeof known

/**
 * What happened to records before, by their keys, each oldest first. A row is a change of one field (Salesforce’s `FieldHistory`,
 * HubSpot’s property history, any log of id, field, old, new, at, by) or what the record was from then on (`OpportunityHistory`).
 * @throws InvalidInput naming the file where it is neither.
 */
export async function changesIn(
  file: string,
  sheet: Sheet,
  {
    kind,
    mapping,
    around,
    instantOf,
  }: {
    kind: Kind
    mapping: Mapping
    around: Surroundings
    instantOf: (text: string) => string | undefined
  },
): Promise<{ byKey: ReadonlyMap<string, Change[]>; unread: readonly { line: number; message: string }[] }> {
  const places = placesIn(sheet.columns)
  const fields = fieldsOf(kind, around.custom)
  const byColumn = new Map(mapping.columns.map(({ column, field }) => [bare(column), field]))
  const mapped = new Set(byColumn.values())
  // By the column of the table that is called so; by what others call it only where no column says it: an expected revenue is no amount.
  const fieldNamed = (name: string): Field | undefined =>
    fields.find(({ key }) => key === byColumn.get(bare(name))) ??
    fields.find(({ key, known: names }) => !mapped.has(key) && names.includes(bare(name)))
  if (places.record === undefined || places.at === undefined)
    throw fileProblem(
      file,
      'history',
      'A history says of each change which record it is of, and when it was.',
    )
  const snapshot =
    places.field === undefined
      ? sheet.columns.flatMap((column, place) => {
          const field = Object.values(places).includes(place) ? undefined : fieldNamed(column)
          return field ? [{ field, column, place }] : []
        })
      : []
  if (places.field === undefined && snapshot.length === 0)
    throw fileProblem(
      file,
      'history',
      'No column says which field was changed, and none is a field that is known.',
    )
  const byKey = new Map<string, Change[]>()
  const unread: { line: number; message: string }[] = []
  for await (const { line, values, problem } of sheet.rows) {
    const at = (part: Part) => {
      const place = places[part]
      return place === undefined ? undefined : (values[place] ?? '').trim() || undefined
    }
    const record = at('record')
    const instant = instantOf(at('at') ?? '')
    if (problem !== undefined || record === undefined || instant === undefined) {
      unread.push({
        line,
        message: problem ?? 'This change says not of which record it is, or not when it was.',
      })
      continue
    }
    const field = places.field === undefined ? undefined : fieldNamed(at('field') ?? '')
    const changed =
      places.field === undefined
        ? snapshot.map((one) => ({
            field: one.field,
            column: one.column,
            before: undefined,
            after: (values[one.place] ?? '').trim(),
          }))
        : field
          ? [
              {
                field,
                column: at('field') ?? '',
                before: places.before === undefined ? undefined : (at('before') ?? ''),
                after: at('after') ?? '',
              },
            ]
          : []
    // What is not taken of the table is not taken of its past.
    if (changed.length === 0) continue
    const key = keyOf(mapping.system, record)
    const changes = byKey.get(key) ?? []
    byKey.set(key, changes)
    changes.push({ at: instant, by: at('by'), values: changed })
  }
  for (const changes of byKey.values()) changes.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  return { byKey, unread }
}

function placesIn(columns: readonly string[]): Partial<Record<Part, number>> {
  const bared = columns.map(bare)
  const found: Partial<Record<Part, number>> = {}
  for (const [part, names] of Object.entries(known) as [Part, string][]) {
    for (const name of names.split(' ')) {
      const place = bared.indexOf(name)
      if (place < 0 || Object.values(found).includes(place)) continue
      found[part] = place
      break
    }
  }
  return found
}
