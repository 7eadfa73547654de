import type { PhaseInMemory, Row } from '../imports/import.ts'
import { type Dice, loadedDice } from './dice.ts'
import {
  as,
  campaigns,
  channels,
  command,
  competitors,
  disqualifications,
  lossReasons,
  made,
  type Product,
  products,
  recyclings,
  sources,
  stageId,
  tags,
} from './organisation.ts'
import { day, dayOf, momentsFrom } from './timeline.ts'

/** In our own words, with what NAICS 2022 calls them by. */
const sectors = {
  Pharma: '3254',
  Universities: '6113',
  Chemicals: '3251',
  'Food safety': '5413',
  Materials: '3279',
  Hospitals: '6221',
}
const countries = ['DE', 'FR', 'NL', 'SE', 'PL', 'IT', 'ES', 'AT'] as const
const streets = {
  DE: { lines: ['Lindenufer 4'], postalCode: '13597', city: 'Berlin' },
  FR: { lines: ['12 rue des Essais'], postalCode: '69002', city: 'Lyon' },
  NL: { lines: ['Proefstraat 7'], postalCode: '2312 AB', city: 'Leiden' },
  SE: { lines: ['Provgatan 3'], postalCode: '222 22', city: 'Lund' },
  PL: { lines: ['ul. Pomiarowa 9'], postalCode: '31-001', city: 'Kraków' },
  IT: { lines: ['Via della Prova 2'], postalCode: '35122', city: 'Padova' },
  ES: { lines: ['Calle del Ensayo 15'], postalCode: '46001', city: 'Valencia' },
  AT: { lines: ['Messgasse 6'], postalCode: '8010', city: 'Graz' },
} as const
const placed = (country: keyof typeof streets) => ({
  country,
  addresses: [{ kind: 'visiting', ...streets[country], country }],
})
const reps = ['rep', 'rep2'] as const
const accountCount = 48
const dealCount = 150
const leadCount = 90

interface Asked {
  command: string
  body: unknown
  occurredAt: string
  by: string
}

/** The commands of one record: the first makes it, the others are asked of it. */
function rowOf(kind: string, index: number, asked: readonly Asked[]): Row {
  return {
    file: 'demo',
    line: index,
    requests: asked.map(({ command: type, body, occurredAt, by }, step) => ({
      command: type,
      commandId: step === 0 ? command(kind, index) : command(kind, index, step),
      ...(step > 0 && { id: made(kind, index) }),
      body,
      principal: as(by),
      occurredAt,
    })),
  }
}

/** Three quarters of selling: accounts with people, deals in every stage with their offers, leads of every kind. */
export async function sales(began: number, now: number): Promise<PhaseInMemory[]> {
  const dice = await loadedDice(20260331)
  const rows = (count: number, row: (index: number) => Row) =>
    Array.from({ length: count }, (_, index) => row(index))
  const accounts = rows(accountCount, (index) => accountRow(index, began, dice))
  const contacts = rows(accountCount * 2, (index) => contactRow(index, began, dice))
  const deals = rows(dealCount, (index) => dealRow(index, began, now, dice))
  const leads = rows(leadCount, (index) => leadRow(index, began, now, dice))
  return [
    { name: 'Accounts', rows: accounts },
    { name: 'Contacts', rows: contacts },
    { name: 'Opportunities', rows: deals },
    { name: 'Quotes', rows: deals.flatMap((deal) => quoteRow(deal, now, dice)) },
    { name: 'Leads', rows: leads },
    {
      name: 'Conversions',
      rows: leads
        .filter(isQualified)
        .slice(-3)
        .map((lead) => conversionRow(lead, now)),
    },
  ]
}

function accountRow(index: number, began: number, { faker, pick, whole }: Dice): Row {
  const [sector, naics] = pick(Object.entries(sectors))
  const body = {
    name: `${faker.company.name()} ${index % 3 === 0 ? 'Labs' : 'Group'}`,
    sector,
    ...placed(pick(countries)),
    naics,
    yearEstablished: whole(1920, 2022),
    employees: whole(12, 9000),
    website: `https://${faker.internet.domainWord()}.example`,
    relation: index % 4 === 0 ? 'prospect' : 'customer',
    classification: ['A', 'B', 'C'][index % 5] ?? null,
    custom: ownFields(index, began),
    ownerId: made('user', pick(reps)),
  }
  const occurredAt = new Date(began + index * 600_000).toISOString()
  const [tag] = tags.filter((_, nth) => index % (5 + 2 * nth) === 0)
  return rowOf('account', index, [
    { command: 'account.create', body, occurredAt, by: 'manager' },
    ...(tag
      ? [{ command: 'account.tag', body: { tagIds: [made('tag', tag.key)] }, occurredAt, by: 'manager' }]
      : []),
  ])
}

