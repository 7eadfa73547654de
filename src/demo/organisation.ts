import { createdId } from '../commands/ids.ts'
import { choiceListId } from '../commands/settings/choice-list.ts'
import { organisationId } from '../commands/settings/organisation.ts'
import { fieldSetId } from '../commands/settings/referred.ts'
import { ruleSetId } from '../commands/settings/rule-set.ts'
import type { Role } from '../domain/identity/authority.ts'
import type { Phase } from '../imports/import.ts'
import { keyOf, noMasks, type Principal } from '../platform/people/permissions.ts'
import { derivedId } from '../platform/process/ids.ts'

/** Command ids of the demo; the same key is the same command, so loading goes on where it was cut off. */
export const command = (...parts: (string | number)[]) => derivedId('demo', ...parts)
export const made = (...parts: (string | number)[]) => createdId(command(...parts))

const people: readonly [key: string, name: string, role: Role, team: string | null][] = [
  ['admin', 'Amara Okafor', 'admin', null],
  ['manager', 'Marta Lindqvist', 'manager', 'sales'],
  ['rep', 'Rafael Costa', 'rep', 'sales'],
  ['rep2', 'Renée Dubois', 'rep', 'sales'],
  ['agent', 'Anna Kowalska', 'agent', 'support'],
  ['auditor', 'Aldous Whitfield', 'auditor', null],
]

export const demoPassword = 'hindsight-demo'
export const demoUsers = people.map(([key, name, role]) => ({
  key,
  name,
  role,
  id: made('user', key),
  email: `${key}@hindsight.example`,
}))

/** A demo user at work, with all rights: the plan keeps to what each would really do. */
export function as(key: string): Principal {
  const user = demoUsers.find((one) => one.key === key)
  if (!user) throw new Error(`there is no demo user ${key}`)
  return {
    actor: { kind: 'user', id: user.id, roles: [user.role] },
    via: { kind: 'import', id: 'demo' },
    may: ['*'],
    keys: [keyOf.all('*')],
    masks: noMasks,
  }
}

const teams = [
  { key: 'sales', name: 'Sales Europe', region: 'Europe', manager: 'manager' },
  { key: 'support', name: 'Customer support', region: null, manager: null },
] as const

export const stages = [
  { key: 'qualification', name: 'Qualification', probability: 0.2, kind: 'open' },
  { key: 'discovery', name: 'Discovery', probability: 0.35, kind: 'open' },
  { key: 'proposal', name: 'Proposal', probability: 0.5, kind: 'open' },
  { key: 'negotiation', name: 'Negotiation', probability: 0.8, kind: 'open' },
  { key: 'won', name: 'Closed won', probability: 1, kind: 'won' },
  { key: 'lost', name: 'Closed lost', probability: 0, kind: 'lost' },
] as const
export const stageId = (key: string) => derivedId('demo', 'stage', key)

const productGroups = ['Instruments', 'Services', 'Software']

export const products = [
  {
    key: 'scope',
    name: 'Larkspur Scope',
    code: 'LS-100',
    group: 'Microscopes',
    unit: 'C62',
    price: 1_290_000,
  },
  {
    key: 'scope-pro',
    name: 'Larkspur Scope Pro',
    code: 'LS-200',
    group: 'Microscopes',
    unit: 'C62',
    price: 2_840_000,
  },
  {
    key: 'spectra',
    name: 'Spectra Analyser',
    code: 'SP-10',
    group: 'Instruments',
    unit: 'C62',
    price: 4_650_000,
  },
  {
    key: 'calibration',
    name: 'Annual calibration',
    code: 'SV-CAL',
    group: 'Services',
    unit: 'E48',
    price: 189_000,
  },
  {
    key: 'training',
    name: 'On-site training day',
    code: 'SV-TRN',
    group: 'Services',
    unit: 'DAY',
    price: 145_000,
  },
  {
    key: 'cloud',
    name: 'Lab cloud, per seat and year',
    code: 'SW-LAB',
    group: 'Software',
    unit: 'ANN',
    price: 48_000,
  },
] as const
export type Product = (typeof products)[number]

export const competitors = [
  {
    key: 'aurel',
    name: 'Aurel Optics',
    strengths: 'Cheaper, and delivers within two weeks.',
    weaknesses: 'No calibration of their own.',
    positioning: 'Lead with service and audits.',
    products: ['Aurel M2'],
  },
  {
    key: 'nordlicht',
    name: 'Nordlicht Systems',
    strengths: 'Known in every university.',
    weaknesses: 'Software that nobody likes.',
    positioning: 'Show the lab cloud first.',
    products: ['NL-Scope', 'NL-Spectra'],
  },
] as const

export const channels = ['Direct', 'Web', 'Trade show', 'Direct'] as const

