import { InvalidInput } from '../commands/errors.ts'
import { createdId } from '../commands/ids.ts'
import { account } from '../domain/customers/account.ts'
import type { AnyDecider, StateOf } from '../domain/decider.ts'
import { team } from '../domain/identity/team.ts'
import { user } from '../domain/identity/user.ts'
import { changed } from '../domain/record.ts'
import { opportunity } from '../domain/sales/opportunity.ts'
import { pipeline } from '../domain/sales/pipeline.ts'
import { product } from '../domain/sales/product.ts'
import { countryByName } from '../domain/values/country.ts'
import { day } from '../domain/values/day.ts'
import { within } from '../domain/values/instant.ts'
import { money } from '../domain/values/money.ts'
import { derivedId } from '../platform/process/ids.ts'
import { type CsvRow, readCsv } from './csv.ts'
import { type Known, known, type Notice, type Phase, type Plan, type Row, type RowRequest } from './import.ts'

/**
 * "CRM Sales Opportunities" by Maven Analytics: a B2B pipeline in four files. The rules, beside what the columns say:
 * - a day without a time is taken as noon UTC, so that it is the same day in most time zones;
 * - what has no day of its own but must be there before deals are (users, teams, products, accounts) is recorded as of
 *   the day before the first engagement;
 * - prospecting deals have no date: they are recorded as of the import;
 * - a deal's amount is the product's list price until it is won, then the close value; both are US dollars;
 * - an engaging, won or lost deal enters in "Engaging" on its engage date: when it was prospected is not known;
 * - agents and managers become users without a password, with addresses in the reserved domain `.invalid` (RFC 2606).
 *
 * Records are known by their keys in the source: of a newer export, what differs becomes events. What has a day happens on
 * it, or at the record's last instant where that is later; what has none, as of the import.
 */
export const mavenFiles = {
  'accounts.csv': [
    'account',
    'sector',
    'year_established',
    'revenue',
    'employees',
    'office_location',
    'subsidiary_of',
  ],
  'products.csv': ['product', 'series', 'sales_price'],
  'sales_teams.csv': ['sales_agent', 'manager', 'regional_office'],
  'sales_pipeline.csv': [
    'opportunity_id',
    'sales_agent',
    'product',
    'account',
    'deal_stage',
    'engage_date',
    'close_date',
    'close_value',
  ],
} as const

type File = keyof typeof mavenFiles
/** Each file as often as it is asked for, from its start: the deals, which may be many, are read twice and never held. */
export type MavenFiles = Record<File, () => AsyncIterable<Uint8Array>>

/** Spellings that are known to be wrong, by column. */
const spelling: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  product: { GTXPro: 'GTX Pro' },
  sector: { technolgy: 'technology' },
  office_location: { Philipines: 'Philippines', Korea: 'South Korea' },
}

const stages = [
  { name: 'Prospecting', kind: 'open', probability: 0.1 },
  { name: 'Engaging', kind: 'open', probability: 0.5 },
  { name: 'Won', kind: 'won', probability: 1 },
  { name: 'Lost', kind: 'lost', probability: 0 },
] as const

const command = (...parts: string[]) => derivedId('maven-crm', ...parts)
/** The id a creation gets, so that later rows can name it before it is there. */
const made = (...parts: string[]) => createdId(command(...parts))
const stageId = (name: string) => derivedId('maven-crm', 'stage', name)
/** The revenue of accounts is in millions of US dollars. */
const million = 1_000_000
const noon = (day: string) => `${day}T12:00:00.000Z`

/** An amount in whole or part dollars, times `unit`; undefined for what is written otherwise. Nothing is guessed. */
function dollars(text: string, unit = 1) {
  if (!/^\d+(\.\d+)?$/.test(text)) return undefined
  const cents = Number(text) * 100 * unit
  const amount = { amount: Math.round(cents), currency: 'USD' }
  return Math.abs(cents - amount.amount) < 0.001 && money.safeParse(amount).success ? amount : undefined
}

