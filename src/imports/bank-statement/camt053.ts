import { parseXml, XmlElement } from '@rgrove/parse-xml'
import { isCurrency, minorDigits } from '../../domain/values/currency.ts'
import { oneLine, type StatementEntry, UnreadableStatement } from './statement.ts'

/**
 * The booked entries of a camt.053 statement (ISO 20022), in any of its versions: what is read has the same names in all of
 * them. A collective entry whose parts have amounts of their own is told part by part.
 */
export function readCamt053(text: string): StatementEntry[] {
  const statements = all(all([root(text)], 'BkToCstmrStmt'), 'Stmt')
  if (statements.length === 0) throw new UnreadableStatement('There is no statement of camt.053 in it.')
  return statements.flatMap((statement) => {
    const account = at(statement, 'Acct', 'Id', 'IBAN')?.text.replaceAll(/\s/g, '') ?? null
    return all([statement], 'Ntry')
      .filter(isBooked)
      .flatMap((entry) => entriesOf(entry, account))
  })
}

function root(text: string): XmlElement {
  try {
    // A document type could name entities: no bank sends one.
    if (/<!DOCTYPE/i.test(text))
      throw new UnreadableStatement('It has a document type, which no statement has.')
    const { root: found } = parseXml(text)
    if (found) return found
  } catch (error) {
    if (error instanceof UnreadableStatement) throw error
    throw new UnreadableStatement(`It is no XML: ${(error as Error).message.split('\n')[0]}`)
  }
  throw new UnreadableStatement('It is empty.')
}

/** As text of its own (`BOOK`) until version 7, below `Cd` since. */
function isBooked(entry: XmlElement): boolean {
  const status = child(entry, 'Sts')
  return (status?.text.trim() ?? 'BOOK') === 'BOOK'
}

function entriesOf(entry: XmlElement, account: string | null): StatementEntry[] {
  const bookedOn = dayIn(at(entry, 'BookgDt') ?? at(entry, 'ValDt'))
  const isOut = child(entry, 'CdtDbtInd')?.text.trim() === 'DBIT'
  // What is taken back goes the other way, and its mark says so already.
  const whole = moneyIn(child(entry, 'Amt'))
  const bankReference = oneLine(child(entry, 'AcctSvcrRef')?.text ?? child(entry, 'NtryRef')?.text, 100)
  const parts = all(all([entry], 'NtryDtls'), 'TxDtls')
  const amounts = parts.map((part) => {
    const own = child(part, 'Amt') ?? at(part, 'AmtDtls', 'TxAmt', 'Amt')
    return own ? moneyIn(own) : undefined
  })
  const isSplit =
    parts.length > 1 &&
    amounts.every((own) => own?.currency === whole.currency) &&
    amounts.reduce((sum, own) => sum + (own?.amount ?? 0), 0) === whole.amount
  const told = isSplit ? parts : [parts[0]]
  return told.map((part, place) => {
    const { amount, currency } = (isSplit ? amounts[place] : undefined) ?? whole
    const other = isOut ? 'Cdtr' : 'Dbtr'
    const party = part && at(part, 'RltdPties', other)
    const reference = part
      ? [
          ...all([part], 'RmtInf').flatMap((one) => all([one], 'Ustrd').map(({ text }) => text)),
          at(part, 'RmtInf', 'Strd', 'CdtrRefInf', 'Ref')?.text,
          ...all(all([part], 'RmtInf'), 'Strd').flatMap((one) => at(one, 'RfrdDocInf', 'Nb')?.text),
        ].join(' ')
      : child(entry, 'AddtlNtryInf')?.text
    return {
      account,
      bookedOn,
      amount: isOut ? -amount : amount,
      currency,
      payer: oneLine((party && (child(party, 'Nm') ?? at(party, 'Pty', 'Nm')))?.text, 140),
      payerIban: (part && at(part, 'RltdPties', `${other}Acct`, 'Id', 'IBAN'))?.text.trim() ?? null,
      reference: oneLine(reference, 500),
      bankReference: (part && oneLine(at(part, 'Refs', 'AcctSvcrRef')?.text, 100)) || bankReference,
    }
  })
}

function moneyIn(element: XmlElement | undefined): { amount: number; currency: string } {
  const currency = element?.attributes.Ccy ?? ''
  const text = element?.text.trim() ?? ''
  if (!isCurrency(currency)) throw new UnreadableStatement(`“${currency}” is no currency.`)
  return { amount: minorOf(text, currency), currency }
}

/** `1234.5` in minor units, exact. @throws UnreadableStatement for what is no such amount. */
export function minorOf(text: string, currency: string): number {
  const [, whole = '', fraction = ''] = /^(\d{1,15})(?:[.,](\d*))?$/.exec(text) ?? []
  const digits = minorDigits(currency)
  const places = fraction.replace(/0+$/, '')
  if (whole === '' || places.length > digits)
    throw new UnreadableStatement(`“${text}” is no amount of ${currency}.`)
  const minor = Number(`${whole}${fraction.slice(0, digits).padEnd(digits, '0')}`)
  if (!Number.isSafeInteger(minor)) throw new UnreadableStatement(`“${text}” is no amount of ${currency}.`)
  return minor
}

function dayIn(element: XmlElement | undefined): string {
  const text = (element && (child(element, 'Dt') ?? child(element, 'DtTm')))?.text.trim().slice(0, 10) ?? ''
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text))
    throw new UnreadableStatement('An entry says no day on which it was booked.')
  return text
}

/** Elements are told by their names whatever prefix they have. */
const localName = ({ name }: XmlElement) => name.slice(name.indexOf(':') + 1)

function all(parents: readonly XmlElement[], name: string): XmlElement[] {
  return parents.flatMap(({ children }) =>
    children.filter((one): one is XmlElement => one instanceof XmlElement && localName(one) === name),
  )
}

const child = (parent: XmlElement, name: string) => all([parent], name)[0]

function at(from: XmlElement, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>((found, name) => found && child(found, name), from)
}