export const sources = ['Web', 'Trade show', 'Referral', 'E-mail campaign', 'Partner'] as const
export const lossReasons = [
  'Price',
  'Chose a competitor',
  'No budget this year',
  'Project stopped',
  'No answer',
] as const

export const recyclings = ['Not ready yet', 'Budget next year', 'Bound by a contract'] as const
export const campaigns = ['Lab fair Kampala', 'Spring letter'] as const
export const disqualifications = ['Not a fit', 'Student project', 'Cannot be reached'] as const

const choiceLists = [
  { key: 'lead-source', name: 'Sources of leads', choices: ['Manual', 'Phone', ...sources] },
  { key: 'campaign', name: 'Campaigns and events', choices: campaigns },
  {
    key: 'lead-disqualification',
    name: 'Why leads are disqualified',
    choices: disqualifications,
  },
  { key: 'lead-recycling', name: 'Why leads are put off', choices: recyclings },
  { key: 'deal-loss', name: 'Why deals are lost', choices: lossReasons },
  {
    key: 'ticket-category',
    name: 'Categories of tickets',
    choices: ['Instrument', 'Software', 'Paperwork', 'Billing'],
  },
  { key: 'classification', name: 'Classes of accounts and contacts', choices: ['A', 'B', 'C'] },
] as const

/** Fields of this organisation's own on accounts. */
const accountFields = [
  { key: 'debtorNumber', label: 'Debtor number', type: 'text', section: 'Accounting' },
  { key: 'creditLimit', label: 'Credit limit', type: 'money', section: 'Accounting' },
  { key: 'contractEnds', label: 'Contract ends', type: 'day', section: 'Contract' },
  {
    key: 'delivery',
    label: 'Delivery',
    type: 'choice',
    choices: ['Courier', 'Freight', 'Collects'],
    section: 'Contract',
  },
] as const

export const tags = [
  { key: 'vip', name: 'VIP', tone: 'accent' },
  { key: 'reference', name: 'Reference customer', tone: 'good' },
  { key: 'fair', name: 'Met at the fair', tone: 'neutral' },
] as const