const noAmount = (text: string) =>
  `“${text}” is no amount: write digits, with a point before cents and nothing between thousands, such as 1990 or 10.50.`
const noNumber = (text: string) => `“${text}” is no whole number.`

/** Turns the four files into commands. @throws InvalidInput naming file and column when a file is not of this form. */
export async function mavenCrm(files: MavenFiles): Promise<Plan> {
  const notices: Notice[] = []
  async function* read(file: File, notes: Notes = notices): AsyncGenerator<CsvRow> {
    for await (const row of readCsv(file, files[file](), mavenFiles[file])) yield respelled(file, row, notes)
  }
  const accounts = await all(read('accounts.csv'))
  const products = await all(read('products.csv'))
  const agents = await all(read('sales_teams.csv'))

  const refuse = refusing(notices)
  const goodProducts = products.filter(({ line, values: { sales_price: price = '' } }) =>
    refuse('products.csv', line, [!dollars(price) && ['sales_price', noAmount(price)]]),
  )
  const goodAccounts = accounts.filter(({ line, values }) => {
    const { revenue = '', employees = '', year_established: year = '' } = values
    return refuse('accounts.csv', line, [
      revenue && !dollars(revenue, million) && ['revenue', noAmount(revenue)],
      employees && !/^\d+$/.test(employees) && ['employees', noNumber(employees)],
      year && !/^\d+$/.test(year) && ['year_established', noNumber(year)],
    ])
  })
  const others = {
    account: names(goodAccounts, 'account'),
    product: new Map(goodProducts.map(({ values }) => [values.product ?? '', values.sales_price ?? ''])),
    agent: names(agents, 'sales_agent'),
    refused: {
      account: names(accounts, 'account'),
      product: names(products, 'product'),
    },
  }
  let deals = 0
  let first: string | undefined
  for await (const row of read('sales_pipeline.csv')) {
    const { engage_date: day = '' } = row.values
    if (isDay(day) && (first === undefined || day < first)) first = day
    deals += dealRow(row, others, notices).length
  }
  if (first === undefined) {
    throw new InvalidInput([
      { field: 'sales_pipeline.csv: engage_date', rule: 'day', message: 'No line has a day.' },
    ])
  }
  const before = within(Date.parse(noon(first)) - 86_400_000)

  const emails = emailsOf([...names(agents, 'manager'), ...names(agents, 'sales_agent')])
  const phases: Phase[] = [
    { name: 'Pipeline', rows: [pipelineRow(before)] },
    { name: 'Teams', rows: unique(agents, 'manager').map((row) => teamRow(row, before)) },
    { name: 'Managers', rows: unique(agents, 'manager').map((row) => managerRow(row, emails, before)) },
    { name: 'Agents', rows: agents.map((row) => agentRow(row, emails, before)) },
    {
      name: 'Product groups',
      rows: unique(goodProducts, 'series').flatMap((row) =>
        row.values.series ? [groupRow(row, before)] : [],
      ),
    },
    { name: 'Products', rows: goodProducts.map((row) => productRow(row, before)) },
    {
      name: 'Accounts',
      rows: goodAccounts
        .filter(({ values }) => !values.subsidiary_of)
        .map((row) => accountRow(row, others.account, before, notices)),
    },
    {
      name: 'Subsidiaries',
      rows: goodAccounts
        .filter(({ values }) => values.subsidiary_of)
        .map((row) => accountRow(row, others.account, before, notices)),
    },
    {
      name: 'Opportunities',
      rows: {
        length: deals,
        async *[Symbol.asyncIterator]() {
          for await (const row of read('sales_pipeline.csv', nowhere)) yield* dealRow(row, others, nowhere)
        },
      },
    },
  ]
  return { phases, notices }
}

