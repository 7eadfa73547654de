import { parseXml, XmlElement } from '@rgrove/parse-xml'
import { isCurrency } from '../domain/values/currency.ts'
import { day } from '../domain/values/day.ts'
import { type RatesOfDay, rateText } from '../domain/values/exchange.ts'

/** The file is none of the European Central Bank's reference rates, or one that cannot be read whole. */
export class UnreadableRates extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UnreadableRates'
  }
}

/**
 * The euro foreign exchange reference rates of the European Central Bank, as it publishes them: `eurofxref-daily.xml`,
 * `-hist.xml`, `-hist-90d.xml`, and the CSV of the same names. What was a currency once and is not known here is passed by.
 * @throws UnreadableRates
 */
export function readReferenceRates(file: Buffer): RatesOfDay[] {
  const text = file.toString('utf8').replace(/^\uFEFF/, '')
  const found = /^\s*</.test(text) ? readXml(text) : readCsv(text)
  const sheets = found.map(({ on, rates }) => ({
    base: 'EUR',
    on: dayIn(on),
    rates: rates
      .filter(({ code }) => isCurrency(code))
      .map(({ code, rate }) => {
        if (!rateText.safeParse(rate).success)
          throw new UnreadableRates(`“${rate}” of ${on} is no rate of ${code}.`)
        return { code, rate }
      })
      .sort((a, b) => (a.code < b.code ? -1 : 1)),
  }))
  const filled = sheets.filter(({ rates }) => rates.length > 0)
  for (const { on, rates } of filled)
    if (hasTwice(rates.map(({ code }) => code)))
      throw new UnreadableRates(`It has two rates of one currency for ${on}.`)
  if (hasTwice(filled.map(({ on }) => on))) throw new UnreadableRates('It has a day twice.')
  if (filled.length === 0) throw new UnreadableRates('There are no reference rates in it.')
  return filled
}

const hasTwice = (all: readonly string[]) => new Set(all).size < all.length

interface Found {
  on: string
  rates: { code: string; rate: string }[]
}

function readXml(text: string): Found[] {
  // A document type could name entities: the bank sends none.
  if (/<!DOCTYPE/i.test(text))
    throw new UnreadableRates('It has a document type, which no file of rates has.')
  try {
    const { root } = parseXml(text)
    return root ? daysIn(root) : []
  } catch (error) {
    throw new UnreadableRates(`It is no XML: ${(error as Error).message.split('\n')[0]}`)
  }
}

/** `<Cube time="2026-11-27"><Cube currency="USD" rate="1.0876"/>...`, at whatever depth. */
function daysIn(element: XmlElement): Found[] {
  const inside = element.children.filter((node) => node instanceof XmlElement)
  const { time } = element.attributes
  if (time === undefined) return inside.flatMap(daysIn)
  const rates = inside.flatMap(({ attributes: { currency: code, rate } }) =>
    code !== undefined && rate !== undefined ? [{ code, rate }] : [],
  )
  return [{ on: time, rates }]
}

/** A column for each currency, a row for each day; `N/A` where there was no rate. */
function readCsv(text: string): Found[] {
  const [head = [], ...rows] = text
    .split(/\r\n|\n|\r/)
    .map((row) => row.split(',').map((cell) => cell.trim()))
    .filter((row) => row.some((cell) => cell !== ''))
  if (head[0] !== 'Date') throw new UnreadableRates('Its first column is not called Date.')
  return rows.map(([on = '', ...cells]) => ({
    on,
    rates: cells.flatMap((rate, at) => {
      const code = head[at + 1]
      return code && rate !== '' && rate !== 'N/A' ? [{ code, rate }] : []
    }),
  }))
}

/** `2026-11-27`; the daily CSV writes `27 November 2026`. */
function dayIn(text: string): string {
  const [, date = '', month = '', year = ''] = /^(\d{1,2}) (\p{L}+) (\d{4})$/u.exec(text) ?? []
  const at = months.indexOf(month) + 1
  const iso = at > 0 ? `${year}-${String(at).padStart(2, '0')}-${date.padStart(2, '0')}` : text
  if (!day.safeParse(iso).success) throw new UnreadableRates(`“${text}” is no day.`)
  return iso
}

const months = Array.from({ length: 12 }, (_, month) =>
  new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, month, 1)),
)
