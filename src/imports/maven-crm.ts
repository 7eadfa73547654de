import { InvalidInput } from '../commands/errors.ts'
import { createdId } from '../commands/ids.ts'
import { countryByName } from '../domain/values/country.ts'
import { day } from '../domain/values/day.ts'
import { within } from '../domain/values/instant.ts'
import { derivedId } from '../platform/process/ids.ts'
import { type CsvRow, readCsv } from './csv.ts'
import type { Notice, Phase, Plan, Row } from './import.ts'

/**
 * "CRM Sales Opportunities" by Maven Analytics: a B2B pipeline in four files. The rules, beside what the columns say:
 * - a day without a time is taken as noon UTC, so that it is the same day in most time zones;
 * - what has no day of its own but must be there before deals are (users, teams, products, accounts) is recorded as of
 *   the day before the first engagement;
 * - prospecting deals have no date: they are recorded as of the import;
 * - a deal's amount is the product's list price until it is won, then the close value; both are US dollars;
 * - an engaging, won or lost deal enters in "Engaging" on its engage date: when it was prospected is not known;
 * - agents and managers become users without a password, with addresses in the reserved domain `.invalid` (RFC 2606).
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
export type MavenFiles = Record<File, string>

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
const noon = (day: string) => `${day}T12:00:00.000Z`
const dollars = (text: string) => ({ amount: Math.round(Number(text) * 100), currency: 'USD' })

/** Turns the four files into commands. @throws InvalidInput naming file and column when a file is not of this form. */
export async function mavenCrm(files: MavenFiles): Promise<Plan> {
  const notices: Notice[] = []
  const read = async (file: File) =>
    (await readCsv(file, files[file], mavenFiles[file])).map((row) => respelled(file, row, notices))
  const accounts = await read('accounts.csv')
  const products = await read('products.csv')
  const agents = await read('sales_teams.csv')
  const deals = await read('sales_pipeline.csv')

  const days = deals
    .map(({ values }) => values.engage_date ?? '')
    .filter(isDay)
    .sort()
  if (!days[0]) {
    throw new InvalidInput([
      { field: 'sales_pipeline.csv: engage_date', rule: 'day', message: 'No line has a day.' },
    ])
  }
  const before = within(Date.parse(noon(days[0])) - 86_400_000)

  const known = {
    account: names(accounts, 'account'),
    product: new Map(products.map(({ values }) => [values.product ?? '', values.sales_price ?? ''])),
    agent: names(agents, 'sales_agent'),
  }
  const phases: Phase[] = [
    { name: 'Pipeline', rows: [pipelineRow(before)] },
    { name: 'Teams', rows: unique(agents, 'manager').map((row) => teamRow(row, before)) },
    { name: 'Managers', rows: unique(agents, 'manager').map((row) => managerRow(row, before)) },
    { name: 'Agents', rows: agents.map((row) => agentRow(row, before)) },
    { name: 'Products', rows: products.map((row) => productRow(row, before)) },
    {
      name: 'Accounts',
      rows: accounts
        .filter(({ values }) => !values.subsidiary_of)
        .map((row) => accountRow(row, known.account, before, notices)),
    },
    {
      name: 'Subsidiaries',
      rows: accounts
        .filter(({ values }) => values.subsidiary_of)
        .map((row) => accountRow(row, known.account, before, notices)),
    },
    { name: 'Opportunities', rows: deals.flatMap((row) => dealRow(row, known, notices)) },
  ]
  return { phases, notices }
}

function respelled(file: string, row: CsvRow, notices: Notice[]): CsvRow {
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
  }
}

const emailOf = (name: string) => `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@maven-crm.invalid`

function userRow(line: number, name: string, role: 'manager' | 'rep', team: string, occurredAt: string): Row {
  const body = { name, email: emailOf(name), role, teamId: made('team', team) }
  return {
    file: 'sales_teams.csv',
    line,
    requests: [{ command: 'user.register', commandId: command('user', name), body, occurredAt }],
  }
}