/** What was noted when it was read first is not noted again. */
type Notes = Pick<Notice[], 'push'>
const nowhere: Notes = { push: () => 0 }

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

/** Notes what is wrong with a line. @returns whether nothing is. */
function refusing(notices: Notes) {
  return (file: File, line: number, problems: readonly Problem[]): boolean => {
    const found = problems.filter((problem) => Array.isArray(problem))
    for (const [field, message] of found) notices.push({ file, line, kind: 'refused', field, message })
    return found.length === 0
  }
}

/** Field and message, where something is wrong. */
type Problem = readonly [string, string] | false | ''

function respelled(file: string, row: CsvRow, notices: Notes): CsvRow {
  const values = Object.fromEntries(
    Object.entries(row.values).map(([field, text]) => {
      const trimmed = text.trim()
      const right = spelling[field]?.[trimmed]
      if (right === undefined) return [field, trimmed]
      notices.push({
        file,
        line: row.line,
        kind: 'mapped',
        field,
        message: `“${trimmed}” was read as “${right}”.`,
      })
      return [field, right]
    }),
  )
  return { line: row.line, values }
}

const isDay = (text: string) => day.safeParse(text).success
const names = (rows: readonly CsvRow[], column: string) =>
  new Set(rows.map(({ values }) => values[column] ?? ''))

function unique(rows: readonly CsvRow[], column: string): CsvRow[] {
  return [...new Map(rows.toReversed().map((row) => [row.values[column] ?? '', row])).values()].reverse()
}

function pipelineRow(occurredAt: string): Row {
  const body = {
    name: 'Maven sales',
    currency: 'USD',
    stages: stages.map((stage) => ({ id: stageId(stage.name), ...stage })),
  }
  return {
    file: 'sales_pipeline.csv',
    line: 1,
    requests: [{ command: 'pipeline.create', commandId: command('pipeline'), body, occurredAt }],
    known: known(pipeline, made('pipeline'), () => []),
  }
}

/** An address for each name, in its own script; names that come to the same one are told apart by their ids. */
function emailsOf(people: readonly string[]): ReadonlyMap<string, string> {
  const emails = new Map<string, string>()
  const taken = new Set<string>()
  for (const name of new Set(people)) {
    const plain = name
      .normalize('NFC')
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, '.')
      .replace(/^\.|\.$/g, '')
    const local =
      plain === '' || taken.has(plain) ? `${plain || 'agent'}.${command('user', name).slice(0, 8)}` : plain
    taken.add(local)
    emails.set(name, `${local}@maven-crm.invalid`)
  }
  return emails
}

type Emails = ReadonlyMap<string, string>

function userRow(
  line: number,
  { name, team, email }: { name: string; team: string; email: string | undefined },
  role: 'manager' | 'rep',
  occurredAt: string,
): Row {
  const id = made('user', name)
  const body = { name, email, role, teamId: made('team', team) }
  return {
    file: 'sales_teams.csv',
    line,
    requests: [{ command: 'user.register', commandId: command('user', name), body, occurredAt }],
    // Their address and role are ours to change.
    known: known(user, id, ({ teamId }) =>
      teamId === body.teamId ? [] : [{ command: 'user.change', id, body: { teamId: body.teamId } }],
    ),
  }
}

function teamRow({ line, values }: CsvRow, occurredAt: string): Row {
  const { manager = '', regional_office: region = '' } = values
  const body = { name: `${region} (${manager})`, region }
  return {
    file: 'sales_teams.csv',
    line,
    requests: [{ command: 'team.create', commandId: command('team', manager), body, occurredAt }],
    known: changing(team, made('team', manager), body),
  }
}

/** The record with these fields, where they differ. */
function changing(of: AnyDecider, id: string, fields: object): Known {
  return known(of, id, (state) => {
    const body = changed<object>(state as object, fields)
    return Object.keys(body).length > 0 ? [{ command: `${of.name}.change`, id, body }] : []
  })
}

