import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { noAuthority } from '../../src/domain/identity/authority.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { patience } from '../support/patience.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  const stage = (n: number, name: string, kind: string, probability: number) => ({
    id: `11111111-1111-4111-8111-11111111111${n}`,
    name,
    kind,
    probability,
  })
  const stages = [
    stage(1, 'First', 'open', 0.2),
    stage(2, 'Second', 'open', 0.5),
    stage(3, 'Won', 'won', 1),
    stage(4, 'Lost', 'lost', 0),
  ]
  await t.as('admin').post('/api/pipelines', { name: 'Sales', currency: 'EUR', isDefault: true, stages })
  await t.settled()
})
afterAll(() => t.close())

type Person = 'admin' | 'rep' | 'rep2'

async function send(name: string, payload: string | Buffer, as: Person = 'admin'): Promise<string> {
  const sent = await t.app.inject({
    method: 'POST',
    url: `/api/imports/files?name=${encodeURIComponent(name)}`,
    headers: { authorization: `Bearer ${t.tokens[as]}`, 'content-type': 'application/octet-stream' },
    payload,
  })
  expect(sent.statusCode, sent.body).toBe(201)
  return sent.json<{ id: string }>().id
}

interface Column {
  column: string
  field: string | null
  format: string | null
  question: string | null
  mixed: boolean
  values: string[]
  samples: { written: string; read: Record<string, string> }[]
  meanings: { value: string; means: string }[]
}
interface Proposal {
  kind: string
  system: string
  key: string | null
  columns: Column[]
  empty: string[]
  currency: string | null
  existing: string
  rows: number
  asksCurrency: boolean
  follows: string | null
  remarks: string[]
}

async function propose(file: string, more: object = {}): Promise<Proposal> {
  const reply = await t.as('admin').post('/api/imports/proposal', { file, ...more })
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json()
}

/** What is asked, made of what was proposed. */
const mappingOf = (
  { columns, kind, system, key, empty, currency, existing }: Proposal,
  change: object = {},
) => ({
  kind,
  system,
  key,
  empty,
  currency,
  existing,
  columns: columns.map(({ column, field, format, meanings }) => ({ column, field, format, meanings })),
  ...change,
})

async function jobOf(started: { statusCode: number; body: string }) {
  expect(started.statusCode, started.body).toBe(202)
  const { id } = JSON.parse(started.body) as { id: string }
  const job = async () => (await t.as('admin').get(`/api/jobs/${id}`)).json()
  await expect.poll(async () => (await job()).state, { timeout: 5 * patience }).not.toBe('running')
  const ended = await job()
  expect(ended).toMatchObject({ state: 'done', error: null })
  await t.settled()
  return ended.result
}

const carryOut = async (table: string, mapping: object, dry = false) =>
  jobOf(await t.as('admin').post('/api/imports', { format: 'table', files: { table }, mapping, dry }))

async function bring(name: string, payload: string | Buffer, change: object = {}, more: object = {}) {
  const file = await send(name, payload)
  return carryOut(file, mappingOf(await propose(file, more), change))
}

const undo = async (id: string) => jobOf(await t.as('admin').post(`/api/imports/${id}/revert`))
const read = async (path: string) => (await t.as('admin').get(path)).json()
const fieldsIn = (proposal: Proposal) =>
  Object.fromEntries(proposal.columns.map(({ column, field }) => [column, field]))
const said = (report: { notices: { line: number; message: string }[] }) =>
  report.notices.map(({ line, message }) => `${line}: ${message}`)

