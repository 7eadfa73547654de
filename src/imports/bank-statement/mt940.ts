import { isCurrency } from '../../domain/values/currency.ts'
import { minorOf } from './camt053.ts'
import { oneLine, type StatementEntry, UnreadableStatement } from './statement.ts'

/** A field by its tag, `:61:`, with its lines. */
interface Tagged {
  tag: string
  text: string
}

/**
 * The entries of MT940 statements. Field 86 is read with the subfields that banks in Germany and Austria write (`?20` and on),
 * else as plain text.
 */
export function readMt940(text: string): StatementEntry[] {
  const fields = fieldsOf(text)
  if (!fields.some(({ tag }) => tag === '60F' || tag === '60M'))
    throw new UnreadableStatement('There is no statement of MT940 in it: none has an opening balance.')
  const entries: StatementEntry[] = []
  let [account, currency]: [string | null, string] = [null, '']
  for (const [place, { tag, text: said }] of fields.entries()) {
    if (tag === '25') account = /[A-Z]{2}\d{2}[A-Z0-9]{11,30}/.exec(said.replaceAll(/\s/g, ''))?.[0] ?? null
    if (tag === '60F' || tag === '60M') currency = /^[CD]\d{6}([A-Z]{3})/.exec(said)?.[1] ?? ''
    if (tag !== '61') continue
    if (!isCurrency(currency)) throw new UnreadableStatement(`“${currency}” is no currency.`)
    const after = fields[place + 1]
    entries.push({
      account,
      currency,
      ...movement(said, currency),
      ...about(after?.tag === '86' ? after.text : ''),
    })
  }
  return entries
}

/** SWIFT's blocks around them are passed by; a line that begins no field goes on with the one before. */
function fieldsOf(text: string): Tagged[] {
  const found: Tagged[] = []
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [, tag, rest = ''] = /^:(\d{2}[A-Z]?):(.*)$/.exec(line) ?? []
    const last = found.at(-1)
    if (tag !== undefined) found.push({ tag, text: rest })
    else if (last && !/^(-\}?|\{.*)$/.test(line.trim())) last.text += `\n${line}`
  }
  return found
}

/** `2603310331CR119,00NTRFINV-00001//B42`: value day, booking day, which way, amount, kind, references. */
function movement(text: string, currency: string) {
  const [, value = '', booked, mark = '', amount = '', bank] =
    /^(\d{6})(\d{4})?(R?[CD])[A-Z]?(\d{1,15},\d{0,3})[A-Z][A-Z0-9]{3}[^\n]*?(?:\/\/([^\n]*))?(?:\n|$)/.exec(
      text,
    ) ?? []
  if (value === '') throw new UnreadableStatement(`“${text.split('\n')[0]}” is no entry of MT940.`)
  const minor = minorOf(amount, currency)
  return {
    bookedOn: bookedDay(value, booked),
    // What is taken back goes the other way.
    amount: mark === 'C' || mark === 'RD' ? minor : -minor,
    bankReference: oneLine(bank, 100),
  }
}

/** The booking has no year: that of the value day, or the one beside it where the year turns between the two. */
function bookedDay(value: string, booked: string | undefined): string {
  const year = 2000 + Number(value.slice(0, 2))
  const [month, day] = [value.slice(2, 4), value.slice(4)]
  if (booked === undefined) return checked(`${year}-${month}-${day}`)
  const apart = Number(booked.slice(0, 2)) - Number(month)
  const turned = apart > 6 ? year - 1 : apart < -6 ? year + 1 : year
  return checked(`${turned}-${booked.slice(0, 2)}-${booked.slice(2)}`)
}

function checked(day: string): string {
  if (Number.isNaN(Date.parse(day))) throw new UnreadableStatement(`${day} is no day.`)
  return day
}

function about(text: string): Pick<StatementEntry, 'payer' | 'payerIban' | 'reference'> {
  const joined = text.replaceAll('\n', '')
  if (!/^\d{3}\?/.test(joined))
    return { payer: null, payerIban: null, reference: oneLine(text.replaceAll('\n', ' '), 500) }
  const parts = joined
    .split('?')
    .slice(1)
    .map((part) => [part.slice(0, 2), part.slice(2)] as const)
  const of = (fits: (code: number) => boolean) =>
    parts
      .filter(([code]) => fits(Number(code)))
      .map(([, said]) => said)
      .join('')
  const purpose = of((code) => (code >= 20 && code <= 29) || (code >= 60 && code <= 63))
  const account = of((code) => code === 31).replaceAll(/\s/g, '')
  return {
    payer: oneLine(
      of((code) => code === 32 || code === 33),
      140,
    ),
    payerIban: /^[A-Z]{2}\d{2}/.test(account) ? account : null,
    // Of SEPA's own parts only what whoever has paid wrote.
    reference: oneLine(/SVWZ\+(.*?)(?:ABWA\+|ABWE\+|$)/.exec(purpose)?.[1] ?? purpose, 500),
  }
}