function managerRow({ line, values }: CsvRow, emails: Emails, occurredAt: string): Row {
  const { manager = '' } = values
  const email = emails.get(manager)
  const row = userRow(line, { name: manager, team: manager, email }, 'manager', occurredAt)
  const leads = {
    command: 'team.change',
    id: made('team', manager),
    commandId: command('team', manager, 'manager'),
    body: { managerId: made('user', manager) },
    occurredAt,
  }
  return { ...row, requests: [...row.requests, leads] }
}

function agentRow({ line, values }: CsvRow, emails: Emails, occurredAt: string): Row {
  const { sales_agent: name = '', manager = '' } = values
  return userRow(line, { name, team: manager, email: emails.get(name) }, 'rep', occurredAt)
}

function groupRow({ line, values: { series = '' } }: CsvRow, occurredAt: string): Row {
  const body = { name: series }
  return {
    file: 'products.csv',
    line,
    requests: [
      { command: 'productGroup.create', commandId: command('productGroup', series), body, occurredAt },
    ],
  }
}

function productRow({ line, values }: CsvRow, occurredAt: string): Row {
  const { product: name = '', series, sales_price: price = '' } = values
  const body = {
    name,
    code: name.toUpperCase().replaceAll(' ', '-'),
    groupId: series ? made('productGroup', series) : null,
    price: dollars(price),
  }
  return {
    file: 'products.csv',
    line,
    requests: [{ command: 'product.create', commandId: command('product', name), body, occurredAt }],
    known: changing(product, made('product', name), body),
  }
}

function accountRow(
  { line, values }: CsvRow,
  known: ReadonlySet<string>,
  occurredAt: string,
  notices: Notice[],
): Row {
  const file = 'accounts.csv'
  const { account: name = '', sector, office_location: office = '', subsidiary_of: parent = '' } = values
  const country = countryByName(office)
  if (office && !country) {
    notices.push({
      file,
      line,
      kind: 'incomplete',
      field: 'office_location',
      message: `“${office}” is no country known here.`,
    })
  }
  if (parent && !known.has(parent)) {
    notices.push({
      file,
      line,
      kind: 'incomplete',
      field: 'subsidiary_of',
      message: `There is no account “${parent}”.`,
    })
  }
  const body = {
    name,
    sector: sector || null,
    yearEstablished: values.year_established ? Number(values.year_established) : null,
    revenue: values.revenue ? dollars(values.revenue, million) : null,
    employees: values.employees ? Number(values.employees) : null,
    country: country ?? null,
    parentId: parent && known.has(parent) ? made('account', parent) : null,
    relation: 'customer',
    // The file does not say, and it is not whoever loads it.
    ownerId: null,
  }
  return {
    file,
    line,
    requests: [{ command: 'account.create', commandId: command('account', name), body, occurredAt }],
    // Whether it is more than a customer is no matter of the file's.
    known: changing(account, made('account', name), { ...body, relation: undefined }),
  }
}

interface Others {
  account: ReadonlySet<string>
  product: ReadonlyMap<string, string>
  agent: ReadonlySet<string>
  /** Also those whose own lines are refused. */
  refused: Record<'account' | 'product', ReadonlySet<string>>
}

const missing = (what: 'account' | 'product', name: string, { refused }: Others) =>
  refused[what].has(name)
    ? `The ${what} “${name}” is refused in ${what}s.csv.`
    : `There is no ${what} “${name}”.`