describe('ADM-01 a table is brought in', () => {
  const contacts = `Id,FirstName,LastName,Email,Phone,Title,AccountName,OwnerEmail,Birthdate,MailingStreet,MailingCity,MailingPostalCode,MailingCountry,IsDeleted,Shoe size
003Ax000004TmiQ,Ada,Lovelace,ada@engine.example,+44 20 7946 0000,Analyst,Engine Ltd,rep@hindsight.example,10/12/1985,1 Dock Street,London,E1 8JP,UK,false,38
003Ax000004TmiR,Grace,Hopper,grace@navy.example,?,,Navy,nobody@else.example,13/12/1986,,,,,false,null
003Ax000004TmiS,Old,Gone,gone@navy.example,,,Navy,,,,,,,true,
003Ax000004TmiT,,,,,,,,,,,,,false,
003Ax000004TmiU,Alan,Turing,not an address,[not provided],Mathematician,Engine Ltd,rep@hindsight.example,23/06/1982,,,,,false,null
`

  it('proposes where its columns go, and what only people can say', async () => {
    const proposal = await propose(await send('contacts.csv', contacts))
    expect(proposal).toMatchObject({
      kind: 'contact',
      system: 'Salesforce',
      key: 'Id',
      rows: 5,
      follows: null,
    })
    expect(fieldsIn(proposal)).toMatchObject({
      Id: null,
      FirstName: 'name.first',
      LastName: 'name.last',
      Email: 'email',
      Title: 'title',
      AccountName: 'accountId',
      OwnerEmail: 'ownerId',
      Birthdate: 'birthDate',
      MailingCity: 'addresses.visiting.city',
      IsDeleted: 'deleted',
      'Shoe size': null,
    })
    expect(proposal.empty.sort()).toStrictEqual(['?', '[not provided]', 'null'])
    const birth = proposal.columns.find(({ column }) => column === 'Birthdate')
    // One of them is the 13th of a month, so that the order is known.
    expect(birth).toMatchObject({ format: 'dmy', question: null, mixed: false })
    expect(birth?.samples[0]).toStrictEqual({
      written: '10/12/1985',
      read: { dmy: '1985-12-10', mdy: '1985-10-12' },
    })
  })

  it('tries out without a trace, then imports, and knows each record again the next month', async () => {
    const file = await send('contacts.csv', contacts)
    const mapping = mappingOf(await propose(file))
    const end = await t.store.lastPosition()
    const trial = await carryOut(file, mapping, true)
    expect(await t.store.lastPosition()).toBe(end)
    expect(trial).toMatchObject({
      dry: true,
      rows: 5,
      created: 3,
      updated: 0,
      refused: 1,
      accounts: 2,
      importId: null,
    })
    const report = await carryOut(file, mapping)
    expect(report).toMatchObject({ dry: false, created: 3, updated: 0, refused: 1, accounts: 2 })
    expect(said(report)).toStrictEqual([
      '5: It has no name.',
      '3: “nobody@else.example” is nobody who works here: it is yours.',
      '6: “not an address” is no e-mail address.',
      '4: It is deleted in the source, and was passed by.',
    ])
    const [ada] = (await read('/api/contacts?q=Lovelace')).items
    expect(ada).toMatchObject({
      name: { first: 'Ada', last: 'Lovelace' },
      email: 'ada@engine.example',
      accountName: 'Engine Ltd',
      ownerId: t.ids.rep,
      birthDate: '1985-12-10',
      addresses: [
        { kind: 'visiting', lines: ['1 Dock Street'], city: 'London', postalCode: 'E1 8JP', country: 'GB' },
      ],
    })
    // Whoever reads the history sees that it was brought in, and from where.
    const { items } = await read(`/api/contacts/${ada.id}/history`)
    expect(items.at(-1)).toMatchObject({ via: { kind: 'import', id: report.importId } })
    expect(await read(`/api/imports/${report.importId}`)).toMatchObject({
      kind: 'contact',
      system: 'Salesforce',
      file: 'contacts.csv',
      status: 'done',
      created: 3,
      refused: 1,
    })

    // The mapping is kept for the source; ids of 15 and of 18 characters are of one record; only differences are written.
    const next = contacts
      .replace('003Ax000004TmiQ', '003Ax000004TmiQIAS')
      .replace('Analyst', 'Countess')
      .replace('grace@navy.example', 'hopper@navy.example')
    const again = await send('contacts-2.csv', next)
    const proposed = await propose(again)
    expect(proposed.follows).toBe(report.importId)
    const second = await carryOut(again, mappingOf(proposed))
    expect(second).toMatchObject({ created: 0, updated: 2, unchanged: 1, accounts: 0, events: 2 })
    expect(await read(`/api/contacts/${ada.id}`)).toMatchObject({ title: 'Countess' })

    // Undone, the changes are taken back; undone again, the records are gone, and what was made for them.
    expect(await undo(second.importId)).toMatchObject({ withdrawn: 0, restored: 2, notUndone: 0 })
    expect(await read(`/api/contacts/${ada.id}`)).toMatchObject({ title: 'Analyst' })
    expect((await t.as('admin').post(`/api/imports/${second.importId}/revert`)).statusCode).toBe(409)
    await t.as('admin').patch(`/api/contacts/${ada.id}`, { title: 'Poet' })
    await t.settled()
    const undone = await undo(report.importId)
    // Ada stays, because somebody went on with her; so does her account, which she names.
    expect(undone).toMatchObject({ withdrawn: 3, restored: 0, notUndone: 2 })
    expect(undone.left.map(({ model }: { model: string }) => model).sort()).toStrictEqual([
      'account',
      'contact',
    ])
    expect((await read('/api/contacts?q=Hopper')).items).toStrictEqual([])
    expect(await read(`/api/imports/${report.importId}`)).toMatchObject({
      status: 'reverted',
      withdrawn: 3,
      notUndone: 2,
    })
    // What was undone can be brought in anew.
    expect(await bring('contacts.csv', contacts)).toMatchObject({ created: 2, accounts: 1 })
    expect((await read('/api/contacts?q=Hopper')).items).toHaveLength(1)
  })

  it('asks which order dates have, and which sign is before decimals, where the values do not say', async () => {
    const open = 'Name;Amount;Close Date;Stage\nA;1.234;01/02/2026;Nowhere\nB;2.500;03/04/2026;\n'
    const proposal = await propose(await send('deals.csv', open))
    const by = Object.fromEntries(proposal.columns.map((one) => [one.column, one]))
    expect(proposal).toMatchObject({ kind: 'opportunity', asksCurrency: true, currency: null })
    expect(by['Close Date']).toMatchObject({ format: null, question: 'date-order', mixed: false })
    expect(by.Amount).toMatchObject({ format: null, question: 'decimal-mark' })
    expect(by.Amount?.samples[0]?.read).toStrictEqual({ point: '1.234', comma: '1234' })
    expect(by.Stage?.values).toStrictEqual(['Nowhere'])
    const mixed = 'Name,Close Date\nA,31/01/2026\nB,01/31/2026\n'
    const both = await propose(await send('deals.csv', mixed))
    expect(both.columns[1]).toMatchObject({ question: 'date-order', mixed: true })
    const column = { field: 'closeDate', format: 'dmy', meanings: [], column: 'Close Date' }
    const name = { field: 'name', format: null, meanings: [], column: 'Name' }
    const file = await send('deals.csv', mixed)
    const report = await carryOut(file, mappingOf(both, { columns: [name, column] }), true)
    expect(said(report)).toContain('3: “01/31/2026” is no date that is written day, month, year.')
    // An amount without a currency is told by its line.
    const amounts = await bring('deals.csv', open, {
      columns: [name, { column: 'Amount', field: 'amount', format: 'comma', meanings: [] }],
    })
    expect(said(amounts)).toContain('2: “1.234” has no currency: say which one amounts are in.')
  })

  it('brings deals to their stages, closed ones as of the day they were closed, by what their stages mean here', async () => {
    const { items: pipelines } = await read('/api/pipelines')
    const usual = pipelines.find(({ isDefault }: { isDefault: boolean }) => isDefault)
    const [first, second] = usual.stages
    const deals = `Record ID,Deal Name,Deal Stage,Amount,Close Date,Create Date,Deal owner,Associated Company
1,Small,appointmentscheduled,"1,200.50",2026-12-31,2025-01-10 09:30,Nobody At All,Bought Ltd
2,Won one,Closed Won,3000,2025-03-31,2025-01-15 08:00,rep@hindsight.example,Bought Ltd
3,Lost one,closedlost,700,2025-04-30,2025-02-01 08:00,rep@hindsight.example,Bought Ltd
4,Odd one,somewhere else,1,,,,
`
    const file = await send('hubspot-deals.csv', deals)
    const proposal = await propose(file)
    expect(proposal).toMatchObject({ kind: 'opportunity', system: 'HubSpot', key: 'Record ID' })
    const columns = mappingOf(proposal).columns.map((one) => ({
      ...one,
      ...(one.column === 'Deal Stage' && { meanings: [{ value: 'appointmentscheduled', means: second.id }] }),
    }))
    const report = await carryOut(file, mappingOf(proposal, { columns, currency: 'EUR' }))
    expect(report).toMatchObject({ created: 4, refused: 0, accounts: 1 })
    expect(said(report)).toStrictEqual([
      '2: “Nobody At All” is nobody who works here: it is yours.',
      '5: “somewhere else” is no stage of the pipeline: it begins at the first one.',
    ])
    const { items } = await read('/api/opportunities?q=one&sort=name')
    expect(items).toMatchObject([
      { name: 'Lost one', status: 'lost', closeDate: '2025-04-30', lostReason: 'Not told by HubSpot' },
      { name: 'Odd one', status: 'open', stageId: first.id },
      {
        name: 'Won one',
        status: 'won',
        closeDate: '2025-03-31',
        amount: { amount: 300_000, currency: 'EUR' },
      },
    ])
    expect((await read('/api/opportunities?q=Small')).items).toMatchObject([
      {
        stageId: second.id,
        amount: { amount: 120_050, currency: 'EUR' },
        ownerId: t.ids.admin,
        accountName: 'Bought Ltd',
      },
    ])
    const then = await read('/api/opportunities?q=one&status=open&asOf=2025-02-15T00:00:00Z')
    expect(then.items.map(({ name }: { name: string }) => name).sort()).toStrictEqual(['Lost one', 'Won one'])

    // Next month: reopened, moved, dearer, somebody else’s.
    const next = deals
      .replace('closedlost,700', 'appointmentscheduled,900')
      .replace('Closed Won,3000', 'Closed Won,3000')
    const later = await bring('hubspot-deals.csv', next, { columns, currency: 'EUR' })
    expect(later).toMatchObject({ created: 0, updated: 1, unchanged: 3 })
    expect((await read('/api/opportunities?q=Lost+one')).items).toMatchObject([
      { status: 'open', stageId: second.id, amount: { amount: 90_000 } },
    ])
    // A deal that was opened again is not lost a second time: that is told, and the rest is taken back.
    expect(await undo(later.importId)).toMatchObject({
      withdrawn: 0,
      notUndone: 1,
      left: [{ model: 'opportunity', message: 'What was before cannot be told any more.' }],
    })
    expect(await undo(report.importId)).toMatchObject({
      withdrawn: 3,
      notUndone: 2,
      left: [
        { message: 'Somebody went on with it since.' },
        { model: 'account', message: 'It is named by opportunity.' },
      ],
    })
    expect((await read('/api/opportunities?q=Small')).items).toStrictEqual([])
    expect((await read('/api/opportunities?q=Lost+one')).items).toMatchObject([
      { amount: { amount: 70_000 } },
    ])
  })

  it('reads what other programs write: encodings, separators, line ends, headers in the middle, rows too short or long', async () => {
    const latin = Buffer.from(
      'Firma;Telefon;Land\r\nMüller & Söhne – 5 € GmbH;+49 30 123456;Deutschland\nKurz AG\r\n',
      'latin1',
    )
    // What latin1 cannot write: the dash and the euro of windows-1252.
    const bytes = Buffer.from([...latin].map((byte) => byte))
    bytes[bytes.indexOf(0x13)] = 0x96
    bytes[bytes.indexOf(0xac)] = 0x80
    const columns = [
      { column: 'Firma', field: 'name', format: null, meanings: [] },
      { column: 'Telefon', field: 'phone', format: null, meanings: [] },
      { column: 'Land', field: 'country', format: null, meanings: [] },
    ]
    const file = await send('kunden.csv', bytes)
    const proposal = await propose(file, { kind: 'account' })
    expect(proposal.remarks).toStrictEqual([
      'This file is not in UTF-8. It was read as Windows-1252: look whether the names are right.',
    ])
    await carryOut(file, mappingOf(proposal, { columns }))
    expect((await read('/api/accounts?q=Söhne')).items).toMatchObject([
      { name: 'Müller & Söhne – 5 € GmbH', country: 'DE' },
    ])
    const odd =
      '\uFEFFName,Email,Email\r\n"Tyr, Inc",x@tyr.example,y@tyr.example\n\n,,\rName,Email,Email\nShort\nLong,a@b.example,c,d,e\n"=cmd",\'+1 555 0100,\n'
    const report = await bring('odd.csv', odd, {}, { kind: 'account' })
    expect(report).toMatchObject({ created: 3, refused: 1 })
    expect(said(report)[0]).toMatch(/^\d+: It has 5 values where the header has 3 columns/)
    const sixteen = await send(
      'unicode.txt',
      Buffer.from('\uFEFFName\tEmail\nÐurić\tdj@x.example\n', 'utf16le'),
    )
    expect((await propose(sixteen, { kind: 'account' })).columns.map(({ column }) => column)).toStrictEqual([
      'Name',
      'Email',
    ])
  })

  it('reads workbooks with their types, cards, and answers of an API', async () => {
    const workbook = await writeWorkbook([
      [{ value: 'Name' }, { value: 'SKU' }, { value: 'Unit price' }, { value: 'Created' }],
      [
        { value: 'Drill', type: String },
        { value: 'D-1', type: String },
        { value: 1234.5, type: Number },
        { value: new Date('2024-02-03T00:00:00Z'), type: Date, format: 'yyyy-mm-dd' },
      ],
    ] as never).toBuffer()
    const file = await send('products.xlsx', workbook as Buffer)
    const proposal = await propose(file)
    expect(proposal).toMatchObject({ kind: 'product', rows: 1, asksCurrency: true })
    const report = await carryOut(file, mappingOf(proposal, { currency: 'EUR' }))
    expect(report).toMatchObject({ created: 1, refused: 0 })
    const [drill] = (await read('/api/products?q=Drill')).items
    expect(drill).toMatchObject({
      code: 'D-1',
      price: { amount: 123_450, currency: 'EUR' },
      createdAt: '2024-02-03T00:00:00.000Z',
    })
    expect(await undo(report.importId)).toMatchObject({ withdrawn: 1, notUndone: 0 })
    expect((await read('/api/products?q=Drill')).items).toStrictEqual([])
    const empty = await send(
      'empty.xlsx',
      (await writeWorkbook([[{ value: 'Name' }]] as never).toBuffer()) as Buffer,
    )
    const refused = await t.as('admin').post('/api/imports/proposal', { file: empty })
    expect(refused.json()).toMatchObject({ status: 400, errors: [{ field: 'empty.xlsx', rule: 'no-rows' }] })

    const cards = [
      'BEGIN:VCARD\r\nVERSION:4.0\r\nUID:urn:uuid:1\r\nFN:Marie Curie\r\nN:Curie;Marie;;;\r\nORG:Radium\\, Inc;Lab\r\nEMAIL;TYPE=work:mar\r\n ie@radium.example\r\nTEL;VALUE=uri;TYPE=cell:tel:+33-1-23456789\r\nADR;TYPE=work:;;1 rue\\nCuvier;Paris;;75005;France\r\nBDAY:18671107\r\nEND:VCARD',
      'BEGIN:VCARD\nVERSION:2.1\nN:M=C3=BCller;;\nEND:VCARD',
    ].join('\r\n')
    const carded = await bring('people.vcf', cards)
    expect(carded).toMatchObject({ created: 1, refused: 1, accounts: 1 })
    expect(said(carded)).toContain(
      '13: This card is of vCard 2.1: export it as vCard 3.0 or 4.0, which every address book can.',
    )
    expect((await read('/api/contacts?q=Curie')).items).toMatchObject([
      {
        name: { first: 'Marie', last: 'Curie' },
        email: 'marie@radium.example',
        accountName: 'Radium, Inc',
        birthDate: '1867-11-07',
      },
    ])

    const answer = JSON.stringify({
      results: [
        {
          id: '7',
          properties: {
            hs_object_id: '7',
            firstname: 'Katherine',
            lastname: 'Johnson',
            email: 'kj@nasa.example',
          },
        },
      ],
    })
    expect(await bring('contacts.json', answer)).toMatchObject({ created: 1 })
    const lines = '{"name":"Line one","email":"one@line.example"}\nno json\n{"name":"Line two"}\n'
    const told = await bring('companies.ndjson', lines, {}, { kind: 'account' })
    expect(told).toMatchObject({ created: 2, refused: 1 })
    expect(said(told)).toStrictEqual(['2: It is not JSON.'])
  })

  it('FAULTS 4 takes nobody further than their rights: of files, of records, of the past', async () => {
    const file = await send('contacts.csv', contacts)
    // Somebody else’s file is not there for others.
    const strange = await t.as('rep').post('/api/imports/proposal', { file })
    expect(strange.statusCode).toBe(403)
    const may = ['import.run', 'import.read', 'contact.*', 'account.read']
    const made = await t
      .as('admin')
      .post('/api/roles', { ...noAuthority, name: 'Importer', may, hidden: { contact: ['phone'] } })
    expect(made.statusCode, made.body).toBe(201)
    await t.as('admin').post(`/api/users/${t.ids.rep2}/assign-role`, { role: made.json<{ id: string }>().id })
    await t
      .as('admin')
      .post('/api/contacts', { name: { last: 'Theirs' }, email: 'theirs@x.example', ownerId: t.ids.rep })
    await t.settled()
    const table = await send(
      'mine.csv',
      'Last name,Email,Phone,Company,Created\nMine,mine@x.example,,,\nMasked,masked@x.example,+49 30 1,,\nTheirs,theirs@x.example,,,\nFirm,firm@x.example,,New Firm,\nPast,past@x.example,,,2020-01-01\n',
      'rep2',
    )
    const proposal: Proposal = (
      await t.as('rep2').post('/api/imports/proposal', { file: table, kind: 'contact' })
    ).json()
    const asked = { format: 'table', files: { table }, mapping: mappingOf(proposal) }
    const started = await t.as('rep2').post('/api/imports', asked)
    const report = await jobOf(started)
    expect(report).toMatchObject({ created: 1, refused: 4 })
    expect(said(report)).toStrictEqual([
      '3: Your role does not let you use phone of a contact this way.',
      '4: It is here already, and not among the records that you see.',
      '5: This needs the permission account.create.',
      '6: This needs the permission import.backdate.',
    ])
    // What one may not have imported one may not undo.
    expect((await t.as('rep2').post(`/api/imports/${report.importId}/revert`)).statusCode).toBe(403)
    // The file is used, and whoever has none hears of it.
    expect((await t.as('rep2').post('/api/imports', asked)).statusCode).toBe(400)
  })

  it('fills gaps only, or leaves what is here, where that is asked', async () => {
    const start = 'Name,Phone,Website\nGap Ltd,,old.example\n'
    await bring('gap.csv', start, {}, { kind: 'account' })
    const next = 'Name,Phone,Website\nGap Ltd,+49 30 5555,new.example\n'
    expect(await bring('gap.csv', next, { existing: 'skip' }, { kind: 'account' })).toMatchObject({
      unchanged: 1,
      events: 0,
    })
    expect(await bring('gap.csv', next, { existing: 'fill' }, { kind: 'account' })).toMatchObject({
      updated: 1,
    })
    expect((await read('/api/accounts?q=Gap')).items).toMatchObject([
      { phone: '+49 30 5555', website: 'https://old.example' },
    ])
  })
})
