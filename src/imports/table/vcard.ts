import { bounded, fileProblem, type Sheet, type SheetRow } from './sheet.ts'
import { decoded, encodingOf, textLines } from './text.ts'

/** What is read of a card, by the columns that come of it; each once. */
const columns = [
  'UID',
  'First Name',
  'Last Name',
  'Full Name',
  'Organization',
  'Job Title',
  'E-mail',
  'E-mail 2',
  'Phone',
  'Mobile Phone',
  'Fax',
  'Birthday',
  'Street',
  'City',
  'State',
  'Postal Code',
  'Country',
  'Website',
  'Notes',
] as const
type Column = (typeof columns)[number]

/** The most lines of one card: a picture is thousands of them, and left out. */
const mostLines = 20_000

/**
 * Business cards: vCard 3.0 (RFC 2426) and 4.0 (RFC 6350), a row each, at the line where it begins. A card of version 2.1, which has
 * other rules of encoding, is refused with what to do.
 */
export async function vcardSheet(file: string, read: () => AsyncIterable<Uint8Array>): Promise<Sheet> {
  const encoding = await encodingOf(read())
  let any = false
  for await (const line of textLines(file, decoded(read(), encoding))) {
    if (line.trim() === '') continue
    any = /^\uFEFF?BEGIN:VCARD\s*$/i.test(line)
    break
  }
  if (!any) throw fileProblem(file, 'vcard', 'This file does not begin with a card (BEGIN:VCARD).')
  return { columns, remarks: [], rows: bounded(file, cardsIn(file, decoded(read(), encoding))) }
}

interface Line {
  name: string
  types: readonly string[]
  value: string
}

async function* cardsIn(file: string, pieces: AsyncIterable<string>): AsyncGenerator<SheetRow> {
  let [number, start, length] = [0, 0, 0]
  let card: Line[] | undefined
  let unfolded: string | undefined
  const take = () => {
    const line = unfolded === undefined ? undefined : lineOf(unfolded)
    unfolded = undefined
    if (line && card) card.push(line)
  }
  for await (const raw of textLines(file, pieces)) {
    number++
    const text = raw.replace(/^\uFEFF/, '')
    if (/^BEGIN:VCARD\s*$/i.test(text)) {
      unfolded = undefined
      card = []
      start = number
      length = 0
    } else if (!card) continue
    else if (/^END:VCARD\s*$/i.test(text)) {
      take()
      yield rowOf(start, card)
      card = undefined
    } else if (++length > mostLines) {
      yield problemAt(start, 'This card is too long to be read.')
      card = undefined
    } else if (/^[ \t]/.test(text)) {
      // Unfolding (RFC 6350, section 3.2).
      if (unfolded !== undefined) unfolded += text.slice(1)
    } else {
      take()
      unfolded = text
    }
  }
  if (card) yield problemAt(start, 'This card has no end.')
}

const problemAt = (line: number, problem: string): SheetRow => ({
  line,
  values: columns.map(() => '?'),
  problem,
})

/** `item1.TEL;TYPE=cell,pref:+49 30 1234567` (RFC 6350, section 3.3). */
function lineOf(text: string): Line | undefined {
  const [, name = '', parameters = '', value = ''] =
    /^(?:[\w-]+\.)?([\w-]+)((?:;(?:"[^"]*"|[^":;])*)*):([\s\S]*)$/.exec(text) ?? []
  if (name === '') return undefined
  const types = [...parameters.matchAll(/;(?:TYPE=)?("[^"]*"|[^;]*)/gi)].flatMap(([, list = '']) =>
    list.replaceAll('"', '').toLowerCase().split(','),
  )
  return { name: name.toUpperCase(), types, value }
}

function rowOf(line: number, card: readonly Line[]): SheetRow {
  const version = card.find(({ name }) => name === 'VERSION')?.value.trim()
  if (version !== '3.0' && version !== '4.0')
    return problemAt(
      line,
      version === '2.1'
        ? 'This card is of vCard 2.1: export it as vCard 3.0 or 4.0, which every address book can.'
        : 'This card does not say that it is of vCard 3.0 or 4.0.',
    )
  const row: Partial<Record<Column, string>> = {}
  const put = (column: Column, value: string | undefined) => {
    if (value && row[column] === undefined) row[column] = value
  }
  for (const { name, types, value } of card) {
    const parts = partsOf(value)
    const whole = plain(value)
    const phone = whole.replace(/^tel:/i, '')
    if (name === 'UID') put('UID', whole)
    else if (name === 'FN') put('Full Name', whole)
    else if (name === 'N') {
      put('Last Name', parts[0])
      put('First Name', [parts[1], parts[2]].filter(Boolean).join(' '))
    } else if (name === 'ORG') put('Organization', parts[0])
    else if (name === 'TITLE') put('Job Title', whole)
    else if (name === 'EMAIL')
      put(row['E-mail'] === undefined ? 'E-mail' : 'E-mail 2', whole.replace(/^mailto:/i, ''))
    else if (name === 'TEL')
      put(
        types.includes('fax')
          ? 'Fax'
          : types.some((type) => /cell|iphone/.test(type))
            ? 'Mobile Phone'
            : 'Phone',
        phone,
      )
    else if (name === 'BDAY') put('Birthday', dayIn(whole))
    else if (name === 'URL') put('Website', whole)
    else if (name === 'NOTE') put('Notes', whole)
    else if (name === 'ADR' && row.City === undefined) {
      put('Street', [parts[2], parts[1], parts[0]].filter(Boolean).join('\n'))
      put('City', parts[3])
      put('State', parts[4])
      put('Postal Code', parts[5])
      put('Country', parts[6])
    }
  }
  return { line, values: columns.map((column) => row[column] ?? '') }
}

/** `19850412` is a day; `--0412`, without a year, is none that could be kept. */
const dayIn = (text: string): string | undefined => {
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})(?:T.*)?$/.exec(text) ?? []
  return year && `${year}-${month}-${day}`
}

const plain = (value: string): string =>
  value
    .replace(/\\n/gi, '\n')
    .replace(/\\([\\;,:])/g, '$1')
    .trim()

/** What stands between semicolons that are none of the text (RFC 6350, section 3.4). */
const partsOf = (value: string): string[] =>
  (value.match(/(?:\\.|[^;\\])*(?:;|$)/g) ?? []).map((part) => plain(part.replace(/;$/, '')))
