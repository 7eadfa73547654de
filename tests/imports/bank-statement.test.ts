import { describe, expect, it } from 'vitest'
import { suggestionsFor } from '../../src/domain/sales/reconciliation.ts'
import { readStatement } from '../../src/imports/bank-statement/read.ts'
import { UnreadableStatement } from '../../src/imports/bank-statement/statement.ts'

const entriesIn = (text: string) => readStatement(Buffer.from(text))

const entry = (more: string, amount = '119.00', mark = 'CRDT') =>
  `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${mark}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
   <BookgDt><Dt>2026-04-02</Dt></BookgDt><AcctSvcrRef>B-1</AcctSvcrRef>${more}</Ntry>`
const camt = (entries: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>
   <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
   <Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>${entries}</Stmt></BkToCstmrStmt></Document>`
const details = (amount = '', text = 'INV-00007 thank you') =>
  `<TxDtls>${amount}<RltdPties><Dbtr><Pty><Nm>Nile Optics</Nm></Pty></Dbtr>
   <DbtrAcct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id></DbtrAcct></RltdPties>
   <RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls>`

describe('QTC-13 a statement in camt.053', () => {
  it('tells who has paid how much, when and for what', () => {
    const { format, entries } = entriesIn(camt(entry(`<NtryDtls>${details()}</NtryDtls>`)))
    expect(format).toBe('camt.053')
    expect(entries).toEqual([
      {
        account: 'DE89370400440532013000',
        bookedOn: '2026-04-02',
        amount: 11_900,
        currency: 'EUR',
        payer: 'Nile Optics',
        payerIban: 'FR1420041010050500013M02606',
        reference: 'INV-00007 thank you',
        bankReference: 'B-1',
      },
    ])
  })

  it('reads older versions and prefixes, what goes out as negative, and passes by what is only announced', () => {
    const older = camt(entry('', '5.5', 'DBIT').replace('<Sts><Cd>BOOK</Cd></Sts>', '<Sts>BOOK</Sts>'))
    expect(entriesIn(older).entries).toMatchObject([{ amount: -550 }])
    const pending = camt(entry('').replace('BOOK', 'PDNG'))
    expect(entriesIn(pending).entries).toEqual([])
    const prefixed = older.replaceAll(/<(\/?)(?!\?)/g, '<$1c:').replace('xmlns=', 'xmlns:c=')
    expect(entriesIn(prefixed).entries).toMatchObject([{ amount: -550, bookedOn: '2026-04-02' }])
  })

  it('tells a collective entry part by part where its parts add up, else whole', () => {
    const of = (a: string, b: string) =>
      camt(
        entry(
          `<NtryDtls>${details(`<Amt Ccy="EUR">${a}</Amt>`, 'INV-1')}${details(`<Amt Ccy="EUR">${b}</Amt>`, 'INV-2')}</NtryDtls>`,
        ),
      )
    expect(entriesIn(of('100.00', '19')).entries.map(({ amount, reference }) => [amount, reference])).toEqual(
      [
        [10_000, 'INV-1'],
        [1_900, 'INV-2'],
      ],
    )
    expect(entriesIn(of('100.00', '18')).entries).toMatchObject([{ amount: 11_900 }])
  })

  it.each([
    ['entities', `<!DOCTYPE x [<!ENTITY a "b">]><Document>&a;</Document>`],
    ['half a file', camt(entry('')).slice(0, 200)],
    ['another message', '<Document><CstmrCdtTrfInitn/></Document>'],
    ['half a cent', camt(entry('', '1.005'))],
    ['no day', camt(entry('').replace('<Dt>2026-04-02</Dt>', ''))],
    ['nothing', ''],
    ['a letter', 'Dear customer'],
  ])('refuses %s, and nothing of it is taken', (_, text) => {
    expect(() => entriesIn(text)).toThrow(UnreadableStatement)
  })
})

const mt940 = [
  '{1:F01COBADEFFXXXX0000000000}{4:',
  ':20:STARTUMSE',
  ':25:DE89370400440532013000',
  ':28C:00001/001',
  ':60F:C260331EUR1000,00',
  ':61:2603310401CR119,00NTRFNONREF//B-42',
  ':86:166?00GUTSCHRIFT?20EREF+NOTPROVIDED?21SVWZ+Rechnung INV 7?22 danke?30COBADEFFXXX?31FR1420041010050500013M02606?32Nile',
  '?33 Optics',
  ':61:260401D5,5NCHGNONREF',
  ':86:Charges of',
  'March',
  ':61:260401RC119,00NTRFNONREF',
  ':62F:C260401EUR994,50',
  '-}',
].join('\r\n')

describe('QTC-13 a statement in MT940', () => {
  it('tells the same, with the subfields of field 86 or its plain text', () => {
    expect(entriesIn(mt940)).toEqual({
      format: 'MT940',
      entries: [
        {
          account: 'DE89370400440532013000',
          bookedOn: '2026-04-01',
          amount: 11_900,
          currency: 'EUR',
          payer: 'Nile Optics',
          payerIban: 'FR1420041010050500013M02606',
          reference: 'Rechnung INV 7 danke',
          bankReference: 'B-42',
        },
        expect.objectContaining({
          amount: -550,
          bookedOn: '2026-04-01',
          reference: 'Charges of March',
          payer: null,
        }),
        // What had come in is taken back.
        expect.objectContaining({ amount: -11_900, reference: null }),
      ],
    })
  })

  it('knows the year of a booking on the other side of the turn', () => {
    const turned = mt940.replace('2603310401CR', '2512310102CR')
    expect(entriesIn(turned).entries[0]?.bookedOn).toBe('2026-01-02')
  })

  it('refuses an entry that it cannot read', () => {
    expect(() => entriesIn(mt940.replace('CR119,00', 'CR119'))).toThrow(UnreadableStatement)
  })
})

describe('QTC-13 which invoices a payment may be for', () => {
  const open = (number: string, amount: number, accountName: string | null = null) => ({
    id: number,
    number,
    open: amount,
    accountName,
  })
  it('is told with the reasons, the number first, however it is written', () => {
    const paid = { left: 11_900, reference: 'inv 7 / INV#00009', payer: 'NILE  OPTICS Ltd' }
    expect(
      suggestionsFor(paid, [
        open('INV-00070', 500),
        open('INV-00001', 11_900),
        open('INV-00009', 500),
        open('INV-00007', 11_900, 'Nile Optics'),
        open('INV-00002', 1, 'Nile Optics'),
      ]),
    ).toEqual([
      { invoiceId: 'INV-00007', amount: 11_900, reasons: ['number', 'amount', 'name'] },
      { invoiceId: 'INV-00009', amount: 500, reasons: ['number'] },
      { invoiceId: 'INV-00001', amount: 11_900, reasons: ['amount'] },
      { invoiceId: 'INV-00002', amount: 1, reasons: ['name'] },
    ])
  })
})