function teamRow({ line, values }: CsvRow, occurredAt: string): Row {
  const { manager = '', regional_office: region = '' } = values
  const body = { name: `${region} (${manager})`, region }
  return {
    file: 'sales_teams.csv',
    line,
    requests: [{ command: 'team.create', commandId: command('team', manager), body, occurredAt }],
  }
}

function managerRow({ line, values }: CsvRow, occurredAt: string): Row {
  const { manager = '' } = values
  const row = userRow(line, manager, 'manager', manager, occurredAt)
  const leads = {
    command: 'team.change',
    id: made('team', manager),
    commandId: command('team', manager, 'manager'),
    body: { managerId: made('user', manager) },
    occurredAt,
  }
  return { ...row, requests: [...row.requests, leads] }
}

function agentRow({ line, values }: CsvRow, occurredAt: string): Row {
  return userRow(line, values.sales_agent ?? '', 'rep', values.manager ?? '', occurredAt)
}

function productRow({ line, values }: CsvRow, occurredAt: string): Row {
  const { product: name = '', series, sales_price: price = '' } = values
  const body = {
    name,
    code: name.toUpperCase().replaceAll(' ', '-'),
    group: series || null,
    price: dollars(price),
  }
  return {
    file: 'products.csv',
    line,
    requests: [{ command: 'product.create', commandId: command('product', name), body, occurredAt }],
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
    // The column is in millions of US dollars.
    revenue: values.revenue ? dollars(String(Number(values.revenue) * 1_000_000)) : null,
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
  }
}

interface Known {
  account: ReadonlySet<string>
  product: ReadonlyMap<string, string>
  agent: ReadonlySet<string>
}

function dealRow({ line, values }: CsvRow, known: Known, notices: Notice[]): Row[] {
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
  const problems = [
    !key && ['opportunity_id', 'An opportunity needs an id.'],
    !known.agent.has(agent) && ['sales_agent', `There is no agent “${agent}”.`],
    !known.product.has(product) && ['product', `There is no product “${product}”.`],
    account && !known.account.has(account) && ['account', `There is no account “${account}”.`],
    !stages.some(({ name }) => name === stage) && ['deal_stage', `“${stage}” is no stage.`],
    stage !== 'Prospecting' && !isDay(engaged) && ['engage_date', 'A deal in this stage needs a day.'],
    ['Won', 'Lost'].includes(stage) && !isDay(closed) && ['close_date', 'A closed deal needs a day.'],
    isDay(engaged) &&
      isDay(closed) &&
      closed < engaged && ['close_date', 'It was closed before it was engaged.'],
    stage === 'Won' && !/^\d+(\.\d{1,2})?$/.test(value) && ['close_value', 'A won deal needs an amount.'],
  ].filter((problem): problem is [string, string] => Array.isArray(problem))
  if (problems.length > 0) {
    for (const [field, message] of problems) note('refused', field, message)
    return []
  }
  if (!account) note('incomplete', 'account', 'The deal has no account.')
  if (!engaged) note('incomplete', 'engage_date', 'The deal has no day; it is recorded as of the import.')

  const id = made('opportunity', key)
  const entered = stage === 'Prospecting' ? 'Prospecting' : 'Engaging'
  const open = {
    command: 'opportunity.open',
    commandId: command('opportunity', key),
    body: {
      name: account ? `${product} for ${account} (${key})` : `${product} (${key})`,
      accountId: account ? made('account', account) : null,
      ownerId: made('user', agent),
      pipelineId: made('pipeline'),
      stageId: stageId(entered),
      productId: made('product', product),
      amount: dollars(known.product.get(product) ?? '0'),
    },
    ...(engaged && { occurredAt: noon(engaged) }),
  }
  const closing = { id, commandId: command('opportunity', key, 'closed'), occurredAt: noon(closed) }
  const close =
    stage === 'Won'
      ? [{ ...closing, command: 'opportunity.win', body: { amount: dollars(value) } }]
      : stage === 'Lost'
        ? [{ ...closing, command: 'opportunity.lose', body: { reason: 'not stated' } }]
        : []
  return [{ file, line, requests: [open, ...close] }]
}