/** Two thirds of the accounts have values of the fields that the organisation has added. */
function ownFields(index: number, began: number) {
  if (index % 3 === 2) return {}
  return {
    debtorNumber: `D-${10_400 + index * 7}`,
    delivery: ['Courier', 'Freight', 'Collects'][index % 3],
    contractEnds: new Date(began + (400 + index * 11) * day).toISOString().slice(0, 10),
    creditLimit: { amount: (1 + (index % 8)) * 1_000_000, currency: 'EUR' },
  }
}

function contactRow(index: number, began: number, { faker, pick }: Dice): Row {
  const [first, last] = [faker.person.firstName(), faker.person.lastName()]
  const body = {
    name: { first, last },
    email: `${first}.${last}.${index}@mail.example`.toLowerCase().replace(/[^a-z0-9.@]/g, ''),
    phone: `+49 30 ${1_000_000 + index * 137}`,
    otherPhones: index % 3 === 0 ? [{ kind: 'mobile', phone: `+49 170 ${2_000_000 + index * 91}` }] : [],
    title: pick(['Head of lab', 'Procurement', 'Scientist', 'Quality manager', 'IT lead']),
    accountId: made('account', index % accountCount),
    ownerId: made('user', pick(reps)),
  }
  const occurredAt = new Date(began + (accountCount + index) * 600_000).toISOString()
  return rowOf('contact', index, [{ command: 'contact.create', body, occurredAt, by: 'manager' }])
}

const euros = (amount: number) => ({ amount: Math.round(amount / 10_000) * 10_000, currency: 'EUR' })

function dealRow(index: number, began: number, now: number, dice: Dice): Row {
  const { pick, whole, chance } = dice
  const by = pick(reps)
  const product = pick<Product>(products)
  const account = whole(0, accountCount - 1)
  const span = now - began - 10 * day
  const moments = momentsFrom(began + 3 * day + (span * index) / dealCount, now, dice)
  const size = product.price * whole(1, 8)
  const asked: Asked[] = [
    {
      command: 'opportunity.open',
      body: {
        name: `${product.name} ${pick(['for the main lab', 'roll-out', 'replacement', 'pilot', 'framework contract'])}`,
        accountId: made('account', account),
        contactId: made('contact', account),
        productId: made('product', product.key),
        ownerId: made('user', by),
        amount: euros(size),
        closeDate: dayOf(Date.parse(moments.at) + whole(40, 120) * day),
        budget: index % 4 === 0 ? euros(size * 1.2) : null,
        channel: channels[index % channels.length],
        ...(index % 5 > 0 && {
          nextStep: pick(['Send the offer', 'Call procurement', 'Show it to the lab', 'Agree the terms']),
          nextStepOn: dayOf(now + ((index % 23) - 6) * day),
        }),
      },
      occurredAt: moments.at,
      by,
    },
  ]
  const ask = (minDays: number, maxDays: number, type: string, body: unknown): boolean => {
    const occurredAt = moments.after(minDays, maxDays)
    if (occurredAt) asked.push({ command: type, body, occurredAt, by })
    return occurredAt !== undefined
  }
  /** Of a third it is known what they consist of; what the others bring is an estimate. */
  const worth = (size: number) => {
    const quantity = Math.max(1, Math.round(size / product.price))
    if (index % 3 > 0) ask(1, 6, 'opportunity.change-amount', { amount: euros(size) })
    else
      ask(1, 6, 'opportunity.change-lines', {
        lines: [
          { productId: made('product', product.key), quantity, discountPercent: pick([0, 0, 5]) },
          { productId: made('product', 'training'), quantity: 1 },
        ],
      })
  }
  const stance = pick(['supporter', 'neutral', 'opponent'])
  const role = pick(['Decision-maker', 'Influencer', 'Stakeholder'])
  if (index % 2 === 0)
    ask(0, 2, 'opportunity.set-player', { contactId: made('contact', account + accountCount), role, stance })
  const rival = competitors[index % competitors.length]?.key
  if (index % 3 === 1)
    ask(0, 2, 'opportunity.set-competitors', { competitorIds: [made('competitor', rival ?? '')] })
  const lose = () =>
    ask(1, 10, 'opportunity.lose', {
      reason: pick(lossReasons),
      ...(index % 3 === 1 && { competitorId: made('competitor', rival ?? '') }),
    })
  for (const key of ['discovery', 'proposal', 'negotiation']) {
    if (chance(0.16)) {
      lose()
      return rowOf('opportunity', index, asked)
    }
    if (!ask(4, 22, 'opportunity.advance-stage', { stageId: stageId(key) }))
      return rowOf('opportunity', index, asked)
    if (chance(0.3)) worth((size * whole(60, 140)) / 100)
    if (chance(0.25)) {
      const closeDate = dayOf(Date.parse(moments.at) + whole(20, 90) * day)
      ask(1, 6, 'opportunity.change-close-date', { closeDate })
    }
  }
  if (chance(0.3)) lose()
  else ask(5, 25, 'opportunity.win', { reason: pick(['Best fit', 'Service', 'Price', 'Relationship']) })
  return rowOf('opportunity', index, asked)
}