function dealRow({ line, values }: CsvRow, others: Others, notices: Notes): Row[] {
  const file = 'sales_pipeline.csv'
  const { opportunity_id: key = '', sales_agent: agent = '', product = '', account = '' } = values
  const {
    deal_stage: stage = '',
    engage_date: engaged = '',
    close_date: closed = '',
    close_value: value = '',
  } = values
  const note = (kind: Notice['kind'], field: string, message: string) =>
    notices.push({ file, line, kind, field, message })
  const problems: Problem[] = [
    !key && ['opportunity_id', 'An opportunity needs an id.'],
    !others.agent.has(agent) && ['sales_agent', `There is no agent “${agent}”.`],
    !others.product.has(product) && ['product', missing('product', product, others)],
    account && !others.account.has(account) && ['account', missing('account', account, others)],
    !stages.some(({ name }) => name === stage) && ['deal_stage', `“${stage}” is no stage.`],
    stage !== 'Prospecting' && !isDay(engaged) && ['engage_date', 'A deal in this stage needs a day.'],
    ['Won', 'Lost'].includes(stage) && !isDay(closed) && ['close_date', 'A closed deal needs a day.'],
    isDay(engaged) &&
      isDay(closed) &&
      closed < engaged && ['close_date', 'It was closed before it was engaged.'],
    stage === 'Won' && !value && ['close_value', 'A won deal needs an amount.'],
    value !== '' && !dollars(value) && ['close_value', noAmount(value)],
  ]
  if (!refusing(notices)(file, line, problems)) return []
  if (!account) note('incomplete', 'account', 'The deal has no account.')
  if (!engaged) note('incomplete', 'engage_date', 'The deal has no day; it is recorded as of the import.')

  const id = made('opportunity', key)
  const entered = stage === 'Prospecting' ? 'Prospecting' : 'Engaging'
  const fields = {
    name: account ? `${product} for ${account} (${key})` : `${product} (${key})`,
    accountId: account ? made('account', account) : null,
    productId: made('product', product),
  }
  const ownerId = made('user', agent)
  const listPrice = dollars(others.product.get(product) ?? '')
  const open = {
    command: 'opportunity.open',
    commandId: command('opportunity', key),
    body: { ...fields, ownerId, pipelineId: made('pipeline'), stageId: stageId(entered), amount: listPrice },
    ...(engaged && { occurredAt: noon(engaged) }),
  }
  const end =
    stage === 'Won'
      ? { id, command: 'opportunity.win', body: { amount: dollars(value) } }
      : { id, command: 'opportunity.lose', body: { reason: 'not stated' } }
  const isClosed = stage === 'Won' || stage === 'Lost'
  const close = isClosed
    ? [{ ...end, commandId: command('opportunity', key, 'closed'), occurredAt: noon(closed) }]
    : []

  /** First what has a day, because nothing of a record happens before its last event; then what differs as of now. */
  function changes(state: StateOf<typeof opportunity>): RowRequest[] {
    const { status, amount, closeDate, stage: now, productId } = state
    const wanted = isClosed ? stage.toLowerCase() : 'open'
    const differs =
      status !== wanted ||
      (status !== 'open' && closeDate !== closed) ||
      (status === 'won' && amount?.amount !== dollars(value)?.amount)
    const on = (day: string) => (day ? ({ occurredAt: noon(day), clampOccurredAt: true } as const) : {})
    const steps: (RowRequest | false)[] = [
      differs && status !== 'open' && { id, command: 'opportunity.reopen', body: {}, ...on(closed) },
      (status === 'open' || !isClosed) &&
        now.id !== stageId(entered) && {
          id,
          command: 'opportunity.advance-stage',
          body: { stageId: stageId(entered) },
          ...on(engaged),
        },
      // Until it is won it is worth its product's price; what somebody has put instead stays, while that does.
      productId !== fields.productId &&
        (status === 'open' || differs) && {
          id,
          command: 'opportunity.change-amount',
          body: { amount: listPrice },
          ...on(closed || engaged),
        },
      differs && isClosed && { ...end, ...on(closed) },
      { id, command: 'opportunity.change', body: fields },
      { id, command: 'opportunity.assign', body: { ownerId } },
    ]
    return steps.filter((one) => one !== false)
  }
  return [{ file, line, requests: [open, ...close], known: known(opportunity, id, changes) }]
}