/** Who is there, what is sold, and what is promised, as of the day the organisation began. */
export function organisation(began: string): Phase[] {
  const admin = as('admin')
  const request = (name: string, key: string, body: unknown, id?: string) => ({
    file: 'demo',
    line: 0,
    requests: [
      {
        command: name,
        commandId: command(...key.split(' ')),
        ...(id !== undefined && { id }),
        body,
        principal: admin,
        occurredAt: began,
      },
    ],
  })
  const weekdays = [1, 2, 3, 4, 5].flatMap((day) => [
    { day, from: '08:00', to: '12:00' },
    { day, from: '13:00', to: '17:30' },
  ])
  const hours = (responseHours: number, resolutionHours: number) => ({
    responseMinutes: responseHours * 60,
    resolutionMinutes: resolutionHours * 60,
  })
  return [
    {
      name: 'Organisation',
      rows: [
        request(
          'organisation.create',
          'organisation',
          {
            legalName: 'Larkspur Instruments GmbH',
            address: { lines: ['Lindenufer 12'], postalCode: '10115', city: 'Berlin', country: 'DE' },
            taxId: 'DE000000000',
            iban: 'DE89370400440532013000',
            bic: 'COBADEFFXXX',
            baseCurrency: 'EUR',
            timeZone: 'Europe/Berlin',
            from: began.slice(0, 10),
          },
          organisationId,
        ),
      ],
    },
    {
      name: 'Teams',
      rows: teams.map(({ key, name, region }) => request('team.create', `team ${key}`, { name, region })),
    },
    {
      name: 'People',
      rows: people.map(([key, name, role, team]) =>
        request('user.register', `user ${key}`, {
          name,
          email: `${key}@hindsight.example`,
          role,
          teamId: team ? made('team', team) : null,
          timeZone: 'Europe/Berlin',
        }),
      ),
    },
    {
      name: 'Managers',
      rows: teams.flatMap(({ key, manager }) =>
        manager
          ? [
              {
                file: 'demo',
                line: 0,
                requests: [
                  {
                    command: 'team.change',
                    id: made('team', key),
                    commandId: command('team', key, 'manager'),
                    body: { managerId: made('user', manager) },
                    principal: admin,
                    occurredAt: began,
                  },
                ],
              },
            ]
          : [],
      ),
    },
    {
      name: 'Configuration',
      rows: [
        request('pipeline.create', 'pipeline', {
          name: 'New business',
          currency: 'EUR',
          isDefault: true,
          stages: stages.map(({ key, name, probability, kind }) => ({
            id: stageId(key),
            name,
            probability,
            kind,
          })),
        }),
        request('businessCalendar.create', 'calendar', {
          name: 'Berlin office hours',
          timeZone: 'Europe/Berlin',
          weekly: weekdays,
          holidays: [
            '2026-01-01',
            '2026-04-03',
            '2026-04-06',
            '2026-05-01',
            '2026-05-14',
            '2026-12-25',
            '2027-01-01',
          ],
        }),
        ...choiceLists.map(({ key, name, choices }) =>
          request(
            'choiceList.create',
            `choice-list ${key}`,
            {
              key,
              name,
              others: false,
              choices: choices.map((one) => ({
                id: derivedId('demo', key, one),
                name: one,
                from: null,
                until: null,
              })),
            },
            choiceListId(key),
          ),
        ),
        {
          file: 'demo',
          line: 0,
          requests: [
            { command: 'fieldSet.create', key: 'create', body: { kind: 'account' } },
            ...accountFields.map((field) => ({ command: 'fieldSet.add-field', key: field.key, body: field })),
          ].map(({ command: name, key, body }) => ({
            command: name,
            id: fieldSetId('account'),
            commandId: command('field-set', key),
            body,
            principal: admin,
            occurredAt: began,
          })),
        },
        ...tags.map(({ key, ...tag }) => request('tag.create', `tag ${key}`, tag)),
        request('leadForm.create', 'lead-form fair', {
          name: 'Lab fair',
          title: 'Meet us again after the fair',
          intro: 'Leave your name, and we will send you what you have seen.',
          source: 'Trade show',
          campaign: campaigns[0],
          asks: [
            { field: 'email', required: true },
            { field: 'phone', required: false },
            { field: 'company', required: false },
            { field: 'productInterest', required: false },
          ],
          consent: {
            purpose: 'News about microscopes',
            text: 'You may write to me about new instruments. I can take that back whenever I like.',
            textVersion: '1',
            required: false,
          },
          thanks: 'Thank you. We will write to you within two working days.',
        }),
        ...competitors.map(({ key, ...rest }) => request('competitor.create', `competitor ${key}`, rest)),
      ],
    },
    {
      name: 'Product groups',
      rows: productGroups.map((name) => request('productGroup.create', `group ${name}`, { name })),
    },
    {
      name: 'Product groups',
      rows: [
        request('productGroup.create', 'group Microscopes', {
          name: 'Microscopes',
          parentId: made('group', 'Instruments'),
        }),
      ],
    },
    {
      name: 'Products',
      rows: products.map(({ key, group, price, ...rest }) =>
        request('product.create', `product ${key}`, {
          ...rest,
          groupId: made('group', group),
          price: { amount: price, currency: 'EUR' },
        }),
      ),
    },
    // What can only be said once those are there.
    {
      name: 'Rules',
      rows: [
        {
          file: 'demo',
          line: 0,
          requests: [
            {
              command: 'pipeline.set-exit-criteria',
              id: made('pipeline'),
              commandId: command('pipeline', 'exit'),
              body: {
                stageId: stageId('proposal'),
                exit: [
                  { name: 'A quote is written', when: { related: 'quotes' } },
                  { name: 'The amount is known', when: { field: 'amount', operator: 'known' } },
                ],
              },
              principal: admin,
              occurredAt: began,
            },
          ],
        },
        request('slaPolicy.create', 'sla-policy', {
          name: 'Standard support',
          calendarId: made('calendar'),
          default: true,
          targets: { urgent: hours(1, 8), high: hours(2, 16), normal: hours(4, 40), low: hours(8, 80) },
          escalateTo: { teamId: made('team', 'support'), userId: null },
        }),
      ],
    },
    {
      name: 'Rules',
      rows: [
        request(
          'ruleSet.create',
          'rule-set lead-assignment',
          {
            purpose: 'lead-assignment',
            name: 'Assignment of leads',
            content: {
              capacity: 60,
              people: [],
              pickUpMinutes: 120,
              calendarId: made('calendar'),
              rules: [
                {
                  id: 'large-instruments',
                  name: 'Knows the large instruments',
                  when: { field: 'productInterest', operator: 'contains', value: 'scope' },
                  outcome: { userIds: [made('user', 'rep2')], teamId: null, choose: 'round-robin' },
                },
                {
                  id: 'everybody',
                  name: 'All of Sales Europe',
                  when: { all: [] },
                  outcome: { userIds: [], teamId: made('team', 'sales'), choose: 'least-loaded' },
                },
              ],
            },
          },
          ruleSetId('lead-assignment'),
        ),
        request(
          'ruleSet.create',
          'rule-set lead-qualification',
          {
            purpose: 'lead-qualification',
            name: 'Qualification of leads',
            content: {
              againstPeople: false,
              rules: [
                {
                  id: 'thrown-away',
                  name: 'Writes from an address that is thrown away',
                  when: {
                    field: 'emailDomain',
                    operator: 'one-of',
                    value: ['mailinator.com', 'yopmail.com'],
                  },
                  outcome: { qualifies: false, reason: 'Cannot be reached' },
                },
              ],
            },
          },
          ruleSetId('lead-qualification'),
        ),
      ],
    },
  ]
}
