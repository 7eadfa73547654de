import { bounded, columnsOf, fileProblem, mostColumns, type Sheet, type SheetRow } from './sheet.ts'
import { decoded, encodingOf, textLines } from './text.ts'

/** A JSON array has to be in memory to be read; lines of JSON have not. In characters. */
const mostJson = 32 * 1024 * 1024
const longestLine = 1024 * 1024

/**
 * Records as JSON: a line each (NDJSON), an array, or an answer of an API that has them in `results`, `records`, `data`, `items` or
 * `value`. What is nested is a column by its path (`properties.email`), a list of texts is joined.
 */
export async function jsonSheet(file: string, read: () => AsyncIterable<Uint8Array>): Promise<Sheet> {
  const encoding = await encodingOf(read())
  if (encoding === 'windows-1252')
    throw fileProblem(file, 'utf-8', 'JSON is in UTF-8 (RFC 8259); this file is not.')
  const isLines = await startsWithLines(file, decoded(read(), encoding))
  const objects = isLines
    ? objectsByLine(file, decoded(read(), encoding))
    : objectsIn(file, decoded(read(), encoding))
  // The columns are those of all records: the first may lack some.
  const names = new Set<string>()
  for await (const { object } of objects) for (const name of Object.keys(object ?? {})) names.add(name)
  if (names.size > mostColumns)
    throw fileProblem(
      file,
      'columns',
      `At most ${mostColumns} columns are taken; this file has ${names.size}.`,
    )
  const keys = [...names]
  const columns = columnsOf(file, keys)
  async function* rows(): AsyncGenerator<SheetRow> {
    const again = isLines
      ? objectsByLine(file, decoded(read(), encoding))
      : objectsIn(file, decoded(read(), encoding))
    for await (const { line, object, problem } of again)
      yield {
        line,
        values: keys.map((key) => object?.[key] ?? ''),
        ...(problem !== undefined && { problem }),
      }
  }
  return { columns, remarks: [], rows: withProblems(file, rows()) }
}

interface Parsed {
  line: number
  object?: Readonly<Record<string, string>>
  problem?: string
}

/** A line that is no JSON has no value, and is told all the same. */
async function* withProblems(file: string, rows: AsyncIterable<SheetRow>): AsyncGenerator<SheetRow> {
  async function* said() {
    for await (const row of rows)
      if (row.problem === undefined) yield row
      else problems.push(row)
  }
  const problems: SheetRow[] = []
  for await (const row of bounded(file, said())) {
    yield* problems.splice(0)
    yield row
  }
  yield* problems
}

/** Whether the first line is a record by itself. An array may be one line, however long. */
async function startsWithLines(file: string, pieces: AsyncIterable<string>): Promise<boolean> {
  try {
    for await (const line of textLines(file, pieces)) {
      if (line.trim() === '') continue
      return line.trim().startsWith('{') && listIn(JSON.parse(line)) === undefined
    }
  } catch {
    // It goes on in the next line, or is longer than lines are.
  }
  return false
}

async function* objectsByLine(file: string, pieces: AsyncIterable<string>): AsyncGenerator<Parsed> {
  let line = 0
  for await (const text of textLines(file, pieces)) {
    line++
    if (text.trim() === '') continue
    if (text.length > longestLine) yield { line, problem: `A line takes at most ${longestLine} characters.` }
    else yield parsed(line, () => JSON.parse(text))
  }
}

async function* objectsIn(file: string, pieces: AsyncIterable<string>): AsyncGenerator<Parsed> {
  let text = ''
  for await (const piece of pieces) {
    text += piece
    if (text.length > mostJson)
      throw fileProblem(
        file,
        'too-long',
        'A JSON array takes at most 32 MB: send longer ones as a line for each record (NDJSON).',
      )
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw fileProblem(file, 'json', 'This file is not JSON.')
  }
  const list = Array.isArray(value) ? value : listIn(value)
  if (!list) throw fileProblem(file, 'json', 'This file has no list of records in it.')
  for (const [place, one] of list.entries()) yield parsed(place + 1, () => one)
}

function parsed(line: number, read: () => unknown): Parsed {
  try {
    const value = read()
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { line, problem: 'It is no object with fields.' }
    const object: Record<string, string> = {}
    flatten(value, '', object, 0)
    return { line, object }
  } catch {
    return { line, problem: 'It is not JSON.' }
  }
}

/** Where an API puts the records of a page. */
function listIn(value: unknown): unknown[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const held = value as Readonly<Record<string, unknown>>
  for (const name of ['results', 'records', 'data', 'items', 'value'])
    if (Array.isArray(held[name])) return held[name]
  return undefined
}

const deepest = 4

function flatten(value: object, path: string, into: Record<string, string>, depth: number): void {
  for (const [key, one] of Object.entries(value)) {
    const name = path ? `${path}.${key}` : key
    if (one === null || one === undefined) continue
    if (Array.isArray(one)) {
      if (one.every((each) => typeof each !== 'object')) into[name] = one.join(', ')
      else if (depth < deepest)
        for (const [place, each] of one.slice(0, 5).entries())
          flatten({ [place + 1]: each }, name, into, depth + 1)
    } else if (typeof one === 'object') {
      if (depth < deepest) flatten(one, name, into, depth + 1)
    } else into[name] = String(one)
  }
}