function leadRow(index: number, began: number, now: number, dice: Dice): Row {
  const { faker, pick, whole, chance } = dice
  const [first, last] = [faker.person.firstName(), faker.person.lastName()]
  const by = pick(reps)
  const span = now - began - 12 * day
  const moments = momentsFrom(began + 10 * day + (span * index) / leadCount, now, dice)
  const owned = chance(0.8)
  const asked: Asked[] = [
    {
      command: 'lead.capture',
      body: {
        name: { first, last },
        email: `${first}.${last}@prospect.example`.toLowerCase().replace(/[^a-z.@]/g, ''),
        phone: chance(0.6) ? `+33 1 ${2_000_000 + index * 911}` : null,
        company: chance(0.85) ? faker.company.name() : null,
        country: pick(countries),
        source: pick(sources),
        productInterest: chance(0.7) ? pick<Product>(products).name : null,
        ownerId: owned ? made('user', by) : null,
        ...(index % 9 === 0 && { campaign: campaigns[index % campaigns.length] }),
        ...(index % 6 === 0 && { referrerId: made('contact', index % 5) }),
      },
      occurredAt: moments.at,
      by: owned ? by : 'manager',
    },
  ]
  const ask = (type: string, body: unknown): boolean => {
    const occurredAt = moments.after(1, 9)
    if (occurredAt) asked.push({ command: type, body, occurredAt, by })
    return occurredAt !== undefined
  }
  if (owned && chance(0.75)) {
    const budget = pick(['EUR 20,000 approved', 'Asking for EUR 50,000', 'Part of the yearly plan'])
    const need = pick(['Old instrument fails calibration', 'New product line', 'Audit finding to close'])
    ask('lead.change', { qualification: { budget, need } })
    if (chance(0.35)) ask('lead.disqualify', { reason: pick(disqualifications) })
    else if (index % 9 === 0)
      ask('lead.recycle', { reason: pick(recyclings), wakeOn: dayOf(now + whole(5, 90) * day) })
    else if (chance(0.65)) {
      const authority = pick(['Signs herself', 'Needs the dean', 'Buys through procurement'])
      ask('lead.qualify', { authority, timeline: `Within ${whole(1, 4)} months` })
    }
  }
  return rowOf('lead', index, asked)
}

const lastOf = (row: Row) => row.requests.at(-1)
const isQualified = (row: Row) => lastOf(row)?.command === 'lead.qualify'

/** The newest of them were accepted today: their orders follow by themselves, as soon as sagas run. */
const acceptedFrom = dealCount - 40
/** Those of which an offer may have been accepted, by the place of their deals. */
export const acceptedQuotes = Array.from(
  { length: dealCount - acceptedFrom },
  (_, index) => acceptedFrom + index,
)

/** The offer for a deal that has come as far as a proposal and is open. */
function quoteRow(deal: Row, now: number, { pick, whole }: Dice): Row[] {
  const last = lastOf(deal)
  const steps = deal.requests.filter(({ command: type }) => type === 'opportunity.advance-stage').length
  if (!last?.occurredAt || steps < 2 || /\.(win|lose)$/.test(last.command)) return []
  const by = deal.requests[0]?.principal
  const drafted = Math.min(Date.parse(last.occurredAt) + 2 * 3_600_000, now - 3_600_000)
  const lines = [pick<Product>(products), pick<Product>(products)].map(({ key }) => ({
    productId: made('product', key),
    quantity: whole(1, 5),
    discountPercent: pick([0, 0, 5, 10]),
    taxPercent: 19,
  }))
  const index = deal.line
  const request = (step: number, type: string, body: unknown, at: number) => ({
    command: type,
    commandId: step === 0 ? command('quote', index) : command('quote', index, step),
    ...(step > 0 && { id: made('quote', index) }),
    body,
    ...(by && { principal: by }),
    occurredAt: new Date(at).toISOString(),
  })
  const draft = { opportunityId: made('opportunity', index), validUntil: dayOf(now + 21 * day), lines }
  return [
    {
      file: 'demo',
      line: index,
      requests: [
        request(0, 'quote.draft', draft, drafted),
        request(1, 'quote.send', {}, drafted + 600_000),
        ...(index >= acceptedFrom ? [request(2, 'quote.accept', {}, now - 1_800_000)] : []),
      ],
    },
  ]
}

/** A lead that was qualified becomes a deal today. */
function conversionRow(lead: Row, now: number): Row {
  const by = lead.requests[0]?.principal
  return {
    file: 'demo',
    line: lead.line,
    requests: [
      {
        command: 'lead.convert',
        id: made('lead', lead.line),
        commandId: command('lead', lead.line, 'convert'),
        body: {},
        ...(by && { principal: by }),
        occurredAt: new Date(now - 1_200_000).toISOString(),
      },
    ],
  }
}
